"""A reader keeps the language in which it was made, and what is remembered of one language is not of another."""

from __future__ import annotations

from django.utils.translation import override

from exercises.core.pair import Observer, Pair
from exercises.core.text import Say
from exercises.translate import Reader, sentence

DAY = Say("Sunday")  # which Django itself translates


def reader() -> Reader:
    return Reader(Observer(), Pair("one", "the other"))


def test_a_reader_keeps_their_language_and_spoils_nobody_elses():
    sentence.cache_clear()
    with override("de"):
        german = reader()
    with override("en"):
        assert german.text(DAY) == "Sonntag"
        assert reader().text(DAY) == "Sunday"
    with override("de"):
        assert reader().text(DAY) == "Sonntag"
