"""Seconds per megapixel for pictures and megabytes per second for archives, beside others.

    python -m benchmarks.formats_pictures [--only png|zip|tar] [--peer PYTHON --model NAME]

Whole passes over made files: read, detect, decide, rewrite, prove. ``--peer`` is an
interpreter with presidio-image-redactor, which reads a picture once with Tesseract and
proves nothing; mat2, where it is installed, removes metadata only. CPU seconds, those of
started programs included.
"""

import argparse
import io
import json
import resource
import shutil
import subprocess
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from benchmarks.formats_text import LINE
from scrubbing.engine import jobs, pipeline
from scrubbing.engine.knowledge import merge
from scrubbing.engine.policy import shipped
from scrubbing.engine.types import Untrusted

SAYS = "The pump of Jane Doe from Quellbrook Ltd ran for {0} hours before valve {0}."
PIXELS = ((600, 400), (1000, 800), (1700, 1200))
MEGABYTES = (0.1, 0.2, 0.4)


def picture(width: int, height: int) -> bytes:
    """Lines of text as on a page at 150 dpi."""
    image = Image.new("RGB", (width, height), "white")
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(22)
    for number, top in enumerate(range(20, height - 30, 40)):
        draw.text((20, top), SAYS.format(number)[: width // 13], fill="black", font=font)
    target = io.BytesIO()
    image.save(target, "PNG")
    return target.getvalue()


def texts(megabytes: float) -> Iterator[tuple[str, bytes]]:
    """Names and texts of 20 kB."""
    for file in range(round(megabytes * 50)):
        lines = (LINE.format(f"{file}.{number}") for number in range(20_000 // len(LINE)))
        yield f"report-{file}.txt", "".join(lines).encode()


def zipped(megabytes: float) -> bytes:
    """Texts in a zip."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in texts(megabytes):
            packed.writestr(name, data)
    return target.getvalue()


def tarred(megabytes: float) -> bytes:
    """Texts in a tar."""
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as packed:
        for name, data in texts(megabytes):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            packed.addfile(info, io.BytesIO(data))
    return target.getvalue()


ARCHIVES: Mapping[str, Callable[[float], bytes]] = {"zip": zipped, "tar": tarred}


def cpu() -> float:
    """Processor seconds of this process and of those it waited for."""
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in both)


def ours(name: str, data: bytes) -> float:
    """Seconds of both passes, the proof included."""
    policy, untrusted = shipped(), Untrusted(name, data)
    begin = cpu()
    reading = pipeline.read(untrusted, policy)
    known = merge([reading], ["Quellbrook Ltd"], [], b"k" * 32)
    pipeline.clean(untrusted, reading, known, policy)
    return cpu() - begin


def by_mat2(path: Path) -> float | None:
    """Seconds of mat2, its start included; ``None`` where it is not installed or fails."""
    program = shutil.which("mat2")
    if program is None:
        return None
    begin = cpu()
    done = subprocess.run([program, "--inplace", str(path)], capture_output=True, check=False)
    return cpu() - begin if done.returncode == 0 else None


def by_presidio(python: str, model: str, paths: list[Path], answer: Path) -> Mapping[str, float]:
    """Seconds of presidio-image-redactor for each picture."""
    script = Path(__file__).with_name("presidio_peer.py")
    subprocess.run([python, str(script), model, str(answer), *map(str, paths)], check=True)
    found: Mapping[str, float] = json.loads(answer.read_text("utf-8"))
    return found


def main() -> None:
    """Print a line per size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peer", default="", help="an interpreter with presidio-image-redactor")
    parser.add_argument("--model", default="en_core_web_sm", help="its spaCy model")
    parser.add_argument("--only", choices=("png", *ARCHIVES), default="", help="one kind of file")
    options = parser.parse_args()
    jobs.warm()
    with tempfile.TemporaryDirectory() as name:
        if options.only in ("", "png"):
            pictures(Path(name), options.peer, options.model)
        for suffix in ARCHIVES:
            if options.only in ("", suffix):
                archives(Path(name), suffix)


def pictures(folder: Path, python: str, model: str) -> None:
    """A line per size of picture."""
    paths = {}
    for width, height in PIXELS:
        path = folder / f"{width}.png"
        path.write_bytes(picture(width, height))
        paths[path] = width * height / 1e6
    peer: Mapping[str, float] = {}
    if python:
        peer = by_presidio(python, model, list(paths), folder / "answer.json")
    for path, size in paths.items():
        row = {"ours": ours(path.name, path.read_bytes()), "presidio": peer.get(str(path))}
        row["mat2"] = by_mat2(path)
        told = {who: round(taken / size, 2) for who, taken in row.items() if taken is not None}
        print(f"png {size:.2f} megapixels, CPU seconds per megapixel {told}", flush=True)


def archives(folder: Path, suffix: str) -> None:
    """A line per size of archive."""
    for megabytes in MEGABYTES:
        data = ARCHIVES[suffix](megabytes)
        path = folder / f"texts.{suffix}"
        path.write_bytes(data)
        row = {"ours": ours(path.name, data), "mat2": by_mat2(path)}
        told = {who: round(megabytes / taken, 2) for who, taken in row.items() if taken}
        print(f"{suffix} of {megabytes} MB of text, MB per CPU second {told}", flush=True)


if __name__ == "__main__":
    main()
