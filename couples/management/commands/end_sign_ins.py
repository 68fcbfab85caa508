"""End every sign-in, of everybody or of one person: after a dump or a key leaked, or a device was taken."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from couples.accounts import sign_ins
from couples.management import people
from couples.security_log import Kind, counts


class Command(BaseCommand):
    help = "End every sign-in of the person with this address, or of everybody if there is none. Nobody is notified."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", nargs="?")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["email"] is None:
            number = sign_ins.end_of_everybody()
            self.stdout.write(f"Ended {number} sign-ins, of everybody.")
        else:
            sign_ins.end_all(people.with_address(options["email"]))
            self.stdout.write("Ended every sign-in of this person.")
        counts.note_by_operator(Kind.SIGN_INS_ENDED)
