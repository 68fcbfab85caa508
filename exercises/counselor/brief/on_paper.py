"""The worksheets of what a counselor has given a couple, done or not: they stand beside what is done, and tell less."""

from __future__ import annotations

from couples.counseling.models import Counseling
from exercises import catalog
from exercises.counselor.assignments import stored
from exercises.translate import in_language

MOST_WORKSHEETS = 12


def worksheets(link: Counseling) -> list[tuple[str, str]]:
    """Return the slug and title of each exercise that she has given and not put away, the newest first."""
    slugs = stored.at_hand(link).values_list("definition__slug", flat=True)
    found = (catalog.named(slug) for slug in dict.fromkeys(slugs))
    return [(one.slug, in_language(one.title)) for one in found if one is not None][:MOST_WORKSHEETS]
