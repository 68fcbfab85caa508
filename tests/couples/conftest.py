"""Lends the cast to these tests."""

import pytest
from django.test import Client

from tests.cast import alex, blair, casey, couple, drew, linked

__all__ = ["alex", "blair", "casey", "couple", "drew", "linked"]


@pytest.fixture
def client_of_another() -> Client:
    """A second browser."""
    return Client()


class Terminal:
    """Somebody at a terminal: what they type, a line for each question, and what they were asked."""

    def __init__(self) -> None:
        self.typed: list[str] = []
        self.asked: list[str] = []

    def isatty(self) -> bool:
        return True

    def input(self, question: str) -> str:
        self.asked.append(question)
        return self.typed.pop(0)


@pytest.fixture
def terminal(monkeypatch) -> Terminal:
    somebody = Terminal()
    monkeypatch.setattr("sys.stdin", somebody)
    monkeypatch.setattr("builtins.input", somebody.input)
    return somebody
