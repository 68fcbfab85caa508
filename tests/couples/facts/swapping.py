"""Puts a row there for the moment of a check, as who writes to the main database alone could. Knows no test."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import MD5PasswordHasher

from couples.accounts import factor_secrets, stored_facts
from couples.accounts.models import User
from couples.facts import holding
from tests import forging
from tests.couples.accounts.signing_in import (
    somebody,
)

THEIRS = "a password of theirs 9"


@pytest.fixture
def kim() -> User:
    return somebody()


@pytest.fixture
def thief() -> User:
    return somebody("thief@example.net")


def row_of(user: User, type: str) -> dict:
    return forging.copy_of("mfa_authenticator", Authenticator.objects.get(user=user, type=type).pk)


def swaps_password(monkeypatch, user: User, hasher=MD5PasswordHasher) -> list[str]:
    """Their hash is there until it has been compared."""
    right = forging.copy_of("couples_user", user.pk)
    hash_of_theirs = hasher().encode(THEIRS, "somesaltsomesaltsomesalt")
    forging.put_back("couples_user", right | {"password": hash_of_theirs})
    monkeypatch.setattr(holding, "who_hold", set)  # what looks beforehand, they let pass
    return forging.at_the_moment(
        monkeypatch, hasher, "verify", lambda: forging.put_back("couples_user", right)
    )


def keep_signed_in(monkeypatch) -> None:
    """The swapped hash would end the sign-in before: they swap it a moment later."""
    monkeypatch.setattr(stored_facts, "_holds", lambda *_of: True)
    monkeypatch.setattr(User, "get_session_auth_hash", lambda _user: "same")
    monkeypatch.setattr("django.contrib.auth.constant_time_compare", lambda *_two: True)


def as_if_sealed_for_her(monkeypatch) -> None:
    """What is asked here must not rest on whom a secret is sealed for."""
    monkeypatch.setattr(factor_secrets, "_check_owner", lambda _row: None)
