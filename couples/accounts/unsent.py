"""Words that somebody typed into a form and that were not stored: they are given back to their author, once.

They are in the answer to the very form that held them, and nowhere else: nothing of it is kept. Where somebody else is
signed in by then they are sealed in that answer, and only their author can have them shown.
"""

from __future__ import annotations

import base64
import binascii
import json
from typing import Final

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from couples.keys import data_keys
from couples.keys.any_key import unseal_with

TEXTS: Final = "text_field"
"""Each form names its texts in fields of this name: all else in it may be a choice, or a secret."""
SEALED: Final = "sealed_words"
PURPOSE: Final = "unsent words"
GONE: Final = _("What it belonged to has been removed meanwhile, or is not open to you any more.")
NOT_NOW: Final = _("This page can’t be used just now.")
AWAY: Final = _("This page couldn’t be reached when you sent it.")
"""Why a form was not taken."""
MOST: Final = 200_000
"""Characters of sealed words that are looked at."""


def words_of(posted: QueryDict) -> list[str]:
    """Return the texts in a posted form, in order."""
    typed = (text.strip() for name in dict.fromkeys(posted.getlist(TEXTS)) for text in posted.getlist(name))
    return [text for text in typed if text]


def sealed(posted: QueryDict, owner: str) -> str:
    """Return these texts sealed for the owner of the page, or those that came sealed already; or empty."""
    words = words_of(posted)
    if not words:
        return posted.get(SEALED, "")[:MOST]
    made = data_keys.seal(data_keys.of_server(PURPOSE)[0], json.dumps(words).encode(), _context(owner))
    return base64.b64encode(made).decode()


def opened(posted: QueryDict, owner: str) -> list[str]:
    """Return the texts that came sealed, if they were sealed for this owner."""
    try:
        came = base64.b64decode(posted.get(SEALED, "")[:MOST], validate=True)
        words: list[str] = json.loads(unseal_with(data_keys.of_server(PURPOSE), came, _context(owner)))
    except (binascii.Error, ValueError, data_keys.CannotOpen):
        return []
    return words


def given_back(request: HttpRequest, raised: Exception) -> HttpResponse | None:
    """Return the page with the words of a form whose address has gone meanwhile, or is closed; None if it had none."""
    status = 404 if isinstance(raised, Http404) else 403 if isinstance(raised, PermissionDenied) else 0
    words = words_of(request.POST) if status and request.method == "POST" else []
    return not_stored(request, words, GONE, status) if words else None


def instead(request: HttpRequest, refused: HttpResponse, why: Promise = NOT_NOW) -> HttpResponse:
    """Return the page with the words of a form that no view gets, and the way to where it would have led; or `refused`,
    the answer to a form without words.
    """
    words = words_of(request.POST)
    return not_stored(request, words, why, 403, getattr(refused, "url", "")) if words else refused


def not_stored(
    request: HttpRequest, words: list[str], why: Promise, status: int, comes_first: str = ""
) -> HttpResponse:
    """Return the page with these words. The same form may have been taken before, so it does not say that none was."""
    seen = {"unsent": words, "why": why, "comes_first": comes_first}
    return render(request, "account/not_stored.html", seen, status=status)


def _context(owner: str) -> bytes:
    return f"unsent|{owner}".encode()
