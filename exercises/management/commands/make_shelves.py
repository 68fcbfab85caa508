"""Creates an empty private store for each account without one, so that having one reveals nothing. Repeatable."""

from typing import Any

from django.core.management.base import BaseCommand

from couples.accounts.models import User
from exercises.private import store


class Command(BaseCommand):
    help = "Make the shelves of people who were here before there were shelves."

    def handle(self, *args: Any, **options: Any) -> None:
        for person in User.objects.filter(erased_at=None).values_list("pk", flat=True).iterator():
            store.make(person)
