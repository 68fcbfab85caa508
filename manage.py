#!/usr/bin/env python
"""Django's command line for Counterpoint."""

import os
import sys


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


if __name__ == "__main__":
    main()
