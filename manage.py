#!/usr/bin/env python3
"""Every command of Airlock. On a bare clone it installs what it needs into .venv first."""

import os
import sys

if __name__ == "__main__":
    from portal import bootstrap

    bootstrap.ensure(sys.argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.development")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
