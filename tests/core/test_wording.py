"""Two wordings: the same but for how they are written, and in which words they differ."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.core.text import GONE
from exercises.core.wording import differences, same_words

SAME = [
    ("We eat at seven.", "we  eat\nat seven"),
    ("Don’t call me!", "don't call me"),
    ("Phones away – at dinner", "phones away, at dinner."),
    ("Ｆｕｌｌ width", "full width"),
    ("Straße", "STRASSE"),
    ("cafe\u0301", "café"),
]
OTHER = [
    ("We eat at seven.", "We eat at eight."),
    ("🙂", "🙁"),
    ("!", "?"),
    ("no 🙂", "no"),
    ("we eat", "weeat"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_case_space_punctuation_and_letter_forms_make_no_other_wording(one, other):
    assert same_words(one, other)
    assert same_words(other, one)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_other_words_are_other_words(one, other):
    assert not same_words(one, other)


@given(old=st.text(max_size=60), new=st.text(max_size=60))
def test_the_pieces_hold_exactly_the_old_and_the_new_words(old, new):
    pieces = differences(old, new)
    assert bool(pieces) is (old != new)
    if pieces:
        assert "".join(one.words for one in pieces if one.kind != "added") == old
        assert "".join(one.words for one in pieces if one.kind != "out") == new


def test_whole_words_are_compared():
    pieces = [(one.kind, one.words) for one in differences("We eat at seven.", "We eat at eight.")]
    assert pieces == [("same", "We eat at "), ("out", "seven"), ("added", "eight"), ("same", ".")]


def test_words_that_are_gone_are_not_compared():
    assert differences(GONE, "So") == differences("So", GONE) == ()
