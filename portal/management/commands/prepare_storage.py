from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.settings.storages import NAMES


class Command(BaseCommand):
    help = (
        "Make the buckets that are not there yet, and set on landing who may send parts "
        "(CORS) and that what is left there is gone within a day. May be run again."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        if not settings.S3_ENDPOINT:
            raise CommandError("No S3 server is configured; folders need no preparation.")
        from portal.storage_s3 import prepare_bucket, prepare_landing

        for name in NAMES:
            made = prepare_bucket(name)
            self.stdout.write(f"{name}: {'made' if made else 'there'}")
        prepare_landing(settings.PUBLIC_URL)
