"""A compared area in words. The sentences never say who is right, and hold words instead of numbers.

Three things are kept apart: who leans more (`balance`), whether the two see the same (`views_in_words`), and how it is
for each (see `feelings`). What somebody guessed is a fourth, and only for themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from exercises.core.comparison import Views, compare, difference, likeness
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


def balance(views: Pair[Views], viewer: Partner | None = None, *, they: bool = False) -> list[Phrase]:
    """Return who leans more, as each sees it. Empty if one of the two said too little.

    It is neutral: leaning more is neither good nor bad. `viewer`: who reads it; without one the words suit both.
    `they`: for a reader who is neither of the two.
    """
    seen = compare(views).balance
    if seen.a is None or seen.b is None:
        return []
    a, b = _leans_more(seen.a), _leans_more(seen.b)
    if a is b:
        return [_both_see(a, they)]
    if a is Partner.A and b is Partner.B:
        each = _("Each feels like the one who leans more here.")
        return [each if they else _("You each see yourself as the one who leans more here.")]
    if a is Partner.B and b is Partner.A:
        each = _("Each sees the other as the one who leans more here.")
        return [each if they else _("You each see the other as the one who leans more here.")]
    one, more = (Partner.A, a) if a else (Partner.B, b)
    assert more is not None
    return [_only_one_sees(one, more, viewer)]


def _only_one_sees(one: Partner, more: Partner, viewer: Partner | None) -> Phrase:
    """Return that `one` sees `more` leaning more, while the other sees it as about even."""
    other = one.other
    if viewer is None:
        return _("For {one} it is {more} who leans more here; for {other} it is about even.",
                 one=one, more=more, other=other)  # fmt: skip
    if viewer is one:
        if more is viewer:
            return _("You see yourself leaning more here, and {other} sees it as about even.", other=other)
        return _("You see {other} leaning more here, and {other} sees it as about even.", other=other)
    if more is viewer:
        return _("{one} sees you leaning more here, and you see it as about even.", one=one)
    return _("{one} feels like the one who leans more here, and you see it as about even.", one=one)


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
            _("{partner}’s own answer is “{own}”, you put “{seen}” for {partner}.",
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
        "{about}’s own answer is “{own}”, {other} put “{seen}” for {about}.",
        about=row.about,
        own=own,
        other=row.about.other,
        seen=seen,
    )


def _differ(gap: int | None) -> bool:
    return likeness(gap) in ("a_little", "different")
