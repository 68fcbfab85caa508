"""What a couple can allow a counselor: one record for each scope, in one list. Decides nothing.

A new scope is a record here. If she reads it on a page of its own, it also has a record in the list of readings
(`exercises/counselor/reports.py`), which this package must not know.
"""

from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext_noop


@dataclass(frozen=True)
class Scope:
    """One thing that each of the two allows, and withdraws, by itself. Two records are the same if their value is.

    `value`: as it is stored, for ever, in consents and in the access log. `title`, `meaning`: what the two read before
    they decide. `version`: of that text; raise it when the meaning changes, and consents to the older text of this
    scope hold no longer. `logged_as`: how the access log calls a reading of it. The texts are message ids.
    """

    value: str
    title: str = field(compare=False)
    meaning: str = field(compare=False)
    version: int = field(compare=False)
    logged_as: str = field(compare=False)

    def __str__(self) -> str:
        return self.value


PROGRESS: Final = Scope(
    "progress",
    title=gettext_noop("How far you are"),
    meaning=gettext_noop(
        "Of each exercise that you are given: done, or not. No day, not who, and nothing that you wrote."
    ),
    version=1,
    logged_as=gettext_noop("how far you are"),
)
ANSWERS: Final = Scope(
    "answers",
    title=gettext_noop("What you opened to each other"),
    meaning=gettext_noop(
        "Words that both of you can read in sessions that you played to the end: also limits, a no, and your talk "
        "about a check-in, and also from before today. "
        "Nothing that one of you keeps closed."
    ),
    version=1,
    logged_as=gettext_noop("answers that you opened to each other"),
)
BALANCE: Final = Scope(
    "balance",
    title=gettext_noop("The balance as each of you sees it"),
    meaning=gettext_noop(
        "The areas that opened in check-ins that you played to the end, with both views, also from before today. "
        "Never an area that stayed closed."
    ),
    version=1,
    logged_as=gettext_noop("the balance as each of you sees it"),
)
AGREEMENTS: Final = Scope(
    "agreements",
    title=gettext_noop("Agreements, and requests with a yes"),
    meaning=gettext_noop(
        "What both of you accepted, in its words, and since when it stands. Limits are not among them."
    ),
    version=1,
    logged_as=gettext_noop("your agreements, and requests with a yes"),
)
LIVE: Final = Scope(
    "live",
    title=gettext_noop("Being in the room"),
    meaning=gettext_noop(
        "While a session of yours is open: the steps by name and where you are, never what you write or say. "
        "Both of you see on your screens who is in the room."
    ),
    version=1,
    logged_as=gettext_noop("which step you were at, from the room"),
)

SCOPES: Final = [PROGRESS, ANSWERS, BALANCE, AGREEMENTS, LIVE]
"""All of them, in the order in which a couple reads them."""


def find(value: str) -> Scope | None:
    """The scope with this value; None where there is none, or none any more."""
    return next((scope for scope in SCOPES if scope.value == value), None)
