"""A warm parent made cheap to fork: less memory, in larger pages.

A fork copies an entry per page that its parent wrote, and the child's end takes each down
again. Loading models leaves half of the heap empty, and the rest in pages of 4 KiB. Given
back and put together into pages of 2 MiB (a child that writes to one copies 4 KiB of it),
fork and end cost a third. A kernel that will not is as slow as before, nothing else.
"""

import ctypes
from collections.abc import Iterator
from pathlib import Path

from scrubbing.engine.sandbox import syscalls

HUGE = 2 * 1024 * 1024
_COLLAPSE = 25
"""``MADV_COLLAPSE``, from Linux 6.1; whatever the machine's setting of huge pages is."""


def settle() -> None:
    """Call once, when everything is loaded and before the first fork."""
    if not syscalls.SUPPORTED:
        return
    library = ctypes.CDLL(None)
    if hasattr(library, "malloc_trim"):
        library.malloc_trim(ctypes.c_size_t(0))
    for start in list(_whole_pages(Path("/proc/self/maps").read_text())):
        library.madvise(ctypes.c_void_p(start), ctypes.c_size_t(HUGE), ctypes.c_int(_COLLAPSE))


def _whole_pages(maps: str) -> Iterator[int]:
    """Where a page of 2 MiB fits into memory of the process's own that it may write to."""
    for line in maps.splitlines():
        span, rights, _offset, _device, _inode, *name = line.split()
        if "w" not in rights or (name and name[0] != "[heap]"):
            continue
        start, end = (int(word, 16) for word in span.split("-"))
        yield from range(-(-start // HUGE) * HUGE, end // HUGE * HUGE, HUGE)
