"""The open private store of somebody, as the pages have it. Knows no test."""

from couples.accounts.models import User
from couples.lock import locks, opening


def opened_store(who, pin=""):
    """Of a person or their id; `pin` is asked only if they have one."""
    person = getattr(who, "pk", who)
    lock = locks.of(person)
    if not lock.kept.has_pin:
        return lock.without_pin
    found, _is_password = opening.by_pin_or_code(User(), lock, pin)
    return found
