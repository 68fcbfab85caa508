"""Remove a counselor: role, links, consents and sign-ins end at once. The account stays."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from couples.counseling import removal
from couples.management import people
from couples.security_log import counts


class Command(BaseCommand):
    help = (
        "End the role of the counselor with this address, all links and consents, and all sign-ins, at once."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        counselor = people.with_address(options["email"])
        if not counselor.is_counselor:
            raise CommandError("There is no counselor with this address.")
        ended = removal.remove(counselor)
        counts.store()
        self.stdout.write(
            f"Removed. Links with couples that ended: {ended}. All sign-ins of this person ended."
        )
