import base64
from typing import Any

from django.core.management.base import BaseCommand

from portal.vault import signing


class Command(BaseCommand):
    help = "Print the public signing keys, one id:public:base64 a line, the current first."

    def handle(self, *_args: Any, **_options: Any) -> None:
        for key_id, raw in signing.public_keys().items():
            self.stdout.write(f"{key_id}:{signing.PUBLIC}:{base64.b64encode(raw).decode()}")
