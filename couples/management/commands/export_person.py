"""Write one person's export, as *Download your data* does. Private pages are never in it."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from couples.management import people
from couples.privacy import export
from couples.security_log import Kind, counts

NOT_HERE = (
    "Private pages are not in this file: only their owner can open them, and download them while signed in."
)
"""The same for everybody, so that it does not say whether there is anything, or a PIN."""


class Command(BaseCommand):
    help = "Export the data of the person with this address: JSON, or a page where the file ends in .html."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--file", type=Path, help="Where to write it. Default: standard output.")

    def handle(self, *args: Any, **options: Any) -> None:
        person = people.with_address(options["email"])
        if person.erased_at is not None:
            raise CommandError(people.NOBODY)
        found, file = {"only_yours": NOT_HERE} | export.collect(person), options["file"]
        counts.note_by_operator(Kind.PERSON_EXPORTED)
        if file is None:
            self.stdout.write(export.as_json(found).decode())
            return
        file.touch(mode=0o600)
        file.write_bytes(export.as_page(found) if file.suffix == ".html" else export.as_json(found))
        self.stdout.write(
            "Written. It contains private text: give it to this person only, then delete it here."
        )
