"""The states that a page must never lack: each has its words, a way on and a way out. No database."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.template.loader import render_to_string

from exercises.agreements import listing
from exercises.core import ledger
from exercises.core.ledger import Ledger
from exercises.core.pair import Pair, Partner
from exercises.core.settlement import Settlement
from exercises.live.store.drafts import LeftOver
from exercises.translate import Reader, rating
from tests.core.examples import NOON
from tests.core.real import REAL
from tests.exercises.live.page_parts import NAMES, Markup, done, entered, ready, seen


def test_alone_in_the_room_one_reads_that_going_is_fine():
    parts = seen(entered(both=False), Partner.A)[1]
    assert "joined yet" in parts["theirs"]
    assert "nothing counts as missed" in parts["theirs"]
    assert 'id="command-leave"' in parts["room"]


def test_who_has_not_joined_reads_what_joining_shows():
    parts = seen(entered(both=False), Partner.B)[1]
    assert "Alex &lt;b&gt; invites you" in parts["room"]
    assert "Joining shows" in parts["mine"]
    assert 'data-command="enter"' in parts["mine"]


def test_a_pause_says_how_long_and_afterwards_that_nothing_happens_by_itself():
    paused = done(entered(), Partner.A, "pause")
    assert "step away for twenty minutes" in seen(paused, Partner.B)[1]["room"]
    assert "Nothing happens automatically" in seen(paused, Partner.B, NOON + timedelta(minutes=20))[1]["room"]


def test_whoever_paused_goes_on_and_the_other_may_ask_once():
    paused = done(ready(entered()), Partner.A, "pause")
    rooms = {who: seen(paused, who)[1]["room"] for who in Partner}
    assert 'id="command-resume"' in rooms[Partner.A]
    assert 'id="command-resume"' not in rooms[Partner.B]
    assert "Alex &lt;b&gt; has paused." in rooms[Partner.B]
    asked = done(paused, Partner.B, "ask_to_go_on")
    assert "would like to go on" in seen(asked, Partner.A)[1]["room"]
    assert 'id="command-ask_to_go_on"' not in seen(asked, Partner.B)[1]["room"]


def test_while_paused_only_the_own_closed_form_can_be_sent():
    handed = done(
        done(ready(entered()), Partner.B, "pause"), Partner.A, "hand_in", see="a", feel="b", need="c", ask="d"
    )
    mine = seen(handed, Partner.A)[1]["mine"]
    assert mine.count("data-while-paused") == 2  # the form that takes the sheet back, and its button


def test_a_session_set_aside_says_what_is_kept_and_how_to_go_on_or_end():
    parts = seen(done(ready(entered()), Partner.A, "enough"), Partner.B)[1]
    assert "Everything is kept" in parts["room"]
    assert set(Markup(parts["room"]).forms) == {"pick_up", "leave", "end"}
    assert parts["mine"] == ""


def test_a_session_that_was_ended_early_blames_nobody():
    for who in Partner:
        parts = seen(done(ready(entered()), Partner.A, "end"), who)[1]
        assert "This session has ended" in parts["room"]
        assert "Alex" not in "".join(parts.values())
        assert 'href="/"' in parts["mine"]


def test_typed_words_keep_their_empty_lines():
    going = ready(entered())
    words = "One\n\n  Two <i>\nThree"
    mine = seen(
        going, Partner.A, drafts={"hand_in": {"see": words}}, left_over=(LeftOver(1, "ready", (words,)),)
    )[1]["mine"]
    assert mine.count("One&#10;&#10;  Two &lt;i&gt;&#10;Three") == 2


def test_a_refused_form_names_each_field_and_keeps_what_was_given():
    wrong = {"need": "Please fill this in."}
    refused = ("hand_in", "Something is missing.", wrong)
    mine = seen(ready(entered()), Partner.A, refused=refused, drafts={"hand_in": {"see": "At nine"}})[1][
        "mine"
    ]
    assert '<a href="#form-hand_in-need">' in mine
    assert mine.count("Please fill this in.") == 2
    assert "At nine" in mine


def test_a_refusal_of_a_form_that_is_gone_is_still_said():
    refused: Any = ("say_back", "The session has moved on.", {})
    assert "has moved on." in seen(ready(entered()), Partner.A, refused=refused)[1]["mine"]


def test_a_refusal_of_a_mere_button_stands_once_above_all_forms():
    going = ready(entered("limit-request-or-agreement"))
    for who in Partner:
        going = done(going, who, "hand_in", words="Would you come along?", kind="request")
    for name in ("open", "pause"):
        refused: Any = (name, "The session is paused.", {})
        mine = seen(going, Partner.A, refused=refused)[1]["mine"]
        assert mine.count("The session is paused.") == 1
        assert mine.index("The session is paused.") < mine.index("<form")


def test_ending_for_good_is_behind_a_fold_that_says_what_it_means():
    for going in (ready(entered()), done(ready(entered()), Partner.A, "enough")):
        room = seen(going, Partner.A)[1]["room"]
        fold = room[room.index('id="sure-end"') :]
        assert fold.index("for good") < fold.index('data-command="end"') < fold.index("</details>")


@pytest.mark.parametrize("name", sorted(REAL))
def test_nothing_is_marked_before_somebody_marks_it(name):
    for who in Partner:
        assert " checked" not in seen(ready(entered(name)), who)[1]["mine"]


def kept(*settled):
    """A ledger page for Alex, of settlements made three weeks before noon."""
    book = Ledger()
    for number, one in enumerate(settled):
        for event in ledger.enter(f"e{number}", one, NOON - timedelta(weeks=3)):
            book = ledger.evolve(book, event)
    letters = listing.letters(book, Reader(Partner.A, NAMES), NOON)
    return render_to_string("exercises/ledger.html", {"letters": letters})


def test_an_empty_agreements_page_says_what_comes_here_and_where_to_go():
    page = render_to_string("exercises/ledger.html", {"letters": listing.Letters()})
    assert "There is nothing here yet" in page
    assert "See the exercises" in page


def test_a_limit_of_the_other_is_never_a_rule_and_leads_to_help():
    page = kept(Settlement("limit", Partner.B, Pair(None, "After seven I answer no mail.")))
    assert "It is never a rule for you." in page
    assert 'href="/help/"' in page
    assert 'value="close"' not in page


@pytest.mark.parametrize(
    ("review", "says"),
    [
        (date(2030, 3, 20), "On trial until"),
        (date(2030, 2, 27), "Time to look at it again"),
        (date(2030, 2, 10), "Lapsed"),
    ],
)
def test_an_agreement_says_where_it_stands(review, says):
    words = Pair("Sundays are free.", "Sundays are free.")
    page = kept(Settlement("agreement", Partner.B, words, date(2030, 2, 9), review))
    assert says in page
    assert ('name="weeks"' in page) is (says == "Time to look at it again")


def test_a_rating_reads_as_its_word_and_not_as_a_number():
    words = ["Not at all", "A little"]
    assert rating(1, words) == "A little"
    assert rating(5, words) == "5"
    assert rating("prefer_not", words) == "prefer not to say"
    assert rating(None, words) == "nothing chosen"
