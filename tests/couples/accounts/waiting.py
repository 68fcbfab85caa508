"""Lets time go by for what waits in an account, as if it had been put off that much earlier. Knows no test."""

from datetime import timedelta

from couples.accounts import delays_sealed, due
from couples.accounts.models import DelayedChange


def time_goes(hours: float) -> None:
    for change in DelayedChange.objects.all():
        content = delays_sealed.opened(change)
        change.counts_from -= timedelta(hours=hours)
        change.sealed = delays_sealed.sealed(change, content)
        change.save()
    due.count_due()
