"""What thanks look like on the page."""

from exercises.core.pair import Partner
from tests.core.examples import begin, exercise, part
from tests.exercises.live.page_parts import done, ready, seen

ALEX, BLAIR = Partner


def test_each_thing_that_one_tells_makes_their_part_new_and_leaves_the_others_as_it_is():
    going = begin(exercise(part("appreciation", most=3)))
    for who in Partner:
        going = done(going, who, "enter")
    going = ready(going)
    parts = [seen(going, ALEX)[1]["mine"]]
    blairs = seen(going, BLAIR)[1]["mine"]
    for words in ("For the tea", "For the tea"):
        going = done(going, ALEX, "tell", what=words)
        parts.append(seen(going, ALEX)[1]["mine"])
    assert len(set(parts)) == 3, "what is unchanged is not sent, and the form would keep its words"
    assert seen(going, BLAIR)[1]["mine"] == blairs
    assert seen(going, BLAIR)[1]["theirs"].count("For the tea") == 2
    assert "For the tea" not in seen(going, ALEX)[1]["theirs"]
