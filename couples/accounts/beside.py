"""A sign-in beside another one: of the partner to whom a device was passed, for one session's part and nothing else.

Its cookie goes to the address of that part alone. Its row is like any other sign-in's, but its key is made for that
session, so that the same cookie under another name, or elsewhere, signs nobody in. It counts as long as the sign-in in
which the device was passed is there, covered, and names it.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user
from django.contrib.sessions.backends.base import UpdateError
from django.http import HttpRequest, HttpResponse

from couples.accounts import sign_in_ends, sign_ins
from couples.accounts.models import SignIn, User
from couples.accounts.sessions import KEY_LENGTH, SessionStore
from couples.keys import data_keys
from couples.middleware import Middleware

PURPOSE: Final = "sign-ins beside"
COVERED: Final = "covered"
"""In a sign-in: that its device is being passed on for a session, and which sign-in beside it counts."""
OF: Final = "beside"
PROVED: Final = "proved"
"""In a sign-in beside: what the proof was made for."""
PART: Final = re.compile(r"^/sessions/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/beside/")


class BesideStore(SessionStore):
    """The sign-in beside `main` for the part in this session (`stream`)."""

    def __init__(self, session_key: str | None, stream: UUID, main: Any) -> None:
        super().__init__(session_key)
        self.stream, self.main = stream, main

    def keys_of(self, key: str) -> list[str]:
        said = f"{self.stream}|{key}".encode(errors="backslashreplace")
        return [mac.hex()[:KEY_LENGTH] for mac in data_keys.macs(PURPOSE, said)]

    def load(self) -> dict[str, Any]:
        data = super().load()
        if data and not self._counts(data):
            self._session_key = None
            return {}
        return data

    def _counts(self, data: dict[str, Any]) -> bool:
        """Return whether the sign-in beside which this one was made is still there, and covered for it."""
        cover = self.main.get(COVERED) or {}
        if cover.get("stream") != str(self.stream) or cover.get("beside") != self.stored_key:
            return False
        first = _person_of(self.main)
        return first is not None and sign_ins.is_mac_of(data[OF], self.main, first)


class Beside(Middleware):
    """At the address of a part, the request is the partner's: of the sign-in beside, and nobody's without one."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        found = PART.match(request.path)
        if found is None:
            return self.get_response(request)
        main, key = request.session, request.COOKIES.get(settings.BESIDE_COOKIE_NAME)
        store = BesideStore(key, UUID(found[1]), main)
        request.session = store
        try:
            response = self.get_response(request)
        finally:
            request.session = main
        if store.modified and store.session_key and SESSION_KEY in store:
            with suppress(UpdateError):  # it has ended meanwhile
                store.save()
        return response


def covered_for(session: Any) -> UUID | None:
    """Return the session for which this sign-in's device is being passed on, or None."""
    cover = session.get(COVERED)
    return UUID(cover["stream"]) if cover else None


def was_passed(session: Any) -> bool:
    """Return whether the other has had the device since this sign-in was covered."""
    return bool((session.get(COVERED) or {}).get("was_passed"))


def cover(request: HttpRequest, stream: UUID) -> None:
    """Cover this sign-in: until it is uncovered, it opens nothing in this browser."""
    request.session[COVERED] = {"stream": str(stream), "beside": ""}


def uncover(request: HttpRequest) -> None:
    """Let this sign-in open everything again. The one beside it ends."""
    end(request.session)
    request.session.pop(COVERED, None)


def begin(request: HttpRequest, response: HttpResponse, person: User, proved: str) -> None:
    """Sign this person in beside the covered sign-in of this request, and give the browser the cookie.

    `proved`: what their proof was made for.
    """
    first, stream = request.user, covered_for(request.session)
    assert isinstance(first, User)
    assert stream is not None
    end(request.session)
    store = BesideStore(None, stream, request.session)
    store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(person.pk), settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store[PROVED] = proved
    store[OF] = sign_ins.mac_of(request.session, first)
    sign_in_ends.begin(store, person, sign_ins.device_of(request), beside=True)
    store.create()
    request.session[COVERED] |= {"beside": store.stored_key, "was_passed": True}
    response.set_cookie(
        settings.BESIDE_COOKIE_NAME,
        store.session_key or "",
        path=path_of(stream),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def end(main: Any) -> None:
    """End the sign-in beside this one, if there is any."""
    cover = main.get(COVERED) or {}
    if cover.get("beside"):
        SignIn.objects.filter(session_key=cover["beside"]).delete()
        main[COVERED] = cover | {"beside": ""}


def forget(response: HttpResponse, stream: UUID) -> None:
    """Delete the cookie, and what the browser keeps of pages that were shown."""
    response.delete_cookie(settings.BESIDE_COOKIE_NAME, path=path_of(stream), samesite="Lax")
    response.headers["Clear-Site-Data"] = '"cache"'


def path_of(stream: UUID) -> str:
    return f"/sessions/{stream}/beside/"


def _person_of(session: Any) -> User | None:
    asked = HttpRequest()
    asked.session = session
    found = get_user(asked)
    return found if isinstance(found, User) else None
