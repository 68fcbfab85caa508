"""What can be read again at the end: a step that came again in swapped roles has a title of its own."""

from exercises.live.screens.recap import told_apart


def test_a_step_that_came_again_says_so():
    steps = [{"title": title, "who": who} for who in "ab" for title in ("Write", "Listen")]
    assert [(one["title"], one["who"]) for one in told_apart([*steps, {"title": "Write", "who": "c"}])] == [
        ("Write", "a"),
        ("Listen", "a"),
        ("Write, round 2", "b"),
        ("Listen, round 2", "b"),
        ("Write, round 3", "c"),
    ]
