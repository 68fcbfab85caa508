"""Casey gives something to one of two, and that person finds it: through the pages, as a browser does."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from uuid import UUID, uuid4

from django.test import Client

from couples.accounts.models import User
from couples.counseling.models import Counseling
from exercises.counselor.to_one import lists
from exercises.private.handouts import received
from tests.couples.lock.opened import opened_store
from tests.exercises.counselor.at_work import signed_in

SLUG = "room-for"
NOTE = "Zanzibar, said to one alone"
WORDS = "Mombasa, told to her alone"
MINE = "/alone/f/"
TOKENS = re.compile(
    r'(name="(?:csrfmiddlewaretoken|id|page_owner|one_try)" value="|name="(?:csrf-token|page-owner)" content="|'
    r'nonce=")[^"]*"'
)


def path(linked: Counseling, voice: str = "a") -> str:
    return f"/counsel/one/{linked.pk}/{voice}/"


def give(linked: Counseling, voice: str = "a", note: str = NOTE, **more: Any) -> Any:
    """Send the form. Returns the answer."""
    filled = {"exercise": SLUG, "note": note, "id": str(uuid4()), **more}
    return signed_in(linked.counselor).post(f"{path(linked, voice)}give/", filled)


def of(user: User, pin: str = "") -> list[received.Handout]:
    """Return what is on this person's pages."""
    return received.read(opened_store(user, pin))


def listed(linked: Counseling, person: User) -> list[lists.Given]:
    return lists.read(linked).to(person.pk)


def tell(client: Client, handout: UUID, words: str = WORDS, form: str = "") -> Any:
    sent = {"about": handout.hex, "words": words, "id": form or str(uuid4()), "go": "on"}
    return client.post(MINE, sent)


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return unescape(answer.content.decode())


def bare(answer: Any) -> str:
    """Return the page without what differs on every request; its length stays."""
    return TOKENS.sub(
        lambda found: found[1] + "x" * (len(found[0]) - len(found[1]) - 1) + '"', answer.content.decode()
    )
