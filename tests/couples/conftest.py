"""Lends the cast to these tests."""

import pytest
from django.test import Client

from tests.cast import alex, blair, casey, couple, drew, linked

__all__ = ["alex", "blair", "casey", "couple", "drew", "linked"]


@pytest.fixture
def client_of_another() -> Client:
    """A second browser."""
    return Client()
