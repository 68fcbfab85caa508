"""Lends the cast to these tests."""

from tests.cast import alex, blair, casey, couple, drew, linked

__all__ = ["alex", "blair", "casey", "couple", "drew", "linked"]
