"""Objects that nothing needs any more: landings that were received, files that were taken out.

The row names an object until it is gone, so that a worker killed in between leaves
something the sweeper finds.
"""

from django.db.models import Q

from submissions.domain import orphans, vaulted
from submissions.models import Artefact
from submissions.states import FileState

BATCH = 500
ARRIVING = (FileState.UPLOADING, FileState.LANDED)


def clear_landing(artefact: Artefact) -> None:
    """Delete what landed; the copy in quarantine is recorded, or the file is gone."""
    vaulted.remove("landing", artefact.landing_key)
    Artefact.objects.filter(pk=artefact.pk).update(landing_key="")


def sweep_all() -> int:
    """What rows still name, then what no row names; gives how many objects or pairs of them."""
    return sweep() + orphans.sweep()


def sweep() -> int:
    """Delete every such object; gives how many rows named one."""
    received = Artefact.objects.exclude(state__in=ARRIVING).exclude(landing_key="")[:BATCH]
    for artefact in received:
        clear_landing(artefact)
    taken_out = Artefact.objects.filter(state=FileState.REMOVED).exclude(
        Q(quarantine_key="") & Q(reading_key="")
    )[:BATCH]
    for artefact in taken_out:
        vaulted.remove("quarantine", artefact.quarantine_key)
        vaulted.remove("quarantine", artefact.reading_key)
        Artefact.objects.filter(pk=artefact.pk).update(quarantine_key="", reading_key="")
    return len(received) + len(taken_out)
