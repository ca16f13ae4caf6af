"""``python -m tests.browser.screenshots FOLDER``: every page, both themes, both widths."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def main(folder: str) -> int:
    """Runs the browser tests, which leave the pictures; gives their exit code."""
    environment = {**os.environ, "AIRLOCK_SCREENSHOTS": str(Path(folder).resolve())}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", "tests/browser"]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
