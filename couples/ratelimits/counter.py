"""An exact count of how often something was done lately. It lives in the shared cache and keeps no address.

A limit is a row of slots: whoever acts takes one, and it is free again when its time is over. `cache.add` lets one
slot be taken once only, so that many tries at the same moment count as many.
"""

import random
from dataclasses import dataclass
from datetime import timedelta

from django.core.cache import cache

from couples.keys import data_keys


@dataclass(frozen=True)
class Limit:
    """At most `most` times `within` this time, for each `who`. `name` is part of the key of the count."""

    name: str
    most: int
    within: timedelta

    def take(self, who: str = "") -> str | None:
        """Count one try: its slot, or None when there were too many already."""
        slots = self._slots(who)
        taken = cache.get_many(slots)
        for slot in random.sample(slots, len(slots)):
            if slot not in taken and cache.add(slot, 1, self.within.total_seconds()):
                return slot
        return None

    def _slots(self, who: str) -> list[str]:
        hidden = data_keys.mac("throttle", f"{self.name} {who}".encode()).hex()[:32]
        return [f"throttle:{hidden}:{number}" for number in range(self.most)]


def give_back(*slots: str | None) -> None:
    """These tries do not count."""
    cache.delete_many([slot for slot in slots if slot])
