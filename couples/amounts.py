"""Numbers and lengths of time in words, for sentences whose amounts come from constants."""

from datetime import timedelta
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

MINUTE: Final = 60
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR
WEEK: Final = 7 * DAY
NUMBERS: Final = {
    **{0: gettext_noop("no"), 1: gettext_noop("one"), 2: gettext_noop("two"), 3: gettext_noop("three")},
    **{4: gettext_noop("four"), 5: gettext_noop("five"), 6: gettext_noop("six"), 7: gettext_noop("seven")},
    **{
        8: gettext_noop("eight"),
        9: gettext_noop("nine"),
        10: gettext_noop("ten"),
        12: gettext_noop("twelve"),
    },
    **{20: gettext_noop("twenty"), 30: gettext_noop("thirty")},
}
LENGTHS: Final = {
    timedelta(minutes=15): gettext_noop("a quarter of an hour"),
    timedelta(minutes=30): gettext_noop("half an hour"),
    timedelta(hours=1): gettext_noop("an hour"),
    timedelta(days=183): gettext_noop("half a year"),
    timedelta(days=365): gettext_noop("a year"),
}
"""Lengths that have a name of their own."""


def number_text(number: int) -> str:
    """Return the number as a word where that is usual, otherwise in digits."""
    return _(NUMBERS[number]) if number in NUMBERS else str(number)


def months_text(months: int) -> str:
    """Return a number of months in words."""
    return ngettext("%(count)s month", "%(count)s months", months) % {"count": number_text(months)}


def length_text(length: timedelta) -> str:
    """Return a length of time in its largest whole unit, such as "three days", ignoring parts of a second."""
    if length in LENGTHS:
        return _(LENGTHS[length])
    seconds = int(length.total_seconds())
    if seconds % WEEK == 0:
        count = seconds // WEEK
        words = ngettext("%(count)s week", "%(count)s weeks", count)
    elif seconds % DAY == 0:
        count = seconds // DAY
        words = ngettext("%(count)s day", "%(count)s days", count)
    elif seconds % HOUR == 0:
        count = seconds // HOUR
        words = ngettext("%(count)s hour", "%(count)s hours", count)
    elif seconds % MINUTE == 0:
        count = seconds // MINUTE
        words = ngettext("%(count)s minute", "%(count)s minutes", count)
    else:
        count = seconds
        words = ngettext("%(count)s second", "%(count)s seconds", count)
    return words % {"count": number_text(count)}
