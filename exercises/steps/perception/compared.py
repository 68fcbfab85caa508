"""What each of the two sees of the areas that opened, and what the next steps are handed of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from exercises.core.comparison import EASY, Views, difference, is_alike, is_uneasy
from exercises.core.pair import Pair, Partner
from exercises.core.points import RatedArea
from exercises.core.text import Phrase, Written
from exercises.core.text import say as _
from exercises.steps.perception.feelings import feelings, guess_in_words, of_oneself
from exercises.steps.perception.form import Area, Ladder, Settings, ladder
from exercises.steps.perception.seen import ComparedArea, RatedRow, RevealedArea, ToldArea
from exercises.steps.perception.sentences import (
    HONEST,
    balance,
    side_by_side,
    views_in_words,
)


def area_seen(
    settings: Settings, area: Area, views: Pair[Views], own: Views, viewer: Partner
) -> ComparedArea:
    """Return what `viewer` sees of an opened area; their own row comes first.

    `views`: what each opened. `own`: all that the viewer said, of which what stayed closed is shown to nobody else.
    """
    other, anchors = viewer.other, ladder(settings.anchors)
    mine, theirs = views.of(viewer), views.of(other)
    leans = tuple(balance(views, viewer)) if area.leans else ()
    seen, felt = tuple(views_in_words(views, viewer, anchors)), tuple(feelings(views, viewer))
    guess = guess_in_words(mine.guess, theirs.partner, other, anchors)
    return ComparedArea(
        key=area.key,
        title=Written(area.title),
        sentences=(*leans, *seen, *felt),
        private=(*of_oneself(_kept(own, mine)), *guess),
        rows=rows(views, viewer),
        alike=is_alike(views),
        about=Written(area.own),
        balance=leans,
        views=seen,
        feelings=felt,
        leans=area.leans,
    )


def _kept(own: Views, opened: Views) -> Views:
    """Return how it is for somebody and what they would like, as far as they did not open it."""
    comfort = own.comfort if opened.comfort is None else None
    return Views(own=own.own, comfort=comfort, wish=own.wish if opened.wish is None else None)


def to_talk_about(wanted: Sequence[Partner], viewer: Partner) -> list[Phrase]:
    """Return who marked an area that opened, in the viewer's words; nothing if neither did."""
    if len(wanted) > 1:
        return [_("You would both like to talk about this one.")]
    if viewer in wanted:
        return [_("You would like to talk about this one.")]
    return [_("{partner} would like to talk about this one.", partner=one) for one in wanted]


def rated(area: Area) -> Phrase:
    """Return what was rated. Without it, “little” under the title of an area would be read as doing little there."""
    return _("Each of you rated: “{statement}”", statement=Written(area.own))


def rows(views: Pair[Views], first: Partner) -> tuple[RatedRow, RatedRow]:
    """Return the ratings about each of the two, those about `first` before the others."""
    mine, theirs = views.of(first), views.of(first.other)
    return RatedRow(first, mine.own, theirs.partner), RatedRow(first.other, theirs.own, mine.partner)


def to_end_with(settings: Settings, views: Mapping[str, Pair[Views]]) -> Phrase | None:
    """Return a sentence on something that both see alike, and of which nobody said that it is not all right.

    Made of what opened, so that both read the same. What both said is all right comes first; None if there is nothing.
    """
    titles = {area.key: Written(area.title) for area in settings.areas}
    good = [key for key, both in views.items() if is_alike(both) and not is_uneasy(both) and _stays(both)]
    easy = [key for key in good if all((one.comfort or 0) >= EASY for one in views[key])]
    if easy:
        return _(
            "To end with: you see “{area}” much the same way, and both of you are all right with it.",
            area=titles[easy[0]],
        )
    if good:
        return _("To end with: you see “{area}” much the same way.", area=titles[good[0]])
    return None


def _stays(views: Pair[Views]) -> bool:
    """Return whether nobody opened that they would like it otherwise."""
    return all(difference(one.wish, one.own) in (None, 0) for one in views)


def cards(settings: Settings, views: Mapping[str, Pair[Views]]) -> dict[str, Sequence[Phrase]]:
    """Return what both saw of each area by name, for the talk about one of them."""
    found: dict[str, Any] = {}
    anchors = ladder(settings.anchors)
    for area in settings.areas:
        if area.key in views:
            both = views[area.key]
            leans = balance(both) if area.leans else []
            seen = [one for one in side_by_side(rows(both, Partner.A), anchors) if one != HONEST]
            found[area.key] = (rated(area), *leans, *seen)
    return found


def told_area(area: RevealedArea, anchors: Ladder) -> ToldArea:
    """Return what both saw of an area, for a reader who is neither of the two."""
    about = {row.about: row for row in area.rows}
    a, b = about[Partner.A], about[Partner.B]
    views = Pair(Views(own=a.by_self, partner=b.by_other), Views(own=b.by_self, partner=a.by_other))
    leans = balance(views, they=True) if area.leans else []
    return ToldArea(area.title, (*leans, *side_by_side(area.rows, anchors, they=True)), area.rows, area.about)


def rated_area(area: RevealedArea, anchors: Ladder) -> RatedArea:
    """Return an area that both opened, for a counselor's brief."""
    about = {row.about: row for row in area.rows}
    a, b = about[Partner.A], about[Partner.B]
    own, seen = Pair(a.by_self, b.by_self), Pair(a.by_other, b.by_other)
    says = told_area(area, anchors).sentences
    return RatedArea(area.key, area.title, area.about, says, own, seen, anchors)
