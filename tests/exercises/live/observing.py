"""A counselor whom both let in, and what she gets when she looks. Knows no test."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from couples.counseling import scopes
from exercises.live.access import AccessDenied, Caller
from exercises.live.observer import screen as observer_screen
from exercises.live.screens import rendering
from tests.couples.counseling.consents import both_allow


@pytest.fixture
def let_in(linked, room):
    both_allow(linked, scopes.LIVE)
    return linked


def look(room, person, render=rendering.as_json):
    return observer_screen.show(room.id, Caller(person.pk), render)


def denied(room, person) -> int | None:
    try:
        look(room, person)
    except AccessDenied as access_code:
        return access_code.code
    return None


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def said(page) -> str:
    return re.sub(r'csrf\S+ \S+|value="[^"]{60,}"', "", page.content.decode())
