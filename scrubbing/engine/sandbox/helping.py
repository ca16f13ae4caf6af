"""The caller's answer to a child that asks: one more child, which may start a program."""

import os
import re
import shutil
import stat
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from scrubbing.engine.errors import Crashed, ScrubError
from scrubbing.engine.limits import Limits
from scrubbing.engine.sandbox.asking import INPUT, OUTPUT

MAX_ASKED = 500
"""Questions one job may ask: a long scan asks once per page."""
HELP_SECONDS = 60.0
_NAME = re.compile(r"ask-\d{1,6}", re.ASCII)

Run = Callable[[str, Mapping[str, Any], Mapping[str, Path], Path, Limits], object]


@dataclass(slots=True)
class Helper:
    """Answers the questions of one child; they come from it and are checked like an upload."""

    run: Run
    jobs: frozenset[str]
    out_dir: Path
    limits: Limits
    asked: int = 0

    def answer(self, question: object) -> dict[str, Any]:
        """A frame for the child: nothing, or the error that it then raises."""
        try:
            self._help(question)
        except ScrubError as error:
            return {"error": error.code, "detail": error.detail}
        return {}

    def _help(self, question: object) -> None:
        job, request, given = self._checked(question)
        self.asked += 1
        seconds = min(self.limits.longest(), HELP_SECONDS)
        bounds = replace(self.limits, wall_seconds=seconds, slack=1.0, most_seconds=None)
        with tempfile.TemporaryDirectory(prefix="help-", dir=self.out_dir) as name:
            folder = Path(name) / "out"
            folder.mkdir(mode=0o700)
            self.run(job, request, {INPUT: given}, folder, bounds)
            self._hand_over(folder / OUTPUT, given.with_name(f"{given.name}.made"))

    def _checked(self, question: object) -> tuple[str, Mapping[str, Any], Path]:
        match question:
            case {"job": str(job), "request": dict(request), "file": str(name)} if (
                job in self.jobs and _NAME.fullmatch(name) and self.asked < MAX_ASKED
            ):
                given = self.out_dir / name
            case _:
                raise Crashed("a question that is none")
        if not _is_file(given):
            raise Crashed("a question without a file")
        return job, request, given

    def _hand_over(self, made: Path, target: Path) -> None:
        """The result, owned like the folder of the child that asked."""
        if not _is_file(made):
            raise Crashed("no result")
        if os.geteuid() == 0:
            owner = self.out_dir.stat()
            os.chown(made, owner.st_uid, owner.st_gid)
        shutil.move(made, target)


def _is_file(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False
