"""What a sheet looks like on the page."""

from exercises.core.pair import Partner
from tests.core.examples import begin, exercise, part
from tests.exercises.live.page_parts import done, ready, seen

from ..form import Question


def test_a_sheet_on_which_nothing_was_asked_for_and_nothing_written_says_so():
    asked = (Question("see", "What?", required=False),)
    going = begin(exercise(part("private_reflection", questions=asked)))
    for who in Partner:
        going = done(going, who, "enter")
    going = ready(going)
    for who in Partner:
        going = done(going, who, "hand_in", see="")
    assert "Nothing was written here." in seen(going, Partner.A)[1]["mine"]
    for name in ("open", "close"):
        for who in Partner:
            going = done(going, who, name)
    theirs = seen(going, Partner.A)[1]["theirs"]
    assert theirs.count("Nothing was written here.") == 2
    assert "None" not in theirs
