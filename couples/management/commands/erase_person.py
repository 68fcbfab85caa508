"""Erase a person by their e-mail address, as their own page does, or finish interrupted erasures."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from couples.amounts import length_text
from couples.keys import backups
from couples.management import asking, people
from couples.privacy import erasure
from couples.security_log import Kind, counts


class Command(BaseCommand):
    help = "Erase the person with this address at once and for good, without notifying anyone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", nargs="?")
        parser.add_argument("--yes", action="store_true", help="Do not ask again.")
        parser.add_argument(
            "--unfinished", action="store_true", help="Finish every erasure that was interrupted."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["unfinished"]:
            self.stdout.write(f"{erasure.finish_interrupted()} erasures finished.")
            return
        if not options["yes"]:
            asking.require_terminal()
        person = people.with_address(options["email"] or "")
        if not options["yes"] and not asking.is_yes("This can’t be undone. Erase this person?"):
            raise CommandError("Nothing was erased.")
        erasure.erase(person)
        counts.note_by_operator(Kind.PERSON_ERASED)
        self.stdout.write(
            f"Erased. Backups may hold the address for {length_text(backups.BACKUP_RETENTION)} at most."
        )
