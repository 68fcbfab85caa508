"""A compared area in words. The sentences never say who is right."""

from __future__ import annotations

from collections.abc import Sequence

from exercises.core.comparison import EASY, UNEASY, Views, compare, difference, likeness
from exercises.core.pair import Pair, Partner
from exercises.core.text import Phrase
from exercises.core.text import say as _
from exercises.steps.perception.seen import ComparedArea, RatedRow


def area_seen(key: str, title: Phrase, views: Pair[Views], viewer: Partner) -> ComparedArea:
    """Return what `viewer` sees of an opened area: sentences, and one row about each, the viewer's own row first."""
    mine, theirs = views.of(viewer), views.of(viewer.other)
    return ComparedArea(
        key=key,
        title=title,
        sentences=(*sentences(views, viewer), *_feelings(views, viewer)),
        private=tuple(_guess(views, viewer)),
        rows=(
            RatedRow(viewer, mine.own, theirs.partner),
            RatedRow(viewer.other, theirs.own, mine.partner),
        ),
        alike=all(likeness(gap) in ("alike", "unknown") for gap in compare(views).gap),
    )


def sentences(views: Pair[Views], viewer: Partner) -> list[Phrase]:
    """Return the two views in words. Different ratings are two views of one relationship, never one person's error."""
    other = viewer.other
    gaps = compare(views).gap
    if gaps.a is None and gaps.b is None:
        return [_("There is nothing to compare here: a rating was skipped or removed.")]
    if all(likeness(gap) in ("alike", "unknown") for gap in gaps):
        return [_("You see this much the same way.")]
    mine, theirs = views.of(viewer), views.of(other)
    said: list[Phrase] = []
    if likeness(gaps.of(viewer)) not in ("alike", "unknown"):
        own, seen = mine.own or 0, theirs.partner or 0
        said.append(
            _("You put {own} for yourself, {partner} put {seen} for you.", own=own, partner=other, seen=seen)
        )
    if likeness(gaps.of(other)) not in ("alike", "unknown"):
        own, seen = theirs.own or 0, mine.partner or 0
        said.append(
            _(
                "{partner} put {own} for themself, you put {seen} for {partner}.",
                own=own,
                partner=other,
                seen=seen,
            )
        )
    said.append(_("Two honest views from two places."))
    return said


def side_by_side(rows: Sequence[RatedRow]) -> list[Phrase]:
    """Return the two views in words for a counselor, from rows that both partners saw."""
    gaps = [difference(row.by_self, row.by_other) for row in rows]
    if all(gap is None for gap in gaps):
        return [_("There is nothing to compare here: a rating was skipped or removed.")]
    apart = [row for row, gap in zip(rows, gaps, strict=True) if likeness(gap) not in ("alike", "unknown")]
    if not apart:
        return [_("They see this much the same way.")]
    return [*map(_apart, apart), _("Two honest views from two places.")]


def _apart(row: RatedRow) -> Phrase:
    about, own, seen = row.about, row.by_self or 0, row.by_other or 0
    return _(
        "{about} put {own} for themself, {other} put {seen} for {about}.",
        about=about,
        own=own,
        other=about.other,
        seen=seen,
    )


def _feelings(views: Pair[Views], viewer: Partner) -> list[Phrase]:
    """Return sentences on comfort and wishes that their author marked to be shown."""
    other = viewer.other
    mine, theirs = views.of(viewer), views.of(other)
    said: list[Phrase] = []
    if mine.comfort is not None and theirs.comfort is not None and min(mine.comfort, theirs.comfort) >= EASY:
        said.append(_("Both of you are all right with it."))
    elif theirs.comfort is not None:
        said.append(_comfort(theirs.comfort, other))
    wish = difference(theirs.wish, theirs.own)
    if wish is not None:
        said.append(_wish(wish, other))
    return said


def _guess(views: Pair[Views], viewer: Partner) -> list[Phrase]:
    """Return a sentence on the viewer's own guess, which only they see."""
    guess, answer = views.of(viewer).guess, views.of(viewer.other).partner
    if guess is None or answer is None:
        return []
    return [_("You guessed that {partner} would put {guess} for you.", partner=viewer.other, guess=guess)]


def _comfort(comfort: int, other: Partner) -> Phrase:
    if comfort >= EASY:
        return _("{partner} is all right with it.", partner=other)
    if comfort <= UNEASY:
        return _("{partner} is not comfortable with how this is now.", partner=other)
    return _("{partner} has mixed feelings about it.", partner=other)


def _wish(wish: int, other: Partner) -> Phrase:
    if wish > 0:
        return _("{partner} would like more of this.", partner=other)
    if wish < 0:
        return _("{partner} would like less of this.", partner=other)
    return _("{partner} would like this to stay as it is.", partner=other)
