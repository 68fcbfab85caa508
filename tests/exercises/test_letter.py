"""What a letter of the agreements says, by what it is, whose it is and where it stands. No database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.template.loader import render_to_string
from django.utils.formats import date_format

from exercises.agreements import listing
from exercises.agreements.letter import Letter, of_agreed
from exercises.agreements.listing import Letters
from exercises.core import ledger
from exercises.core.ledger import Ledger
from exercises.core.ledger_events import Closed, Renewed, ToldHow, WantsToRenew
from exercises.core.pair import Observer, Pair, Partner
from exercises.core.revealed import agreed
from exercises.core.settlement import Earlier, Settlement
from exercises.translate import Reader
from tests.core.examples import NOON

NAMES = Pair("Alex", "Blair")
TODAY = NOON.date()
WORDS = "After seven I answer no mail."
DAYS = {"soon": (1, 15), "on trial": (-20, 8), "due": (-20, -3), "lapsed": (-60, -30)}


def day(number: int) -> str:
    """This many days from today, as it is read."""
    return date_format(TODAY + timedelta(days=number), "DATE_FORMAT")


def written(kind: str, author: Partner, when: str = "on trial", *more: object) -> Ledger:
    """A ledger with one entry, settled three weeks before noon."""
    days: tuple[date | None, ...] = (None, None)
    kept: Pair = Pair(None, None).put(author, WORDS)
    if kind == "agreement":
        days = tuple(TODAY + timedelta(days=number) for number in DAYS[when])
    if kind != "limit":
        kept = Pair(WORDS, WORDS)
    book = Ledger()
    for event in [
        *ledger.enter("e1", Settlement(kind, author, kept, *days), NOON - timedelta(weeks=3)),
        *more,
    ]:
        book = ledger.evolve(book, event)
    return book


def read_by_alex(book: Ledger) -> Letters:
    return listing.letters(book, Reader(Partner.A, NAMES), NOON)


def only(found: Letters) -> Letter:
    (one,) = found.in_force + found.ended + found.put_off
    return one


TITLES = [
    ("limit", Partner.A, "Your limit", "In force until you withdraw it"),
    ("limit", Partner.B, "Blair’s limit", "In force until Blair withdraws it"),
    ("request", Partner.A, "Your request, accepted", "A yes that can become a no at any time"),
    ("request", Partner.B, "Blair’s request, accepted", "A yes that can become a no at any time"),
    ("agreement", Partner.B, "An agreement between you", f"On trial until {day(8)}; either of you"),
]


@pytest.mark.parametrize(("kind", "author", "title", "standing"), TITLES)
def test_a_letter_says_what_it_is_whose_and_how_long_it_holds(kind, author, title, standing):
    letter = only(read_by_alex(written(kind, author)))
    assert (letter.title, letter.words) == (title, WORDS)
    assert letter.standing.startswith(standing)
    assert (letter.signer is None) is (kind == "agreement")


STANDING = [
    ("soon", (), f"In force from {day(1)}. Either of you can end it at any time, even before then"),
    ("due", (), "Time to look at it again. It goes on only if both of you say so"),
    ("due", (WantsToRenew(Partner.A, "e1", 4),), "Time to look at it again. You would like to keep it going"),
    ("due", (WantsToRenew(Partner.B, "e1", 4),), "Time to look at it again. It goes on only if both"),
    ("lapsed", (), "Lapsed: it wasn’t renewed"),
    ("due", (Closed(Partner.B, "e1", TODAY),), f"Ended on {day(0)}"),
]


@pytest.mark.parametrize(("when", "more", "standing"), STANDING)
def test_an_agreement_says_where_it_stands_and_not_who_did_what(when, more, standing):
    letter = only(read_by_alex(written("agreement", Partner.A, when, *more)))
    assert letter.standing.startswith(standing)
    assert "Blair" not in letter.standing


@pytest.mark.parametrize("when", ["soon", "on trial", "due", "lapsed"])
@pytest.mark.parametrize("closed", [False, True])
def test_each_letter_stands_on_one_side_and_what_has_ended_offers_nothing(when, closed):
    more = (Closed(Partner.A, "e1", TODAY),) if closed else ()
    found = read_by_alex(written("agreement", Partner.A, when, *more))
    has_ended = closed or when == "lapsed"
    assert (len(found.in_force), len(found.ended)) == ((0, 1) if has_ended else (1, 0))
    assert bool(only(found).forms) is not has_ended


def test_only_the_limit_of_the_other_leads_to_help_and_none_once_it_has_ended():
    of_blair = only(read_by_alex(written("limit", Partner.B)))
    of_alex = only(read_by_alex(written("limit", Partner.A)))
    ended = only(read_by_alex(written("limit", Partner.B, "", Closed(Partner.B, "e1", TODAY))))
    assert "never a rule for you" in of_blair.note
    assert "never a rule for anybody else" in of_alex.note
    assert of_blair.help
    assert [of_alex.help, ended.help, ended.note] == ["", "", ""]
    assert of_blair.help in render_to_string("exercises/_letter.html", {"letter": of_blair})


ENDING = [
    ("limit", "on trial", "written again", "Yes, withdraw it"),
    ("request", "on trial", "made again", "Yes, withdraw it"),
    ("agreement", "soon", "made again", "Yes, withdraw it"),
    ("agreement", "on trial", "made again", "Yes, end it"),
    ("agreement", "due", "made again", "Yes, end it"),
]


@pytest.mark.parametrize(("kind", "when", "means", "yes"), ENDING)
def test_ending_says_first_what_it_means(kind, when, means, yes):
    letter = only(read_by_alex(written(kind, Partner.A, when)))
    form = letter.forms[-1]
    assert means in form["means"]
    assert form["yes"] == yes
    names = ["tell_how", "renew", "close"] if when == "due" else ["close"]
    assert [one["name"] for one in letter.forms] == names
    page = render_to_string("exercises/_entry.html", {"letter": letter})
    assert page.count(form["means"]) == page.count(yes) == 1
    assert page.count("<details") == (2 if letter.bringing else 1)


RETAINED = [
    ("limit", Partner.A, "Your limit"),
    ("request", Partner.A, "Your request, accepted"),
    ("request", Partner.B, "A request by Blair that you said yes to"),
    ("agreement", Partner.B, "An agreement between you"),
]


@pytest.mark.parametrize(("kind", "author", "title"), RETAINED)
def test_what_one_keeps_after_leaving_says_what_it_was_and_when(kind, author, title):
    book = written(kind, author, "on trial", Closed(author, "e1", TODAY))
    (letter,) = listing.retained(book, Reader(Partner.A, NAMES), NOON)
    assert letter.title == title
    assert letter.signature == f"{day(-21)}, ended on {day(0)}"
    assert not letter.forms


COUNSELOR = [
    ("request", "on trial", "Alex’s request, accepted", "A yes that can become a no"),
    ("agreement", "soon", "An agreement", f"In force from {day(1)}, on trial until {day(15)}"),
    ("agreement", "on trial", "An agreement", f"On trial until {day(8)}"),
    ("agreement", "due", "An agreement", "Time for the two of them to look at it again"),
    ("agreement", "lapsed", "An agreement", "Lapsed"),
]


@pytest.mark.parametrize("closed", [False, True])
@pytest.mark.parametrize(("kind", "when", "title", "standing"), COUNSELOR)
def test_a_counselor_reads_what_both_accepted_and_not_who_ended_it(kind, when, title, standing, closed):
    more = (Closed(Partner.B, "e1", TODAY),) if closed else ()
    (entry,) = agreed(written(kind, Partner.A, when, *more), NOON)
    letter = of_agreed(entry, Reader(Observer(), NAMES))
    assert letter.title == title
    assert letter.standing.startswith(f"Ended on {day(0)}" if closed else standing)
    assert letter.has_ended is (closed or when == "lapsed")
    page = render_to_string("counselor/_agreement.html", {"letter": letter})
    assert not [word for word in ("Blair", "You", "your", "<form") if word in page]


ASK, WAY, SENTENCE = (
    "Could we have dinner at eight?",
    "At nine, as the bus is late.",
    "We have dinner at nine.",
)
ASKED = Earlier(Partner.A, Pair(ASK, ASK))
OFFERED = Earlier(Partner.B, Pair(WAY, WAY))
HOW_IT_CAME_ABOUT = [
    (
        Settlement("request", Partner.A, Pair(WAY, WAY), words_by=Partner.B, earlier=(ASKED,)),
        ["You asked:", "Blair offered this, and you both said yes:"],
        ["Alex asked:", "You offered this, and you both said yes:"],
    ),
    (
        Settlement("request", Partner.A, Pair(WAY, WAY), words_by=Partner.A, earlier=(ASKED,)),
        ["You asked:", "You offered this, and you both said yes:"],
        ["Alex asked:", "Alex offered this, and you both said yes:"],
    ),
    (
        Settlement("agreement", Partner.A, Pair(SENTENCE, SENTENCE), TODAY, None, earlier=(ASKED, OFFERED)),
        ["You asked:", "Blair offered this, and you both said yes:", "And so, in one sentence:"],
        ["Alex asked:", "You offered this, and you both said yes:", "And so, in one sentence:"],
    ),
    (Settlement("agreement", Partner.A, Pair(ASK, ASK), TODAY, None, earlier=(ASKED,)), [""], [""]),
]


@pytest.mark.parametrize(("settled", "to_alex", "to_blair"), HOW_IT_CAME_ABOUT)
def test_a_letter_says_what_was_asked_first_and_by_whom_another_way_was_offered(settled, to_alex, to_blair):
    book = Ledger()
    for event in ledger.enter("e1", settled, NOON):
        book = ledger.evolve(book, event)
    for reader, said in ((Partner.A, to_alex), (Partner.B, to_blair)):
        letter = only(listing.letters(book, Reader(reader, NAMES), NOON))
        assert [*(one.says for one in letter.earlier), letter.whose] == said
        assert letter.words == settled.words.a


def test_an_agreement_without_a_review_stays_in_force_and_a_counselor_reads_no_request_that_was_not_accepted():
    book = Ledger()
    for number, (settled, *_said) in enumerate(HOW_IT_CAME_ABOUT):
        for event in ledger.enter(str(number), settled, NOON):
            book = ledger.evolve(book, event)
    year_later = NOON + timedelta(days=365)
    letters = listing.letters(book, Reader(Partner.B, NAMES), year_later).in_force
    assert [one.standing for one in letters[:2]] == ["In force until either of you ends it"] * 2
    told = [of_agreed(entry, Reader(Observer(), NAMES)) for entry in agreed(book, year_later)]
    assert (told[-1].title, told[-1].words) == ("Blair’s offer, accepted", WAY)
    assert ASK not in str(told[-1])
    assert told[0].standing == "In force until one of them ends it"
    sooner = [of_agreed(entry, Reader(Observer(), NAMES)) for entry in agreed(book, NOON - timedelta(days=1))]
    assert sooner[0].standing == f"In force from {day(0)}"


def put_off(author: Partner, until: int, *more: object, kind: str = "agreement") -> Ledger:
    """A proposal of this author that was put off three weeks ago, to so many days from noon."""
    kept: Pair = Pair(None, None).put(author, WORDS)
    settled = Settlement(kind, author, kept, until=TODAY + timedelta(days=until), weeks=2)
    book = Ledger()
    for event in [*ledger.enter("e1", settled, NOON - timedelta(weeks=3)), *more]:
        book = ledger.evolve(book, event)
    return book


PUT_OFF = [
    ("agreement", Partner.A, 3, "An agreement you propose", "with these words on your sheet"),
    ("agreement", Partner.B, -1, "An agreement Blair proposes", "with these words on Blair’s sheet"),
    ("request", Partner.A, 0, "Your request", "with these words on your sheet"),
    ("request", Partner.B, 3, "Blair’s request", "with these words on Blair’s sheet"),
]


@pytest.mark.parametrize(("kind", "author", "until", "title", "means"), PUT_OFF)
def test_what_is_put_off_keeps_its_words_and_is_not_in_force(kind, author, until, title, means):
    book = put_off(author, until, kind=kind)
    found = read_by_alex(book)
    letter = only(found)
    assert (letter.title, letter.words, found.in_force) == (title, WORDS, ())
    assert letter.standing == (
        f"Put off until {day(until)}{'' if until > 0 else ', which has come'}. Nothing is agreed"
    )
    assert [found.come_back, found.for_later] == ([[], [letter]] if until > 0 else [[letter], []])
    assert means in letter.bringing["means"]
    assert letter.forms[-1]["yes"] == "Yes, let it go"
    assert agreed(book, NOON) == [], "a counselor reads what both accepted"
    kept = listing.retained(book, Reader(Partner.A, NAMES), NOON)
    assert [one.title for one in kept] == ([title] if author is Partner.A else [])


def test_what_was_let_go_does_not_say_by_whom():
    letters = [only(read_by_alex(put_off(Partner.B, 3, Closed(who, "e1", TODAY)))) for who in Partner]
    assert letters[0] == letters[1]
    assert letters[0].standing == f"Let go on {day(0)}"


def test_its_history_says_what_happened_and_when_and_not_who_did_it():
    ended = written(
        "agreement", Partner.A, "due", Renewed("e1", TODAY, TODAY), Closed(Partner.B, "e1", TODAY)
    )
    letter = only(read_by_alex(ended))
    assert letter.history == (f"Agreed on {day(-21)}", f"Renewed on {day(0)}", f"Ended on {day(0)}")
    assert only(read_by_alex(written("agreement", Partner.A))).history == ()


def test_how_it_went_is_read_once_both_have_said_it():
    one = ToldHow(Partner.B, "e1", "not_really")
    both = (one, ToldHow(Partner.A, "e1", "well"))
    assert only(read_by_alex(written("agreement", Partner.A, "due", one))).how == ()
    letter = only(read_by_alex(written("agreement", Partner.A, "due", *both)))
    assert letter.how == ("For you, it went well.", "For Blair, it didn’t really work.")
    assert "tell_how" not in [form["name"] for form in letter.forms]


def test_an_agreement_is_on_trial_until_both_have_kept_it_once():
    trial = read_by_alex(written("agreement", Partner.A))
    kept = read_by_alex(written("agreement", Partner.A, "due", Renewed("e1", TODAY + timedelta(9), TODAY)))
    assert (len(trial.on_trial), len(trial.settled)) == (1, 0)
    assert (len(kept.on_trial), len(kept.settled)) == (0, 1)
    assert only(kept).standing.startswith(f"Renewed; you will look at it again on {day(9)}")
