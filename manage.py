#!/usr/bin/env python
"""Django's command line for Counterpoint."""

import os
import sys
from contextlib import suppress


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except Exception as trouble:
        from config.starting import sentence

        if "--traceback" in sys.argv or not (said := sentence(trouble)):
            raise
        sys.exit(said)
    finally:
        _count()


def _count() -> None:
    """Store what the command noted in the security log: nothing else will, for its process ends."""
    from django.apps import apps
    from django.db import Error

    if apps.ready:
        from couples.security_log import counts

        with suppress(Error):  # no tables yet, or no database: the lines have been written
            counts.store()


if __name__ == "__main__":
    main()
