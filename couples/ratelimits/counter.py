"""An exact count of recent attempts in the shared cache. No address is kept.

A limit is a row of slots: each attempt takes one, and a slot is free again when its time is over. `cache.add` lets a
slot be taken only once, so that simultaneous attempts are all counted.
"""

import random
from dataclasses import dataclass
from datetime import timedelta

from django.core.cache import cache

from couples.keys import data_keys
from couples.security_log import Kind, note


@dataclass(frozen=True)
class Limit:
    """At most `most` times `within` this time, for each `who`. `name` is part of the key of the count.

    `noted`: what the security log says when it refuses.
    """

    name: str
    most: int
    within: timedelta
    noted: Kind = Kind.LIMIT_FOR_ACTS

    def take(self, who: str = "") -> str | None:
        """Count one attempt. Returns its slot, or None when there were too many already."""
        slots = self._slots(who)
        taken = cache.get_many(slots)
        for slot in random.sample(slots, len(slots)):  # nosec B311 # which slot is taken first is no secret
            if slot not in taken and cache.add(slot, 1, self.within.total_seconds()):
                return slot
        note(self.noted)
        return None

    def _slots(self, who: str) -> list[str]:
        hidden = data_keys.mac("throttle", f"{self.name} {who}".encode()).hex()[:32]
        return [f"throttle:{hidden}:{number}" for number in range(self.most)]


def give_back(*slots: str | None) -> None:
    """Release these slots: the attempts do not count."""
    cache.delete_many([slot for slot in slots if slot])
