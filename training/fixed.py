"""One order of every set: a seed gives the same text only where strings hash the same.

Faker draws Italian towns from a set, whose order Python draws anew in every process.
"""

import os
import sys

SEED = "0"


def hashes() -> None:
    """Start this program again with a fixed seed of hashes, unless it has it."""
    if os.environ.get("PYTHONHASHSEED") == SEED:
        return
    os.environ["PYTHONHASHSEED"] = SEED
    sys.stdout.flush()
    os.execv(sys.executable, sys.orig_argv)
