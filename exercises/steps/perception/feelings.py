"""How an area is for each of the two, what each would like, and how near a guess came, in words instead of numbers."""

from __future__ import annotations

from dataclasses import replace

from exercises.core.comparison import EASY, UNEASY, Views, difference
from exercises.core.pair import Pair, Partner
from exercises.core.text import Phrase
from exercises.core.text import say as _
from exercises.steps.perception.form import Ladder


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
