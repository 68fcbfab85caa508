"""The names and e-mail addresses of the demo's invented people. `couples.demo` creates them."""

from typing import Final

from couples.accounts.models import User

NAMES: Final = {"alex": "Alex", "blair": "Blair", "casey": "Casey", "drew": "Drew"}


def email_of(slug: str) -> str:
    return f"{slug}@example.org"


ADDRESSES: Final = frozenset(email_of(slug) for slug in NAMES)


def is_invented(user: User) -> bool:
    """Whether this is one of the demo's people. Only the demo makes them, so ask `settings.DEMO` too."""
    return user.email in ADDRESSES
