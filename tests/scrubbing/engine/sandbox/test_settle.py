"""What a parent does to be cheap to fork: its content stays, its empty pages go."""

import subprocess
import sys
from pathlib import Path

import pytest

from scrubbing.engine.sandbox.settle import HUGE, _whole_pages
from scrubbing.engine.sandbox.syscalls import SUPPORTED

MAPS = """\
00200000-00600000 rw-p 00000000 00:00 0 [heap]
00700000-00b00000 rw-p 00000000 00:00 0
00c00000-01000000 r--p 00000000 00:00 0
01000000-01200000 rw-p 00000000 fe:00 77 /usr/lib/libsomething.so
01200000-01400000 rw-p 00000000 00:00 0 [stack]
01500000-01600000 rw-p 00000000 00:00 0
"""

PARENT = """
import ctypes, os, re, sys
from pathlib import Path
from scrubbing.engine.sandbox.settle import settle

def resident():
    return int(re.search(r"RssAnon:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024

library = ctypes.CDLL(None)
library.malloc.restype = ctypes.c_void_p
# Below the size from which malloc maps each by itself; one in a hundred stays.
blocks = [library.malloc(ctypes.c_size_t(100_000)) for _ in range(1000)]
for number, block in enumerate(blocks):
    ctypes.memset(block, number % 251, 100_000)
for number, block in enumerate(blocks):
    if number % 100:
        library.free(ctypes.c_void_p(block))
before = resident()
settle()
kept = all(
    ctypes.string_at(blocks[n], 100_000) == bytes([n % 251]) * 100_000 for n in range(0, 1000, 100)
)
print(before - resident() > 20, kept)
"""


def test_pages_are_whole_ones_of_memory_the_process_may_write_to():
    assert list(_whole_pages(MAPS)) == [HUGE, 2 * HUGE, 4 * HUGE]


@pytest.mark.skipif(not SUPPORTED, reason="this system has no such memory")
def test_settling_gives_back_what_was_freed_and_keeps_the_rest():
    result = subprocess.run(
        [sys.executable, "-c", PARENT],
        cwd=Path(__file__).parents[4],
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.split() == ["True", "True"]
