"""Invite somebody to be a counselor: print a link, and mail it if asked. It creates no account."""

from typing import Any

from django.core.mail import get_connection, send_mail
from django.core.management.base import BaseCommand, CommandParser
from django.urls import reverse

from couples.amounts import length_text
from couples.counseling import counselors
from couples.management import people, site
from couples.security_log import Kind, counts


class Command(BaseCommand):
    help = (
        "Invite somebody to be a counselor: prints a link for one address that works once, within "
        f"{length_text(counselors.COUNSELOR_INVITATION_LIFETIME)}."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--mail", action="store_true", help="also send the link to the address")
        parser.add_argument(
            "--site",
            help="the address of Counterpoint, such as https://counterpoint.example; "
            "without it, https:// and the first name in ALLOWED_HOSTS",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        email = people.sendable(options["email"])
        address = site.address(options["site"])
        token = counselors.invite(email)
        link = address + reverse("counselor_invitation", args=[token])
        counts.note_by_operator(Kind.COUNSELOR_INVITED)
        self.stdout.write(link)
        if options["mail"]:
            text = f"You are invited to work with Counterpoint:\n\n{link}\n"
            queue = get_connection(about=(counselors.ABOUT, token))
            send_mail("Counterpoint", text, None, [email], connection=queue)
