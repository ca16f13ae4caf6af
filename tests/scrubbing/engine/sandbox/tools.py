"""Jobs that use converters and libraries as handlers do. Run by the sandbox."""

import subprocess


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


JOBS = {function.__name__: function for function in (office, ocr, git, imports)}
