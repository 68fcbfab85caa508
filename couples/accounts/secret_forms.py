"""A form with a secret is good for one try: a browser sends it again from its history, for whoever has the device then.

Without a script, a page that answers a secret stays there with it. Refused the first time, perhaps only because tries
had to wait, it would open later what its owner has closed since.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final

from django.core.cache import cache
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import get_random_string

from couples.middleware import Middleware

FIELD: Final = "one_try"
"""The hidden field of every form with a secret. What comes without it is no form of ours, so it is in no history."""
LASTS: Final = timedelta(hours=12)
"""For how long a page with such a form may be open; and so for how long it is kept which ones were sent."""
LENGTH: Final = 22
REFUSED: Final = 422
SHOWN_AT: Final = {"lock_let_passkey_in": "lock_settings"}
"""On which page the form stands, where its own address shows none."""


class OneTry(Middleware):
    """Answers a form with a secret that was sent before, so that nothing looks at the secret. It comes before whatever
    may answer without looking, for also that answer stays in the history.
    """

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        said = request.POST.get(FIELD) if request.method == "POST" else None
        if said is None or is_first(said):
            return None
        match = request.resolver_match
        page = SHOWN_AT.get(match.url_name or "") if match else None
        seen = {"page": reverse(page) if page else request.get_full_path()}
        return render(request, "account/sent_before.html", seen, status=REFUSED)


def drawn() -> str:
    """Return the value of `FIELD` in one form."""
    return TimestampSigner(salt=FIELD).sign(get_random_string(LENGTH))


def is_first(said: str) -> bool:
    """Return whether a form that says this was made not long ago, and was not sent before; from now on it was."""
    try:
        TimestampSigner(salt=FIELD).unsign(said, max_age=LASTS)
    except BadSignature:
        return False
    return cache.add(f"{FIELD} {said}", 1, LASTS.total_seconds())


def takes_secret(fields: Iterable[Any]) -> bool:
    """Return whether one of these bound fields is for a secret: typed unseen, or a code that works once."""
    widgets = [one.field.widget for one in fields]
    return any(
        getattr(one, "input_type", "") == "password" or one.attrs.get("autocomplete") == "one-time-code"
        for one in widgets
    )
