"""Whose page speaks: each page belongs to one person and one sign-in, and says so with whatever it asks or sends.

A browser may get another cookie while a page is open: somebody else signs in, or the same person anew. What that page
then asks or sends would count as theirs. Here it is told apart, before anything is stored, sent or shown.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from couples.accounts import unsent
from couples.accounts.models import User
from couples.accounts.sign_in_ends import FACTS
from couples.keys import data_keys
from couples.middleware import Middleware

PERSON, SIGN_IN = "page of a person", "page of a sign-in"
FIELD: Final = "page_owner"
"""The hidden field of every form that says whose page it is on."""
HEADER: Final = "X-Page-Owner"
"""The header with which a script says it."""
SUBPROTOCOL: Final = "page-owner."
"""What a browser offers beside the subprotocol of a socket begins with this: it can send no header there."""
SIGNED_OUT, ANEW, SOMEBODY_ELSE = 401, 409, 410
"""The status of the answer to a page that is not of this sign-in."""
SIGN_LENGTH: Final = 32


class Asker(Enum):
    """Who asks from a page: its owner in the same sign-in, or in a new one; somebody else; nobody who is signed in."""

    OWNER = "owner"
    ANEW = "anew"
    SOMEBODY_ELSE = "somebody else"
    NOBODY = "nobody"


def of_page(request: HttpRequest) -> str:
    """Return what a page of this person and sign-in says; empty if nobody is signed in. It tells nobody anything."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return ""
    return f"{_signs(PERSON, _person(user))[0]}.{_signs(SIGN_IN, _sign_in(request.session, user))[0]}"


def asker(said: str, session: Mapping[str, Any], user: Any) -> Asker:
    """Return who it is that asks from the page that said this."""
    if not isinstance(user, User):
        return Asker.NOBODY
    person, _dot, sign_in = said.partition(".")
    if not _is_one_of(person, _signs(PERSON, _person(user))):
        return Asker.SOMEBODY_ELSE
    is_same = _is_one_of(sign_in, _signs(SIGN_IN, _sign_in(session, user)))
    return Asker.OWNER if is_same else Asker.ANEW


def said_in(offered: Iterable[str]) -> str:
    """Return what a page said among the subprotocols it offered for a socket; empty if nothing."""
    return next((one.removeprefix(SUBPROTOCOL) for one in offered if one.startswith(SUBPROTOCOL)), "")


class OfOnePerson(Middleware):
    """Answers whatever comes from a page of another sign-in, so that no view does. Gives its author the words back.

    A page that says nothing is of no form or script of ours.
    """

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        return answer(request)

    def process_exception(self, request: HttpRequest, raised: Exception) -> HttpResponse | None:
        return unsent.given_back(request, raised)


def answer(request: HttpRequest) -> HttpResponse | None:
    """Return the answer to a page of another sign-in; None if it is of this one, or does not say."""
    by_script = request.headers.get(HEADER, "")
    said = by_script or (request.POST.get(FIELD, "") if request.method == "POST" else "")
    if not said:
        return None
    who = asker(said, request.session, request.user)
    request.is_of_owner = who is Asker.OWNER  # type: ignore[attr-defined]
    if by_script:
        status = {Asker.NOBODY: SIGNED_OUT, Asker.ANEW: ANEW, Asker.SOMEBODY_ELSE: SOMEBODY_ELSE}.get(who)
        return HttpResponse(status=status) if status else None
    if who is Asker.ANEW:
        words = [*unsent.words_of(request.POST), *unsent.opened(request.POST, said)]
        return render(request, "account/page_from_before.html", {"unsent": words}, status=ANEW)
    if who is Asker.OWNER and unsent.SEALED in request.POST:
        return unsent.not_stored(request, unsent.opened(request.POST, said), unsent.AWAY, ANEW)
    if who is Asker.SOMEBODY_ELSE or (who is Asker.NOBODY and unsent.SEALED in request.POST):
        return for_owner(request, said)
    return None  # nobody: the view asks them to sign in, and gives back what was typed


def for_owner(request: HttpRequest, said: str) -> HttpResponse:
    """Return the page that says that its owner is not here, with their words sealed for them."""
    seen = {"said": said, "sealed": unsent.sealed(request.POST, said)}
    return render(request, "account/page_of_another.html", seen, status=SOMEBODY_ELSE)


def words_for_owner(request: HttpRequest) -> list[str]:
    """Return the texts of a form that its owner has sent in the same sign-in; none of any other."""
    return unsent.words_of(request.POST) if getattr(request, "is_of_owner", False) else []


def sealed_for_owner(request: HttpRequest) -> dict[str, str]:
    """Return what `account/_sealed.html` needs for a form of which nobody could say who sent it, or nothing."""
    said = request.POST.get(FIELD, "") if request.method == "POST" else ""
    if not said or hasattr(request, "is_of_owner"):
        return {}
    token = request.POST.get("csrfmiddlewaretoken", "")
    return {"said": said, "sealed": unsent.sealed(request.POST, said), "csrf_token": token}


def _person(user: User) -> bytes:
    return str(user.pk).encode()


def _sign_in(session: Mapping[str, Any], user: User) -> bytes:
    """What stays as long as the sign-in does: its cookie's key changes with each proof."""
    return f"{user.pk}|{session.get(FACTS, {}).get('since', '')}".encode()


def _signs(purpose: str, data: bytes) -> list[str]:
    return [mac.hex()[:SIGN_LENGTH] for mac in data_keys.macs(purpose, data)]


def _is_one_of(said: str, signs: list[str]) -> bool:
    return any(hmac.compare_digest(said.encode(errors="replace"), each.encode()) for each in signs)
