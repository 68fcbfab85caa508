"""Lends the cast to these tests."""

from tests.cast import alex, blair, couple

__all__ = ["alex", "blair", "couple"]
