"""What was sealed for one place is read there; anything else is nothing, and noted."""

from __future__ import annotations

import pytest

from couples.keys import data_keys
from couples.keys.opening import unseal_or_note
from couples.security_log import Kind

KEY, OTHER = b"k" * 32, b"o" * 32


@pytest.fixture
def noted(monkeypatch):
    found: list[Kind] = []
    monkeypatch.setattr("couples.keys.opening.note", found.append)
    return found


def test_what_was_sealed_for_this_place_is_read(noted):
    assert unseal_or_note(KEY, memoryview(data_keys.seal(KEY, b"words", b"here")), b"here") == b"words"
    assert unseal_or_note(KEY, data_keys.seal(KEY, b"", b"here"), b"here") == b""
    assert noted == []


@pytest.mark.parametrize(
    "sealed",
    [data_keys.seal(OTHER, b"words", b"here"), data_keys.seal(KEY, b"words", b"there"), b"", b"anything"],
    ids=["another key", "another place", "empty", "not sealed"],
)
def test_anything_else_is_nothing_and_noted(noted, sealed):
    assert unseal_or_note(KEY, sealed, b"here") is None
    assert noted == [Kind.MAC_BROKEN]


def test_under_a_destroyed_key_it_is_nothing_and_not_noted(noted):
    assert unseal_or_note(None, data_keys.seal(KEY, b"words", b"here"), b"here") is None
    assert noted == []
