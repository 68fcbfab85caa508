"""What one connection sends: revisions of its own, no screen twice, and never less than the last state."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from exercises.live.socket.diff import Diff

parts = st.fixed_dictionaries({part: st.sampled_from("xyz") for part in ("room", "theirs", "mine")})
screens = st.lists(parts, min_size=1)


@given(screens=screens, whole=st.booleans())
def test_whoever_puts_the_frames_together_sees_the_last_screen_and_nothing_twice(screens, whole):
    diff, page, revisions = Diff(whole), dict[str, Any](), []
    for screen in screens:
        frames = diff.screen(screen)
        assert bool(frames) == (page != screen)
        for frame in frames:
            page |= frame["view" if whole else "parts"]
            revisions.append(frame["revision"])
        assert page == screen
    assert revisions == list(range(1, len(revisions) + 1))


@given(screens=screens)
def test_only_the_parts_that_changed_are_sent_to_a_browser(screens):
    diff, last = Diff(whole=False), dict[str, Any]()
    for screen in screens:
        for frame in diff.screen(screen):
            assert frame["parts"] == {part: one for part, one in screen.items() if last.get(part) != one}
        last = screen


@given(screens=screens, last=parts)
def test_an_acknowledgement_names_the_screen_that_holds_the_effect_and_comes_before_it(screens, last):
    diff = Diff(whole=True)
    for screen in screens:
        diff.screen(screen)
    first, *more = diff.accepted("7", last)
    assert first == {"type": "accepted", "id": "7", "revision": diff.revision}
    assert all(frame["revision"] == diff.revision for frame in more)
    assert bool(more) == (last != screens[-1])


def test_presence_is_told_when_it_changes_and_only_once_both_are_in():
    diff = Diff(whole=True)
    told = [diff.presence(one) for one in (None, "here", "here", "not_here", None, "not_here", "here")]
    assert [frames[0]["partner"] if frames else None for frames in told] == [
        None, "here", None, "not_here", None, None, "here",
    ]  # fmt: skip
    assert diff.revision == 0
