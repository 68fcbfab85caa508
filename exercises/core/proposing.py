"""What keeps a proposal from being repeated: words that got a no rest for some days, and few are open at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NoReturn

from exercises.core.text import Gone, Phrase, Refused
from exercises.core.text import say as _

from .events import Brought
from .ledger_rules import MAX_OPEN
from .pair import Partner
from .wording import same_words

Resting = Iterable[tuple[str | Gone, date]]
"""Words that got a no, each with the day from which they can be proposed again."""


def brought_words(brought: Brought | None) -> list[tuple[str, date]]:
    """Return the resting words that somebody brought to a session."""
    declined = [] if brought is None or isinstance(brought.declined, Gone) else brought.declined
    return [(words, date.fromisoformat(day)) for words, day in declined or ()]


def refuse_resting(field: str, by: Partner, words: str, resting: Resting, today: date) -> None:
    """Raise Refused if `words` are the same as some that the other declined a short while ago."""
    for before, until in resting:
        if not isinstance(before, Gone) and today < until and same_words(before, words):
            why = _(
                "{name} said no to these words. You can put them on the table again from {day}, "
                "and other words whenever you like.",
                name=by.other,
                day=until,
            )
            refuse_at(field, why)


def refuse_one_too_many(field: str, brought: Brought | None) -> None:
    """Raise Refused if as many proposals of this person are put off as can be open at once."""
    if brought is not None and brought.open >= MAX_OPEN:
        why = _(
            "{number} of your proposals are put off to a later day. Let one of them go under Agreements, or look at "
            "it again from there, before you propose something new. A limit can always be shared.",
            number=brought.open,
        )
        refuse_at(field, why)


def refuse_at(field: str, why: Phrase) -> NoReturn:
    """Refuse a form because of what is in this field."""
    says = _("This cannot be sent as it is. Nothing is lost.")
    raise Refused("invalid", says, {field: why})
