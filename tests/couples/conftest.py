"""Lends the cast to these tests."""

from tests.cast import alex, blair, casey, couple, drew

__all__ = ["alex", "blair", "casey", "couple", "drew"]
