"""``python -m scrubbing.engine``: scrub files, detect in texts, list the formats."""

import sys

from scrubbing.engine.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
