"""Create the invented people of the demo. People who exist already stay unchanged."""

from typing import Any

from django.core.management.base import BaseCommand

from couples import demo


class Command(BaseCommand):
    help = "Make Alex and Blair (a couple), Casey (a counselor) and Drew (a stranger), all invented."

    def handle(self, *args: Any, **options: Any) -> None:
        cast = demo.make_people()
        names = ", ".join(f"{user.name} <{user.email}>" for user in cast.values())
        self.stdout.write(f"Invented people: {names}")
