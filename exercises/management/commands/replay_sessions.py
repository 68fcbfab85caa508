"""Every stored stream still replays with this code: names known, contents readable, both partners' views built."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from couples.keys.data_keys import CannotOpen
from couples.pairing.models import Membership
from exercises.core import ledger, ledger_view
from exercises.core import view as views
from exercises.live import access
from exercises.live.access import AccessDenied, Caller
from exercises.live.models import Stream
from exercises.live.store import streams


class Command(BaseCommand):
    help = "Replay every stored session and ledger and draw both partners' view of it."

    def handle(self, *args: Any, **options: Any) -> None:
        streams.memory.clear()
        total = failed = 0
        for stream in Stream.objects.iterator():
            total += 1
            try:
                self._replay(stream)
            except (AccessDenied, CannotOpen, ValueError, TypeError, AttributeError, LookupError) as error:
                failed += 1
                self.stderr.write(f"{stream}: {type(error).__name__}")
        if failed:
            raise CommandError(f"{failed} of {total} streams do not replay.")
        self.stdout.write(f"{total} streams replay.")

    def _replay(self, stream: Stream) -> None:
        for user_id in Membership.objects.filter(couple=stream.couple).values_list("user_id", flat=True):
            granted = access.of_author(stream.pk, Caller(user_id))  # also where the couple has parted
            state = streams.state_at(granted)
            if isinstance(state, ledger.Ledger):
                ledger_view.view(state, granted.partner, timezone.localtime())
            else:
                views.view_of(state, granted.partner, timezone.localtime())
