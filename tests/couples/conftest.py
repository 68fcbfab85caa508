"""Lends the cast to these tests."""

import pytest
from django.test import Client

from tests.cast import alex, blair, casey, couple, drew

__all__ = ["alex", "blair", "casey", "couple", "drew"]


@pytest.fixture
def client_of_another() -> Client:
    """A second browser."""
    return Client()
