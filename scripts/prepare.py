"""Gets the data folder ready for a run with invented people: tables, people, and once an example of a session.

What is there already stays as it is.
"""

import io
import os

import django
from django.conf import settings
from django.core.management import call_command


def prepare() -> None:
    call_command("migrate", verbosity=0)
    call_command("migrate", database="keys", verbosity=0)
    call_command("demo_people", stdout=io.StringIO())
    call_command("make_shelves")
    made = settings.DATA / "demo-made"
    if not made.exists():
        call_command("demo", stdout=io.StringIO())
        made.touch(mode=0o600)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    prepare()
