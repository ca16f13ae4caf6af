"""Conversion by LibreOffice: one process, one profile and one folder per call.

The profile forbids macros and updates of links; the process group is killed when its
time is over. Works on bytes: file names are ours.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from scrubbing.engine.errors import Broken, NeedsTool, TooSlow
from scrubbing.engine.sandbox import asking

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


def program() -> str | None:
    """Where LibreOffice is, ``None`` where it is not installed."""
    found = next((path for path in PROGRAMS if os.access(path, os.X_OK)), None)
    return found or shutil.which("soffice")


def convert(data: bytes, suffix: str, target: str, seconds: float = SECONDS) -> bytes:
    """The file as another format.

    ``suffix`` and ``target`` are words of ours ("doc", "docx"). Raises ``NeedsTool``
    without LibreOffice, ``TooSlow`` after ``seconds``, ``Broken`` where nothing comes out.
    """
    if asking.available():
        return asking.ask("convert", {"suffix": suffix, "target": target}, data)
    path = program()
    if path is None:
        raise NeedsTool
    with tempfile.TemporaryDirectory(prefix="convert-") as name:
        folder = Path(name)
        source = folder / f"source.{suffix}"
        source.write_bytes(data)
        _write_settings(folder / "profile" / "user")
        command = [
            path,
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless", "--norestore", "--nologo", "--nolockcheck", "--nodefault",
            "--convert-to", f"{target}:{_filter(suffix, target)}",
            "--outdir", str(folder / "out"),
            str(source),
        ]  # fmt: skip
        for _ in range(2):
            if _run(command, folder, seconds) != _RESTART:
                break
        result = folder / "out" / f"source.{target}"
        if not result.is_file():
            raise Broken("the converter could not read it")
        return result.read_bytes()


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
