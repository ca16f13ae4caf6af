"""Jobs that use converters and libraries as handlers do. Run by the sandbox."""

import subprocess

from scrubbing.engine.errors import Broken
from scrubbing.engine.sandbox import asking


def office(request, files, out_dir):
    command = [
        "soffice", "--headless", "--norestore", "--nolockcheck", "--nodefault",
        f"-env:UserInstallation=file://{out_dir}/profile", "--convert-to", "pdf",
        "--outdir", str(out_dir), str(files["given"]),
    ]  # fmt: skip
    answer = subprocess.run(command, capture_output=True, check=False, timeout=100)
    return {"code": answer.returncode, "made": sorted(p.name for p in out_dir.glob("*.pdf"))}


def ocr(request, files, out_dir):
    command = ["tesseract", str(files["given"]), str(out_dir / "text")]
    answer = subprocess.run(command, capture_output=True, check=False, timeout=60)
    return {"code": answer.returncode, "text": (out_dir / "text.txt").read_text()}


def git(request, files, out_dir):
    repository = out_dir / "bare"
    environment = {
        "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null",
        "HOME": str(out_dir), "PATH": "/usr/bin:/bin",
    }  # fmt: skip
    made = subprocess.run(
        ["git", "init", "-q", "--bare", "--template=", str(repository)],
        capture_output=True, env=environment, check=False,
    )  # fmt: skip
    stored = subprocess.run(
        ["git", f"--git-dir={repository}", "hash-object", "-w", "--stdin"],
        input="content", capture_output=True, text=True, env=environment, check=False,
    )  # fmt: skip
    return {"made": made.returncode, "stored": stored.stdout.strip()}


def imports(request, files, out_dir):
    import lxml.etree
    import PIL.Image

    return {"loaded": [lxml.etree.__name__, PIL.Image.__name__]}


def asks(request, files, out_dir):
    """A parser that needs a program: it may not start it and asks."""
    made = [
        asking.ask("upper", {"mark": mark}, mark.encode()).decode() for mark in request["marks"]
    ]
    left = sorted(path.name for path in out_dir.iterdir())
    return {"available": asking.available(), "made": made, "left": left}


def asks_for(request, files, out_dir):
    return {"made": asking.ask(request["job"], {}, b"x").decode()}


def asks_for_another_file(request, files, out_dir):
    from scrubbing.engine.sandbox import frames

    question = {"job": "upper", "request": {"mark": "a"}, "file": request["file"]}
    frames.write(3, {"ask": question})
    return {"answer": frames.read(3)}


def upper(request, files, out_dir):
    """The helper: starts a program on the one file it was given."""
    command = ["/bin/sh", "-c", 'read -r text < "$1"; echo "$text-made"', "sh", str(files["input"])]
    answer = subprocess.run(command, capture_output=True, check=False)
    (out_dir / "output").write_bytes(answer.stdout)
    return {"available": asking.available()}


def broken(request, files, out_dir):
    raise Broken("our words")


def asks_on(request, files, out_dir):
    """A helper that would have others help it."""
    asking.open_line(3, out_dir)
    (out_dir / "output").write_bytes(asking.ask("upper", {}, b"x"))
    return {}


JOBS = {
    function.__name__: function
    for function in (
        office, ocr, git, imports, asks, asks_for, asks_for_another_file, upper, broken, asks_on,
    )
}  # fmt: skip
