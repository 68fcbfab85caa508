"""The balance in words: what each sentence says, that both read the same, and what is never said."""

from __future__ import annotations

import re
from itertools import product
from random import Random
from typing import Any, Final

import pytest

from exercises.core.comparison import Views, compare
from exercises.core.pair import Observer, Pair, Partner
from exercises.steps.perception.compared import area_seen, cards, to_end_with, told_area
from exercises.steps.perception.feelings import guess_in_words
from exercises.steps.perception.form import Area, Settings, ladder
from exercises.steps.perception.seen import RevealedArea
from exercises.steps.perception.sentences import balance
from exercises.translate import Reader
from tests.long_run import IS_LONG

NAMES: Final = Pair("Mara", "Tom")
ANCHORS: Final = ("none", "little", "some", "half", "much", "very much", "all")
LEANING, QUIET = Area("leaning", "Comfort", "I lean", "You lean", "Being comforted", leans=True), Area(
    "quiet", "Money", "I lean", "You lean"
)  # fmt: skip
MANY: Final = 10_000 if IS_LONG else 1_500
SETTINGS: Final = Settings("", (LEANING, QUIET), ANCHORS, ANCHORS)
GRADES: Final = re.compile(
    r"\d|right\b(?! with)|wrong|score|percent|%|compatib|should|fault|dependent|too much|too little", re.I
)


def text(phrases: Any, viewer: Partner = Partner.A) -> str:
    return " ".join(Reader(viewer, NAMES).text(one) for one in phrases)


def area(views: Pair[Views], viewer: Partner, of: Area = LEANING, own: Views | None = None) -> Any:
    return area_seen(SETTINGS, of, views, own or views.of(viewer), viewer)


def leaning(a: tuple[int, int], b: tuple[int, int]) -> str:
    """What is said of who leans more, where each rates themself and the other."""
    return text(balance(Pair(Views(*a), Views(*b))))


@pytest.mark.parametrize(
    ("a", "b", "said"),
    [
        ((5, 2), (2, 5), "You both see Mara leaning more on Tom here."),
        ((1, 4), (4, 1), "You both see Tom leaning more on Mara here."),
        ((3, 3), (4, 3), "You both see it as about even."),
        ((5, 2), (5, 2), "You each see yourself as the one who leans more here."),
        ((2, 5), (2, 5), "You each see the other as the one who leans more here."),
        ((5, 2), (3, 3), "For Mara it is Mara who leans more here; for Tom it is about even."),
        ((3, 3), (5, 2), "For Tom it is Tom who leans more here; for Mara it is about even."),
        ((3, 3), (2, 5), "For Tom it is Mara who leans more here; for Mara it is about even."),
    ],
)
def test_who_leans_more_is_said_as_each_sees_it(a, b, said):
    assert leaning(a, b) == said


def test_nobody_reads_their_own_name_where_only_one_of_them_sees_it_tilted():
    said = {
        (number, who): Reader(who, NAMES).text(one)
        for number, views in enumerate((((5, 2), (3, 3)), ((2, 5), (3, 3))))
        for who in Partner
        for one in balance(Pair(Views(*views[0]), Views(*views[1])), who)
    }
    assert said == {
        (0, Partner.A): "You see yourself leaning more here, and Tom sees it as about even.",
        (0, Partner.B): "Mara feels like the one who leans more here, and you see it as about even.",
        (1, Partner.A): "You see Tom leaning more here, and Tom sees it as about even.",
        (1, Partner.B): "Mara sees you leaning more here, and you see it as about even.",
    }


def test_a_counselor_reads_the_same_of_them_and_not_of_herself():
    for a, b, c, d in product((0, 2, 5, 6), repeat=4):
        views = Pair(Views(a, b), Views(c, d))
        shown = [area(views, who) for who in Partner]
        told = told_area(
            RevealedArea("leaning", shown[0].title, shown[0].about, shown[0].leans, shown[0].rows),
            ladder(ANCHORS),
        )
        said = Reader(Observer(), NAMES)
        read = " ".join(said.text(one) for one in told.sentences)
        assert not re.search(r"\byou", read, re.I), read
        assert ("about even" in read) == ("about even" in text(shown[0].balance))


@pytest.mark.parametrize("missing", range(4))
def test_without_a_rating_nothing_is_said_of_who_leans_more(missing):
    four = [5, 2, 2, 5]
    a, b, c, d = (None if index == missing else one for index, one in enumerate(four))
    assert balance(Pair(Views(a, b), Views(c, d))) == []


def test_of_every_four_ratings_both_are_told_the_same_and_a_tilt_only_from_two_steps_on():
    for a, b, c, d in product(range(7), repeat=4):
        views = Pair(Views(a, b), Views(c, d))
        seen = compare(views).balance
        for who in Partner:
            said = text(area(views, who).balance, who)
            assert ("about even" in said) == (abs(seen.a or 0) <= 1 or abs(seen.b or 0) <= 1)
            assert ("leaning more" in said or "leans more" in said) == (
                abs(seen.a or 0) > 1 or abs(seen.b or 0) > 1
            )


def test_where_it_could_point_at_somebody_who_has_little_nobody_is_told_who_leans_more():
    for a, b, c, d in product((0, 1, 5, 6), repeat=4):
        views = Pair(Views(a, b), Views(c, d))
        for who in Partner:
            seen = area(views, who, of=QUIET)
            assert seen.balance == ()
            assert "leaning" not in text(seen.sentences, who)
        assert "leaning" not in text(cards(SETTINGS, {"quiet": views})["quiet"])


def test_ratings_are_given_in_their_words():
    views = Pair(Views(2, 3), Views(3, 5))
    assert text(area(views, Partner.A).views) == (
        "You put “some” for yourself, Tom put “very much” for you. Two honest views from two places."
    )
    assert text(area(views, Partner.B).views, Partner.B) == (
        "Mara’s own answer is “some”, you put “very much” for Mara. Two honest views from two places."
    )
    assert text(cards(SETTINGS, {"leaning": views})["leaning"]).startswith(
        "Each of you rated: “I lean” For Tom it is Mara who leans more here; for Mara it is about even."
    )


def test_how_it_is_for_oneself_is_always_shown_to_oneself_and_to_the_other_only_where_opened():
    own = Views(own=2, partner=2, comfort=1, wish=5)
    opened = Pair(Views(own=2, partner=2), Views(own=2, partner=2, comfort=5))
    mine, theirs = area(opened, Partner.A, own=own), area(opened, Partner.B)
    assert text(mine.private) == (
        "You are not comfortable with how this is now. You would like more of this for yourself."
    )
    assert text(mine.feelings) == "Tom is all right with it."
    assert "Mara" not in text(theirs.feelings, Partner.B)
    assert theirs.private == ()
    both = Pair(own, Views(own=2, partner=2, comfort=5))
    assert text(area(both, Partner.B).feelings, Partner.B) == (
        "You are all right with it. Mara is not comfortable with how this is now. Mara would like more of this."
    )
    assert area(both, Partner.A, own=own).private == ()


def test_what_is_all_right_with_both_is_said_once():
    easy = Views(own=5, partner=1, comfort=5)
    views = Pair(easy, Views(own=1, partner=5, comfort=4))
    assert text(area(views, Partner.A).sentences) == (
        "You both see Mara leaning more on Tom here. You see this much the same way. "
        "Both of you are all right with it."
    )


@pytest.mark.parametrize(
    ("guess", "answer", "said"), [(3, 3, "so it was"), (3, 4, "nearly"), (1, 6, "Most guesses differ")]
)
def test_a_guess_is_the_only_thing_that_can_be_off(guess, answer, said):
    assert said in text(guess_in_words(guess, answer, Partner.B, ladder(ANCHORS)))
    assert guess_in_words(None, answer, Partner.B, ladder(ANCHORS)) == []


def couples(number: int) -> list[dict[str, Pair[Views]]]:
    """So many couples, and what each opened of the two areas; some of it missing."""
    chance = Random(20261129)

    def rated() -> int | None:
        found: int | None = chance.choice([None, *range(7)])
        return found

    def views() -> Views:
        return Views(*(rated() for _ in range(5)))

    return [{key: Pair(views(), views()) for key in ("leaning", "quiet")} for _ in range(number)]


def test_nobody_reads_a_number_a_grade_or_a_blame():
    for opened in couples(MANY):
        for of in SETTINGS.areas:
            for who in Partner:
                seen = area(opened[of.key], who, of=of)
                said = text((*seen.sentences, *seen.private), who)
                assert not GRADES.search(said), said
            assert not GRADES.search(text(cards(SETTINGS, opened)[of.key]))


def test_it_ends_with_something_that_both_see_alike_and_nobody_wants_otherwise():
    for opened in couples(MANY):
        said = to_end_with(SETTINGS, opened)
        if said is None:
            continue
        title = "leaning" if "Comfort" in text([said]) else "quiet"
        views = opened[title]
        for gap in compare(views).gap:
            assert gap is None or abs(gap) <= 1
        for one in views:
            assert one.comfort is None or one.comfort > 2
            assert None in (one.wish, one.own) or one.wish == one.own
    good, uneasy = Pair(Views(3, 3), Views(3, 3)), Pair(Views(3, 3, comfort=1), Views(3, 3))
    easy = Pair(Views(3, 3, comfort=6), Views(3, 3, comfort=4))
    assert to_end_with(SETTINGS, {"leaning": uneasy}) is None
    assert to_end_with(SETTINGS, {"leaning": Pair(Views(), Views())}) is None
    assert text([to_end_with(SETTINGS, {"leaning": good, "quiet": easy})]) == (
        "To end with: you see “Money” much the same way, and both of you are all right with it."
    )
