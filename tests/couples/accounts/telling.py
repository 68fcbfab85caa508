"""A fixture that notes for whom the open sockets were told that a sign-in ended."""

import pytest

from couples import hooks


@pytest.fixture
def told(monkeypatch):
    """Whom those with open sockets were told about."""
    heard: list[object] = []
    monkeypatch.setattr(hooks, "signed_out", [heard.append])
    return heard
