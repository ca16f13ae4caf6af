"""What web and workers look at before they take work."""

import sys

from django.conf import settings
from django.core import checks
from django.utils.module_loading import import_string


def warm_up() -> None:
    """Do what ``settings.WARM_UP`` names, once for all processes that are forked afterwards."""
    import_string(settings.WARM_UP)()


def refuse_if_unsafe() -> None:
    """End this process where production would be unsafe, such as without a sandbox.

    Only settings that say ``REFUSE_UNSAFE_START`` ask for it; the sentences go to standard error.
    """
    if not getattr(settings, "REFUSE_UNSAFE_START", False):
        return
    found = checks.run_checks(include_deployment_checks=True)
    errors = [message for message in found if message.is_serious() and not message.is_silenced()]
    for message in errors:
        sys.stderr.write(f"{message}\n")
    if errors:
        sys.exit("Airlock does not start: see above.")
