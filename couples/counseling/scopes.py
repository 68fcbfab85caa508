"""What each scope of a consent means, in words. A change of meaning needs a new `consent.VERSION`. Decides nothing."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from couples.models import Scope

TEXTS: Final = {
    Scope.PROGRESS: (
        gettext_noop("How far you are"),
        gettext_noop(
            "Of each exercise that you are given: done, or not. No day, not who, and nothing that you wrote."
        ),
    ),
    Scope.ANSWERS: (
        gettext_noop("What you opened to each other"),
        gettext_noop(
            "Words that both of you can read in sessions that you played to the end: also limits, a no, and your talk "
            "about a check-in, and also from before today. "
            "Nothing that one of you keeps closed."
        ),
    ),
    Scope.BALANCE: (
        gettext_noop("The balance as each of you sees it"),
        gettext_noop(
            "The areas that opened in check-ins that you played to the end, with both views, also from before today. "
            "Never an area that stayed closed."
        ),
    ),
    Scope.AGREEMENTS: (
        gettext_noop("Agreements, and requests with a yes"),
        gettext_noop(
            "What both of you accepted, in its words, and since when it stands. Limits are not among them."
        ),
    ),
    Scope.LIVE: (
        gettext_noop("Being in the room"),
        gettext_noop(
            "While a session of yours is open: the steps by name and where you are, never what you write or say. "
            "Both of you see on your screens who is in the room."
        ),
    ),
}


@dataclass(frozen=True)
class Explained:
    """A scope as a page shows it."""

    value: str
    title: str
    meaning: str


def explained() -> list[Explained]:
    return [Explained(scope.value, _(title), _(meaning)) for scope, (title, meaning) in TEXTS.items()]
