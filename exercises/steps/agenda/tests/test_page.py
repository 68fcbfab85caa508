"""What a part of a meeting looks like on the page."""

from typing import Any

from exercises.core.pair import Partner
from exercises.core.session import Session
from tests.core.examples import begin, exercise, part
from tests.exercises.live.page_parts import done, ready, seen

ALEX, BLAIR = Partner


def meeting(**settings: Any) -> Session:
    going = begin(exercise(part("agenda", **settings)))
    for who in Partner:
        going = done(going, who, "enter")
    begun: Session = ready(going)
    return begun


def test_each_note_makes_ones_own_part_new():
    going = meeting()
    parts = [seen(going, ALEX)[1]["mine"]]
    blairs = seen(going, BLAIR)[1]["mine"]
    going = done(going, ALEX, "note", words="Bins on Monday")
    parts.append(seen(going, ALEX)[1]["mine"])
    assert len(set(parts)) == 2, "what is unchanged is not sent, and the form would keep its words"
    assert seen(going, BLAIR)[1]["mine"] == blairs
    assert all("Bins on Monday" in seen(going, who)[1]["theirs"] for who in Partner)


def test_who_leaves_it_for_another_day_reads_so_and_can_change_it():
    going = done(meeting(concern="What is it?"), ALEX, "not_today")
    assert "Nothing for today" in seen(going, ALEX)[1]["mine"]
    assert "Nothing for today" not in seen(going, BLAIR)[1]["theirs"]
    thought_again = seen(done(going, ALEX, "not_yet"), ALEX)[1]
    assert "Nothing from you today" in thought_again["room"]
    assert 'data-command="take_back"' in thought_again["mine"]
    both = done(going, BLAIR, "not_today")
    assert seen(both, BLAIR)[1]["theirs"].count("Nothing for today") == 2
