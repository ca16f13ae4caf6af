"""Checks the audit log and names the first bad row of each chain."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.audit import source
from portal.audit.verify import faults


class Command(BaseCommand):
    help = "Checks every row, head and checkpoint of the audit log; exits 1 at a fault."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--export", type=Path, help="write the log to this file as well")
        parser.add_argument("--from", dest="file", type=Path, help="check this export instead")

    def handle(self, *_args: Any, **options: Any) -> None:
        file, target = options["file"], options["export"]
        if target:
            count = source.export(source.from_database(), target)
            self.stdout.write(f"Wrote {count} rows to {target}.")
        found = faults(source.from_export(file) if file else source.from_database())
        for fault in found:
            self.stderr.write(f"{fault.chain}: row {fault.number}: {fault.why}")
        if found:
            raise CommandError(f"The audit log is not intact: first bad row {found[0].number}.")
        self.stdout.write("The audit log is intact.")
