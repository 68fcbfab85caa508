"""Print how often each security event was noted in the last hour, day and week."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from couples.security_log import MEANING, Kind, counts

SPANS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(days=7)}


class Command(BaseCommand):
    help = (
        "Print how often each security event was noted in the last hour, day and week, and how often in the busiest "
        "hour of the week. The numbers say nothing about whom; servers add to them about once a minute."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        found = {name: counts.since(now - span) for name, span in SPANS.items()}
        self.stdout.write(f"{'':28}{''.join(f'{name:>8}' for name in SPANS)}{'busiest':>10}")
        for kind in Kind:
            numbers = "".join(f"{totals[kind].number:>8}" for totals in found.values())
            self.stdout.write(f"{kind:28}{numbers}{found['week'][kind].most_in_an_hour:>10}  {MEANING[kind]}")
