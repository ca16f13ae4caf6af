"""Conversion by LibreOffice: one process, one profile and one folder per call.

The profile forbids macros and updates of links; the process group is killed when its
time is over. Works on bytes: file names are ours. What was converted is remembered until
``forget``: passes and rounds over one upload ask for the same again and again.
"""

import contextlib
import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from scrubbing.engine import drawings
from scrubbing.engine.errors import Broken, Crashed, NeedsTool, TooSlow
from scrubbing.engine.sandbox import asking
from scrubbing.engine.zipbox import Members, build

SECONDS = 45.0
"""Most a conversion may take; measured: 0.9 to 2 s, 25 s for the slowest real file."""

PROGRAMS = (
    "/usr/lib/libreoffice/program/soffice.bin",
    "/opt/libreoffice/program/soffice.bin",
    "/usr/lib64/libreoffice/program/soffice.bin",
)
_RESTART = 81
"""LibreOffice's way to say that it made its profile and wants to be started again."""

_FILTERS = {
    "docx": "MS Word 2007 XML",
    "xlsx": "Calc MS Excel 2007 XML",
    "pptx": "Impress MS PowerPoint 2007 XML",
    "rtf": "Rich Text Format",
    "png": "draw_png_Export",
    "pdf": "writer_pdf_Export",
}
_FAMILY_PDF = {"xls": "calc", "xlsx": "calc", "ods": "calc", "ppt": "impress", "pptx": "impress",
               "odp": "impress", "odg": "draw", "emf": "draw", "wmf": "draw"}  # fmt: skip

_HIDDEN_SLIDES = ':{"ExportHiddenSlides":{"type":"boolean","value":"true"}}'
"""What a show leaves out leaves with the file all the same: it is laid out too."""

_SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Save/Document", "UseUserData", "false"),
    ("Office.Common/Misc", "FirstRun", "false"),
    ("Office.Writer/Content/Update", "Link", "2"),
    ("Office.Calc/Content/Update", "Link", "2"),
)


REMEMBERED_BYTES = 64 * 2**20
"""What is remembered of one upload, at most."""

AT_ONCE = 100
"""Pictures of one start; a document of formulas has hundreds, and a start takes a second."""

_known: dict[tuple[str, str, str], bytes] = {}


def forget() -> None:
    """Begin a new upload: nothing of another one may get into it."""
    _known.clear()


def program() -> str | None:
    """Where LibreOffice is, ``None`` where it is not installed."""
    found = next((path for path in PROGRAMS if os.access(path, os.X_OK)), None)
    return found or shutil.which("soffice")


def convert(data: bytes, suffix: str, target: str, seconds: float = SECONDS) -> bytes:
    """The file as another format.

    ``suffix`` and ``target`` are words of ours ("doc", "docx"). Raises ``NeedsTool``
    without LibreOffice, ``TooSlow`` after ``seconds``, ``Broken`` where nothing comes out.
    """
    key = _key(data, suffix, target)
    if key in _known:
        return _known[key]
    if asking.available():
        made = asking.ask("convert", {"suffix": suffix, "target": target}, data)
    else:
        made = _convert_all({f"source.{suffix}": data}, target, seconds).get("source", b"")
    if not made:
        raise Broken("the converter could not read it")
    _remember(key, made)
    return made


def convert_pictures(pictures: Iterable[tuple[bytes, str]]) -> None:
    """Convert drawings (bytes and suffix) to PNG many at a time, for ``convert`` to remember.

    One that does not come out is left to be asked for alone.
    """
    fresh = {_key(data, suffix, "png"): (data, suffix) for data, suffix in pictures}
    wanted = [(key, *fresh[key]) for key in fresh if key not in _known]
    for first in range(0, len(wanted), AT_ONCE):
        some = wanted[first : first + AT_ONCE]
        if len(some) == 1:
            return  # nothing is gained
        named = {
            f"{number}.{suffix}": data
            for number, (_, data, suffix) in enumerate(some)
            if drawings.HEADS[suffix].match(data)
        }
        try:
            made = _pictures_of(named)
        except (Broken, Crashed):
            continue
        for number, (key, _, _) in enumerate(some):
            if made.get(str(number)):
                _remember(key, made[str(number)])


def pictures_packed(packed: bytes) -> bytes:
    """A ZIP of drawings as a ZIP of the PNGs that came out, by the same stems."""
    members = Members(packed)
    named = {name: members.read(name) for name in members.names}
    return build(sorted(_convert_all(named, "png", SECONDS).items()))


def _pictures_of(named: Mapping[str, bytes]) -> Mapping[str, bytes]:
    if not named:
        return {}
    if not asking.available():
        return _convert_all(named, "png", SECONDS)
    members = Members(asking.ask("convert_pictures", {}, build(named.items())))
    return {name: members.read(name) for name in members.names}


def _key(data: bytes, suffix: str, target: str) -> tuple[str, str, str]:
    return hashlib.sha256(data).hexdigest(), suffix, target


def _remember(key: tuple[str, str, str], made: bytes) -> None:
    if sum(map(len, _known.values())) + len(made) <= REMEMBERED_BYTES:
        _known[key] = made


def _convert_all(named: Mapping[str, bytes], target: str, seconds: float) -> Mapping[str, bytes]:
    """Files of one kind by names of ours, converted in one start; what came out, by stems."""
    path = program()
    if path is None:
        raise NeedsTool
    with tempfile.TemporaryDirectory(prefix="convert-") as name:
        folder = Path(name)
        for file, data in named.items():
            (folder / _inside(file, target)).write_bytes(_readable(data, file, target))
        _write_settings(folder / "profile" / "user")
        command = [
            path,
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless", "--norestore", "--nologo", "--nolockcheck", "--nodefault",
            "--convert-to", f"{target}:{_filter(_suffix(next(iter(named))), target)}",
            "--outdir", str(folder / "out"),
            *(str(folder / _inside(file, target)) for file in named),
        ]  # fmt: skip
        for _ in range(2):
            if _run(command, folder, seconds) != _RESTART:
                break
        return {found.stem: found.read_bytes() for found in (folder / "out").glob(f"*.{target}")}


def _suffix(name: str) -> str:
    return name.rpartition(".")[2]


def _is_drawing(name: str, target: str) -> bool:
    return target == "png" and _suffix(name) in drawings.SUFFIXES


def _inside(name: str, target: str) -> str:
    """The name under which LibreOffice gets a file: a drawing comes on a page of its own."""
    return f"{name.rpartition('.')[0]}.fodg" if _is_drawing(name, target) else name


def _readable(data: bytes, name: str, target: str) -> bytes:
    return drawings.page_of(data, _suffix(name)) if _is_drawing(name, target) else data


def _filter(suffix: str, target: str) -> str:
    if target == "pdf":
        family = _FAMILY_PDF.get(suffix, "writer")
        return f"{family}_pdf_Export{_HIDDEN_SLIDES if family == 'impress' else ''}"
    return _FILTERS[target]


def _write_settings(user: Path) -> None:
    """A profile that runs no macro and fetches nothing."""
    user.mkdir(parents=True)
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in _SETTINGS
    )
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items'
        ' xmlns:oor="http://openoffice.org/2001/registry">' + items + "</oor:items>",
        "utf-8",
    )


def _run(command: list[str], folder: Path, seconds: float) -> int:
    """Run to the end or kill the whole process group."""
    environment = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LANG": "C.UTF-8",
        "SAL_USE_VCLPLUGIN": "svp",
        "SAL_DISABLE_OPENCL": "1",
    }
    try:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise NeedsTool from error
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired as error:
        raise TooSlow("converter") from error
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """No process of the group outlives the call."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    # Inside the sandbox it has no group of its own; what it started ends with the child.
    process.kill()
    process.wait()
