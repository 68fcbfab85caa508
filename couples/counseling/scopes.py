"""The scopes that a couple can allow a counselor: one record each, in one list.

To add a scope, add a record here. A scope that the counselor reads on a page of its own also needs a record in
`exercises/counselor/reports.py`, which this package must not import.
"""

from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext_noop


@dataclass(frozen=True)
class Scope:
    """One thing that each partner allows and withdraws separately. Two records are equal if their values are.

    `value`: stored for ever in consents and in the access log. `title`, `meaning`: what partners read before they
    decide. `version`: of that text; raise it when the meaning changes. A consent to an older text allows reading if its
    version is at least `reads_from` (0: none does), and printing or saving what is read if it is at least
    `leaves_from` (0: none does).
    `logged_as`: what the access log calls it. The texts are message ids.
    """

    value: str
    title: str = field(compare=False)
    meaning: str = field(compare=False)
    version: int = field(compare=False)
    logged_as: str = field(compare=False)
    reads_from: int = field(compare=False, default=0)
    leaves_from: int = field(compare=False, default=0)

    def __str__(self) -> str:
        return self.value

    def least(self, leaving: bool) -> int:
        """Return the oldest version of the text whose consents allow reading, or (`leaving`) printing and saving."""
        return (self.leaves_from or self.version + 1) if leaving else self.reads_from or self.version

    def is_in(self, consented: int | None, leaving: bool = False) -> bool:
        """Return whether a consent to this version of the text allows it; None: there is no consent."""
        return consented is not None and self.least(leaving) <= consented <= self.version


PROGRESS: Final = Scope(
    "progress",
    title=gettext_noop("Your progress"),
    meaning=gettext_noop(
        "For each exercise you are given: done or not. Not when, not by whom, and nothing that you wrote. "
        "Your counselor may print or save it; paper and files stay when you withdraw."
    ),
    version=2,
    logged_as=gettext_noop("your progress"),
    reads_from=1,
    leaves_from=2,
)
ANSWERS: Final = Scope(
    "answers",
    title=gettext_noop("What you opened to each other"),
    meaning=gettext_noop(
        "Words that both of you can read in sessions you completed. This includes limits, a no, your conversation "
        "about a check-in, and sessions from before today. Nothing that one of you keeps closed. "
        "Your counselor may print or save it; paper and files stay when you withdraw."
    ),
    version=2,
    logged_as=gettext_noop("what you opened to each other"),
    reads_from=1,
    leaves_from=2,
)
BALANCE: Final = Scope(
    "balance",
    title=gettext_noop("The balance as each of you sees it"),
    meaning=gettext_noop(
        "The areas that opened in check-ins you completed, with both of your views, also from before today. "
        "Never an area that stayed closed. "
        "Your counselor may print or save it; paper and files stay when you withdraw."
    ),
    version=2,
    logged_as=gettext_noop("the balance as each of you sees it"),
    reads_from=1,
    leaves_from=2,
)
AGREEMENTS: Final = Scope(
    "agreements",
    title=gettext_noop("Agreements and accepted requests"),
    meaning=gettext_noop(
        "What both of you accepted, word for word, and since when it has been in force. Limits are not included. "
        "Your counselor may print or save it; paper and files stay when you withdraw."
    ),
    version=2,
    logged_as=gettext_noop("your agreements and accepted requests"),
    reads_from=1,
    leaves_from=2,
)
LIVE: Final = Scope(
    "live",
    title=gettext_noop("Being there in a session"),
    meaning=gettext_noop(
        "While one of your sessions is open: the names of the steps and which one you are at, never what you write or "
        "say. Your counselor can say a few words to both of you, ask you to wait, pause, give more time or suggest a "
        "step. You can go on all the same. Both of you can see on your screens who is there and what they do."
    ),
    version=2,
    logged_as=gettext_noop("which step of a session you were at"),
)
OPENED_LIVE: Final = Scope(
    "opened_live",
    title=gettext_noop("Reading along in a session"),
    meaning=gettext_noop(
        "Only together with “Being there in a session”, while your counselor is there: what you open to each other, as "
        "it opens, words and areas of a check-in. Never what one of you keeps closed."
    ),
    version=1,
    logged_as=gettext_noop("what you opened in a session, as it opened"),
)

SCOPES: Final = [PROGRESS, ANSWERS, BALANCE, AGREEMENTS, LIVE, OPENED_LIVE]
"""All scopes, in the order in which they are shown to a couple."""


def find(value: str) -> Scope | None:
    """Return the scope with this value, or None if there is none (any more)."""
    return next((scope for scope in SCOPES if scope.value == value), None)
