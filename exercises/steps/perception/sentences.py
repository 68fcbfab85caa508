"""A compared area in words. The sentences never say who is right, and hold words instead of numbers.

Three things are kept apart: who leans more (`balance`), whether the two see the same (`views`), and how it is for each
(`feelings`). What somebody guessed is a fourth, and only for themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from exercises.core.comparison import EASY, UNEASY, Views, compare, difference, likeness
from exercises.core.pair import Pair, Partner
from exercises.core.text import Phrase
from exercises.core.text import say as _
from exercises.steps.perception.form import Ladder
from exercises.steps.perception.seen import RatedRow

EVEN: Final = 1
"""A difference of one step between what somebody says of themself and of the other is about even."""
NOTHING: Final = _("There is nothing to compare here: a rating was skipped or removed.")
ALIKE: Final = _("You see this much the same way.")
HONEST: Final = _("Two honest views from two places.")


def balance(views: Pair[Views], *, they: bool = False) -> list[Phrase]:
    """Return who leans more, as each sees it; the same words for both. Empty if one of the two said too little.

    It is neutral: leaning more is neither good nor bad. `they`: for a reader who is neither of the two.
    """
    seen = compare(views).balance
    if seen.a is None or seen.b is None:
        return []
    a, b = _leans_more(seen.a), _leans_more(seen.b)
    if a is b:
        return [_both_see(a, they)]
    if a is Partner.A and b is Partner.B:
        each = _("Each sees themself as the one who leans more here.")
        return [each if they else _("You each see yourself as the one who leans more here.")]
    if a is Partner.B and b is Partner.A:
        each = _("Each sees the other as the one who leans more here.")
        return [each if they else _("You each see the other as the one who leans more here.")]
    one, more = (Partner.A, a) if a else (Partner.B, b)
    assert more is not None
    says = _("{one} sees {more} leaning more here, and {other} sees it as about even.",
             one=one, more=more, other=one.other)  # fmt: skip
    return [says]


def _both_see(more: Partner | None, they: bool) -> Phrase:
    if more is None:
        even = _("Both see it as about even.")
        return even if they else _("You both see it as about even.")
    names = {"more": more, "less": more.other}
    if they:
        return _("Both see {more} leaning more on {less} here.", **names)
    return _("You both see {more} leaning more on {less} here.", **names)


def _leans_more(balance: int) -> Partner | None:
    """Return who leans more in a balance of A minus B; None if it is about even."""
    if abs(balance) <= EVEN:
        return None
    return Partner.A if balance > 0 else Partner.B


def views_in_words(views: Pair[Views], viewer: Partner, anchors: Ladder) -> list[Phrase]:
    """Return the two views. Different ratings are two views of one relationship, never one person's error."""
    other = viewer.other
    mine, theirs = views.of(viewer), views.of(other)
    gaps = compare(views).gap
    if gaps.a is None and gaps.b is None:
        return [NOTHING]
    said: list[Phrase] = []
    if _differ(gaps.of(viewer)):
        own, seen = anchors[mine.own or 0], anchors[theirs.partner or 0]
        said.append(
            _("You put “{own}” for yourself, {partner} put “{seen}” for you.",
              own=own, partner=other, seen=seen)
        )  # fmt: skip
    if _differ(gaps.of(other)):
        own, seen = anchors[theirs.own or 0], anchors[mine.partner or 0]
        said.append(
            _("{partner} put “{own}” for themself, you put “{seen}” for {partner}.",
              own=own, partner=other, seen=seen)
        )  # fmt: skip
    return [*said, HONEST] if said else [ALIKE]


def side_by_side(rows: Sequence[RatedRow], anchors: Ladder, *, they: bool = False) -> list[Phrase]:
    """Return the two views by name, from rows that both partners saw. `they`: as in `balance`."""
    gaps = [difference(row.by_self, row.by_other) for row in rows]
    if all(gap is None for gap in gaps):
        return [NOTHING]
    apart = [row for row, gap in zip(rows, gaps, strict=True) if _differ(gap)]
    if not apart:
        alike = _("They see this much the same way.")
        return [alike if they else ALIKE]
    return [*(_apart(row, anchors) for row in apart), HONEST]


def _apart(row: RatedRow, anchors: Ladder) -> Phrase:
    own, seen = anchors[row.by_self or 0], anchors[row.by_other or 0]
    return _(
        "{about} put “{own}” for themself, {other} put “{seen}” for {about}.",
        about=row.about,
        own=own,
        other=row.about.other,
        seen=seen,
    )


def _differ(gap: int | None) -> bool:
    return likeness(gap) in ("a_little", "different")


def feelings(views: Pair[Views], viewer: Partner) -> list[Phrase]:
    """Return how it is for each, and what each would like, as far as its author opened it."""
    mine, theirs = views.of(viewer), views.of(viewer.other)
    said: list[Phrase] = []
    if mine.comfort is not None and theirs.comfort is not None and min(mine.comfort, theirs.comfort) >= EASY:
        said = [_("Both of you are all right with it.")]
        mine, theirs = replace(mine, comfort=None), replace(theirs, comfort=None)
    return [*said, *of_oneself(mine), *_of_other(theirs, viewer.other)]


def of_oneself(mine: Views) -> list[Phrase]:
    """Return how it is for the viewer, and what they would like."""
    said: list[Phrase] = []
    if mine.comfort is not None:
        said.append(_own_comfort(mine.comfort))
    wish = difference(mine.wish, mine.own)
    if wish is not None:
        said.append(_own_wish(wish))
    return said


def _own_comfort(comfort: int) -> Phrase:
    if comfort >= EASY:
        return _("You are all right with it.")
    if comfort <= UNEASY:
        return _("You are not comfortable with how this is now.")
    return _("You have mixed feelings about it.")


def _own_wish(wish: int) -> Phrase:
    if wish > 0:
        return _("You would like more of this for yourself.")
    if wish < 0:
        return _("You would like less of this for yourself.")
    return _("You would like this to stay as it is for yourself.")


def _of_other(theirs: Views, other: Partner) -> list[Phrase]:
    said: list[Phrase] = []
    if theirs.comfort is not None:
        said.append(_comfort(theirs.comfort, other))
    wish = difference(theirs.wish, theirs.own)
    if wish is not None:
        said.append(_wish(wish, other))
    return said


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


def guess_in_words(guess: int | None, answer: int | None, other: Partner, anchors: Ladder) -> list[Phrase]:
    """Return how near the viewer's guess of the other's rating came. Only a guess has a right answer."""
    if guess is None or answer is None:
        return []
    away = abs(guess - answer)
    put, came = anchors[guess], anchors[answer]
    if away == 0:
        return [_("You guessed that {partner} would put “{guess}” for you, and so it was.",
                  partner=other, guess=put)]  # fmt: skip
    if away == 1:
        return [_("You guessed “{guess}”, and {partner} put “{answer}” for you: nearly the same.",
                  partner=other, guess=put, answer=came)]  # fmt: skip
    return [_("You guessed “{guess}”, and {partner} put “{answer}” for you. Most guesses differ like this.",
              partner=other, guess=put, answer=came)]  # fmt: skip
