"""``manage.py replay_verdicts``: decide every stored verdict again and report differences."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.vault.errors import KeyDestroyed
from submissions.domain.consent import verdicts
from submissions.models import Verdict


class Command(BaseCommand):
    help = "Recompute every verdict from what was stored with it; fails if one differs."

    def handle(self, *_: Any, **__: Any) -> None:
        same = different = gone = 0
        for verdict in Verdict.objects.select_related("submission").iterator():
            try:
                first, _all = verdicts.replay(verdict)
            except KeyDestroyed:
                gone += 1
                continue
            if (first.rule, first.result.value) == (verdict.rule, verdict.result):
                same += 1
            else:
                different += 1
                self.stdout.write(
                    f"verdict {verdict.pk}: said {verdict.rule} {verdict.result}, "
                    f"now {first.rule} {first.result.value}"
                )
        self.stdout.write(f"{same} the same, {different} different, {gone} with a destroyed key")
        if different:
            raise CommandError("Some verdicts would differ today.")
