"""Single moves at the table: what is filled in at first, what is refused, and what goes into the ledger, and when."""

from __future__ import annotations

from datetime import timedelta

import pytest

from exercises.core import ledger_rules, rules
from exercises.core.ledger import standing
from exercises.core.text import Refused
from exercises.core.view import view_of
from exercises.steps.negotiation.tests.table import A, B, Table
from tests.core.examples import NOON

LIMIT = {"words": "When voices are raised, I will leave the room.", "kind": "limit", "why": "I calm down."}
WISH = {"words": "Would you take the bins out?", "kind": "request"}
PLAN = {"words": "We put both phones away at dinner.", "kind": "agreement", "weeks": "2"}


def test_limits_are_kept_as_soon_as_both_sheets_are_open_whatever_becomes_of_the_session():
    table = Table().write(LIMIT, {**LIMIT, "words": "I keep my messages to myself."})
    assert sorted(words for _kind, _state, words in table.states()) == [
        "I keep my messages to myself.",
        LIMIT["words"],
    ]
    table.do(A, "next").do(B, "next").do(A, "next").do(B, "next")
    assert len(table.book.lines) == 2, "each is kept once"


def test_a_limit_said_in_other_words_or_withdrawn_is_so_under_agreements_too():
    table = Table().write(LIMIT, WISH).at_item_of(A)
    assert table.initial(A, "reword") == {"words": LIMIT["words"]}
    table.do(A, "reword", words="I will leave the room for ten minutes.")
    assert table.states() == [("limit", "standing", "I will leave the room for ten minutes.")]
    table.do(A, "withdraw")
    assert [state for _kind, state, _words in table.states()] == ["closed"]


@pytest.mark.parametrize(
    ("kind", "initial"), [(WISH, {"words": WISH["words"]}), (PLAN, {"words": PLAN["words"], "weeks": "2"})]
)
def test_other_words_begin_with_the_present_ones_and_have_to_differ(kind, initial):
    table = Table().write(kind, LIMIT).at_item_of(A)
    assert table.initial(B, "offer") == initial
    with pytest.raises(Refused, match="invalid") as refused:
        table.do(B, "offer", **initial)
    assert set(refused.value.fields) == {"words"}


def test_the_same_words_with_another_time_to_look_again_are_another_proposal():
    table = Table().write(PLAN, LIMIT).at_item_of(A).do(B, "offer", words=PLAN["words"], weeks="4")
    assert table.now.state.item.version.weeks == 4


def test_what_was_changed_is_shown_in_words():
    table = Table().write(PLAN, LIMIT).at_item_of(A)
    table.do(B, "offer", words="We put both phones away at lunch.", weeks="2")
    for who in (A, B):
        item = view_of(table.now, who, table.at).step.seen.theirs.items[-1]
        assert [(one.kind, one.words) for one in item.changes if one.kind != "same"] == [
            ("out", "dinner"),
            ("added", "lunch"),
        ]


def test_either_may_ask_and_the_other_reply_and_nothing_else_changes():
    table = Table().write(PLAN, LIMIT).at_item_of(A)
    before = table.now.state.item
    table.do(A, "ask", words="Is it too early?").do(B, "reply", words="No.").do(A, "reply", words="Good.")
    after = table.now.state.item
    assert [(one.by, one.words) for one in after.thread] == [
        (A, "Is it too early?"),
        (B, "No."),
        (A, "Good."),
    ]
    assert (after.versions, after.outcome, after.accepted) == (
        before.versions,
        before.outcome,
        before.accepted,
    )


def test_what_is_put_off_is_kept_with_its_words_at_once_and_is_not_in_force():
    table = Table().write(WISH, LIMIT).at_item_of(A).do(B, "put_off", after="2")
    line = table.book.lines["0table.a"]
    assert (line.words.a, line.words.b) == (WISH["words"], None)
    assert line.listed.until == (NOON + timedelta(weeks=2)).date()
    assert standing(line, table.at.date()) == "later"
    assert "say_yes" in {one.name for one in rules.step_offers(table.now, B)}
    table.do(B, "say_yes").do(A, "next").do(B, "next")
    assert ("request", "standing", WISH["words"]) in table.states()


def test_each_puts_an_item_off_twice_at_most_also_over_sessions():
    table = Table().write(PLAN, LIMIT).at_item_of(A).do(B, "put_off", after="1")
    for days in (10, 20):
        assert ledger_rules.look_again(table.book, B, "0table.a", table.at)
        table = Table(table.book, days, "0table.a")
        assert table.initial(A, "hand_in") == PLAN
        table.write(PLAN, LIMIT).at_item_of(A)
        if days == 10:
            table.do(B, "put_off", after="1")
    names = {who: {one.name for one in rules.step_offers(table.now, who)} for who in (A, B)}
    assert ("put_off" in names[A], "put_off" in names[B]) == (True, False)
    table.do(B, "say_no").do(A, "next").do(B, "next")
    assert standing(table.book.lines["0table.a"], table.at.date()) == "closed"


def no_to(words: dict[str, str]) -> Table:
    return Table().write(words, LIMIT).at_item_of(A).do(B, "say_no").do(A, "next").do(B, "next")


def test_words_that_got_a_no_rest_for_fourteen_days_and_say_until_when():
    book = no_to(PLAN).book
    again = {**PLAN, "words": "we put both phones away, at DINNER"}
    with pytest.raises(Refused, match="invalid") as refused:
        Table(book, 13).write(again, LIMIT)
    day = (NOON + timedelta(days=14)).date()
    assert dict(refused.value.fields["words"].params) == {"name": B, "day": day}
    accepted = [(14, again, LIMIT), (1, {**again, "kind": "limit"}, LIMIT), (1, LIMIT, again)]
    for days, alexs, blairs in accepted:  # later; a limit, that needs nobody's yes; whoever said no
        assert Table(book, days).write(alexs, blairs).now.state.item


def test_a_fourth_proposal_is_refused_while_three_are_put_off_and_a_limit_is_not():
    table = Table()
    for number in range(3):
        table = Table(table.book, number).write({**WISH, "words": f"Would you? {number}"}, LIMIT)
        table.at_item_of(A).do(B, "put_off", after="4")
    with pytest.raises(Refused, match="invalid") as refused:
        Table(table.book, 5).write(WISH, LIMIT)
    assert dict(refused.value.fields["words"].params) == {"number": 3}
    for entry, words in (("", LIMIT), ("1table.a", WISH)):  # a limit; one of the three is looked at again
        assert Table(table.book, 5, entry).write(words, LIMIT).now.state.item


def test_other_words_for_an_agreement_leave_it_in_force_until_both_accept_them():
    table = Table().write(PLAN, LIMIT).at_item_of(A).agree()
    table = Table(table.book, 20, "0table.a")
    new = {**PLAN, "words": "We put both phones away at dinner and after."}
    table.write(new, LIMIT).at_item_of(A)
    assert "put_off" not in {one.name for one in rules.step_offers(table.now, B)}
    assert ("agreement", "review_due", PLAN["words"]) in table.states()
    item = view_of(table.now, B, table.at).step.seen.theirs.items[-1]
    assert [one.words for one in item.changes if one.kind == "added"] == [" and after"]
    table.agree()
    line = table.book.lines["0table.a"]
    assert (line.words.a, line.words.b) == (new["words"], new["words"])
    assert [what for what, _day in line.history] == ["settled", "changed"]


def test_a_no_to_other_words_ends_no_agreement():
    table = Table().write(PLAN, LIMIT).at_item_of(A).agree()
    table = Table(table.book, 20, "0table.a").write({**PLAN, "words": "We never eat."}, LIMIT).at_item_of(A)
    table.do(B, "say_no").do(A, "next").do(B, "next")
    assert ("agreement", "review_due", PLAN["words"]) in table.states()
