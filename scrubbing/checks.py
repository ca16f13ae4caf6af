"""Production does not start where uploads could not be confined."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning as Hint, register

from scrubbing.engine.sandbox.probe import Capabilities, probe

_WALLS = {
    "network_denied": "A file's parser could reach the network.",
    "memory_limited": "A file's parser could take all memory.",
    "filesystem_confined": "A file's parser could read other files.",
    "exec_denied": "A file's parser could start other programs.",
}
HINT = (
    "Airlock needs Linux 5.13 or newer with seccomp and landlock; in a container both must "
    "be left to the process. docs/operating.md has a section about it."
)


@register(Tags.security, deploy=True)
def sandbox_holds(**_: Any) -> Sequence[CheckMessage]:
    """An error per wall that does not hold; runs with ``check --deploy`` and at start."""
    return messages(probe(), required=not settings.DEBUG)


def messages(found: Capabilities, *, required: bool) -> list[CheckMessage]:
    """What to say about these capabilities; errors where they are required."""
    kind = Error if required else Hint
    broken = [
        kind(sentence, hint=HINT, id=f"scrubbing.E{number:03}")
        for number, (name, sentence) in enumerate(_WALLS.items(), start=1)
        if not getattr(found, name)
    ]
    if found.memory_grouped:
        return [*broken]
    return [
        *broken,
        Hint(
            "No control group can be made: a converter's memory is limited per process only.",
            hint="Give the worker a delegated cgroup (docs/operating.md).",
            id="scrubbing.W005",
        ),
    ]
