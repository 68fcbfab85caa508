"""The marks of a device: random bytes in a cookie, by which somebody's own browser is told from others.

They say nothing about anybody. Each browser in which a page of accounts was opened has as many, all of one length,
drawn before anybody signs in; signing out and Exit leave them. A sign-in draws one anew. The cookie ends on the day
that was chosen for the first ones, so that it does not show when somebody last signed in.
"""

from __future__ import annotations

import base64
import binascii
import secrets
import time
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from couples.keys import data_keys

MARK_BYTES: Final = 16
HOW_MANY: Final = 4
"""So many people can be known on one device."""
LIFETIME: Final = timedelta(days=400)
"""As long as browsers keep a cookie at most."""
DAY: Final = int(timedelta(days=1).total_seconds())
END_BYTES: Final = 5
LENGTH: Final = HOW_MANY * MARK_BYTES + END_BYTES
PURPOSE: Final = "device mark"


@dataclass(frozen=True)
class Marks:
    """`several`: the newest first. `end`: when the cookie ends, in seconds, at the beginning of a day."""

    several: tuple[bytes, ...]
    end: int

    @classmethod
    def drawn(cls, several: tuple[bytes, ...] = ()) -> Marks:
        """Return marks for a device that has none, or only these."""
        more = tuple(secrets.token_bytes(MARK_BYTES) for _mark in range(HOW_MANY - len(several)))
        return cls(several + more, (int(time.time()) // DAY + LIFETIME.days) * DAY)

    @classmethod
    def read(cls, cookie: str) -> Marks | None:
        """Return the marks in this cookie. What was not drawn here counts as none."""
        try:
            value = base64.urlsafe_b64decode(cookie)
        except (binascii.Error, ValueError):
            return None
        for length in (LENGTH, MARK_BYTES):  # the shorter one is from before there were several
            known, tag = value[:length], value[length:]
            if len(known) == length and data_keys.is_mac(tag, PURPOSE, known):
                return cls._of(known) if length == LENGTH else cls.drawn((known,))
        return None

    @classmethod
    def _of(cls, known: bytes) -> Marks:
        several = tuple(known[at : at + MARK_BYTES] for at in range(0, HOW_MANY * MARK_BYTES, MARK_BYTES))
        return cls(several, int.from_bytes(known[-END_BYTES:]))

    def renewed(self, request: HttpRequest, without: Collection[bytes]) -> bytes:
        """Put a new mark in front, which this browser gets with the answer, and drop some. Returns it."""
        new = secrets.token_bytes(MARK_BYTES)
        kept = [one for one in self.several if one not in without][: HOW_MANY - 1]
        several = Marks.drawn((new, *kept)).several
        request.drawn_marks = Marks(several, self.end)  # type: ignore[attr-defined]
        return new

    def give(self, response: HttpResponse) -> None:
        known = b"".join(self.several) + self.end.to_bytes(END_BYTES)
        response.set_cookie(
            settings.DEVICE_COOKIE_NAME,
            base64.urlsafe_b64encode(known + data_keys.mac(PURPOSE, known)).decode(),
            max_age=max(0, self.end - int(time.time())),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def read(request: HttpRequest) -> Marks | None:
    """Return the marks of this device, if it has some or gets some with this answer."""
    drawn: Marks | None = getattr(request, "drawn_marks", None)
    return drawn or Marks.read(request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""))


def marks_of(request: HttpRequest) -> Marks:
    """Return the marks of this device, and draw some for one that has none."""
    found = read(request)
    if found is None:
        found = request.drawn_marks = Marks.drawn()  # type: ignore[attr-defined]
    return found
