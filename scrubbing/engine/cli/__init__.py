"""The command line. Exit 0: all cleaned, 1: some refused, 2: wrong use. No traceback."""

import argparse
import math
import sys
from collections.abc import Sequence
from pathlib import Path

from scrubbing.engine.errors import ScrubError
from scrubbing.engine.policy import PolicyError

CLEANED, REFUSED, USAGE = 0, 1, 2


class UsageError(Exception):
    """Something on the command line cannot be used; its text is for the person."""


def main(arguments: Sequence[str]) -> int:
    """Run one command and give its exit status."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except (UsageError, PolicyError) as error:
        print(error, file=sys.stderr)  # noqa: T201 - a command line prints
        return USAGE
    except ScrubError as error:
        print(f"{error.code}: {error.message}", file=sys.stderr)  # noqa: T201
        return REFUSED
    except KeyboardInterrupt:
        return REFUSED
    except OSError:
        print("A file or folder could not be read or written.", file=sys.stderr)  # noqa: T201
        return USAGE
    except Exception:  # noqa: BLE001 - no traceback may show text of an upload
        print("The engine stopped. Nothing was written.", file=sys.stderr)  # noqa: T201
        return REFUSED


def _parser() -> argparse.ArgumentParser:
    from scrubbing.engine.cli import detect, formats, scrub

    parser = argparse.ArgumentParser(prog="python -m scrubbing.engine", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    one = commands.add_parser("scrub", help="clean files; all of one call are one submission")
    one.add_argument(
        "inputs", nargs="+", metavar="INPUT", help="a file, or a folder (it comes out as one tar)"
    )
    one.add_argument("--out", required=True, type=Path, metavar="DIR", help="where copies go")
    one.add_argument("--declare", action="append", default=[], metavar="NAME",
                     help="a name to remove in any spelling; may be given again")  # fmt: skip
    one.add_argument("--policy", type=Path, metavar="FILE", help="a policy (default: balanced)")
    one.add_argument("--key-file", type=Path, metavar="FILE", help="key of the stand-ins")
    one.add_argument("--report", type=Path, metavar="REPORT.json", help="what was done, as JSON")
    one.add_argument("--jobs", type=_positive, default=1, metavar="N", help="files at a time")
    one.add_argument("--max-seconds", type=_seconds, default=50.0, metavar="S", help="per file")
    one.set_defaults(run=scrub.run)

    two = commands.add_parser("detect", help="find in texts, one JSON object a line")
    two.add_argument("--jsonl", required=True, type=Path, metavar="IN", help='{"id", "text"}')
    two.add_argument("--out", required=True, type=Path, metavar="OUT", help='{"id", "spans"}')
    two.add_argument("--policy", type=Path, metavar="FILE", help="a policy (default: balanced)")
    two.add_argument("--suggestions", action="store_true", help="add what scores too low")
    two.set_defaults(run=detect.run)

    three = commands.add_parser("formats", help="what is supported, and how")
    three.set_defaults(run=formats.run)
    return parser


def _positive(text: str) -> int:
    number = int(text) if text.strip().isdecimal() else 0
    if number < 1:
        raise argparse.ArgumentTypeError("a whole number, at least 1")
    return number


def _seconds(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number < math.inf:
        raise argparse.ArgumentTypeError("a number above 0")
    return number
