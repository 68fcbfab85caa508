"""A person's list of sign-ins, and ending them. Only the kind of device and the times are kept, never an address."""

import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from couples import hooks
from couples.accounts import sessions, sign_in_ends
from couples.accounts.models import SignIn, User
from couples.accounts.sign_in_ends import FACTS
from couples.keys import data_keys, latest

JUST_NOW: Final = timedelta(minutes=5)
"""An end is told to open sockets for this long. The duty that does so runs more often."""
LAST_SIGN_IN: Final = "last sign-in"
"""Under this purpose, `keys` holds on which day somebody signed in last, counted from 1970."""
TOLD_UNUSED: Final = "told unused"
"""Under this purpose, `keys` holds when somebody was told for the second time that their unused account will end."""
WHICH: Final = "which sign-in"
EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
PHONES, TABLETS = ("iphone", "mobile"), ("ipad", "tablet")
COMPUTERS = ("windows", "macintosh", "x11", "cros", "linux")


def device(user_agent: str) -> str:
    """Return phone, tablet, computer or other; nothing else is kept of the user agent."""
    said = user_agent.lower()
    if any(word in said for word in TABLETS):
        return "tablet"
    if any(word in said for word in PHONES):
        return "phone"
    if "android" in said:
        return "tablet"
    return "computer" if any(word in said for word in COMPUTERS) else "other"


def device_of(request: HttpRequest) -> str:
    return device(request.headers.get("User-Agent", ""))


def in_words(kind: str) -> str:
    words = {"phone": _("A phone"), "tablet": _("A tablet"), "computer": _("A computer")}
    return words.get(kind, _("Another device"))


@dataclass(frozen=True)
class Listed:
    """One sign-in of a person: on which kind of device, since when, when it was used last, coarsely."""

    stored_key: str
    device: str
    since: datetime
    used: datetime

    def is_of(self, request: HttpRequest) -> bool:
        return self.stored_key == _key_of(request)


def begin(request: HttpRequest, user: User) -> None:
    """Start the time of the sign-in that this request has just made."""
    sign_in_ends.begin(request.session, user, device_of(request))


def note_use(user: User) -> None:
    """Note that somebody has just signed in to this account, and forget that its owner was told that nobody does."""
    note_last(user.pk, timezone.now())
    if settings.UNUSED_ACCOUNT_MONTHS:
        latest.forget(TOLD_UNUSED, user.pk)


def note_last(person: UUID, moment: datetime) -> None:
    """Note that somebody signed in last on the day of this moment."""
    latest.put(LAST_SIGN_IN, person, (moment - EPOCH).days.to_bytes(4, "big"))


def living(user: User) -> list[Listed]:
    """Return the sign-ins of this person that still hold, the oldest first; none beside another one."""
    valid = {user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()}
    found = []
    for row in SignIn.objects.filter(person=user.pk, expire_date__gt=timezone.now()):
        data = sessions.opened(row) or {}
        facts = data.get(FACTS, {"beside": True})
        if data.get(HASH_SESSION_KEY) in valid and "beside" not in facts and sign_in_ends.why(data) is None:
            times = (datetime.fromtimestamp(facts[name], UTC) for name in ("since", "used"))
            found.append(Listed(row.session_key, facts["device"], *times))
    return sorted(found, key=lambda one: one.since)


def end_others(request: HttpRequest) -> None:
    """End every sign-in of this person but the one of this request, and tell the listeners that close open sockets."""
    assert isinstance(request.user, User)
    SignIn.objects.filter(person=request.user.pk).exclude(session_key=_key_of(request)).delete()
    hooks.tell(hooks.signed_out, request.user.pk)


def end_of_everybody() -> int:
    """End every sign-in of everybody, also one that is in nobody's list. Returns how many there were."""
    living = SignIn.objects.filter(expire_date__gt=timezone.now())
    people = set(living.filter(person__isnull=False).values_list("person", flat=True))
    number = living.count()
    SignIn.objects.all().delete()
    for person in people:
        hooks.tell(hooks.signed_out, person)
    return number


def end_all(user: User) -> None:
    """End every sign-in of a person, because the account is switched off or erased."""
    SignIn.objects.filter(person=user.pk).delete()
    hooks.tell(hooks.signed_out, user.pk)


def tell_ended() -> int:
    """Tell the listeners that close open sockets about everybody one of whose sign-ins has just ended by itself."""
    now = timezone.now()
    ended = SignIn.objects.filter(expire_date__gt=now - JUST_NOW, expire_date__lte=now, person__isnull=False)
    people = set(ended.values_list("person", flat=True))
    for person in people:
        hooks.tell(hooks.signed_out, person)
    return len(people)


def use(keys: Collection[str]) -> dict[str, float]:
    """Count the sign-ins that are stored under these keys as used now, if that is worth storing.

    Returns after how many seconds the next use of each is. One that has ended, or is changed by a request at this very
    moment, is left as it is.
    """
    after = {}
    for row in SignIn.objects.filter(session_key__in=keys, expire_date__gt=timezone.now()):
        data = sessions.opened(row) or {}
        if FACTS not in data or sign_in_ends.why(data) is not None:
            continue
        if sign_in_ends.is_due(data):
            _count(row, data)
        after[row.session_key] = sign_in_ends.stored_every(data)
    return after


def _count(row: SignIn, data: dict[str, Any]) -> None:
    data[FACTS] = data[FACTS] | {"used": time.time()}
    SignIn.objects.filter(session_key=row.session_key, session_data=row.session_data).update(
        session_data=sessions.sealed(row.session_key, row.person, data), expire_date=sign_in_ends.end_of(data)
    )


def mac_of(session: Mapping[str, Any], user: User) -> str:
    """Return a MAC that tells this sign-in from every other one of the person; also after a new password."""
    return data_keys.mac(WHICH, _which(session, user)).hex()


def is_mac_of(mac: str, session: Mapping[str, Any], user: User) -> bool:
    """Return whether `mac_of` gave this in the same sign-in."""
    return data_keys.is_mac(bytes.fromhex(mac), WHICH, _which(session, user))


def _which(session: Mapping[str, Any], user: User) -> bytes:
    return f"{user.pk}|{session.get(FACTS, {}).get('since', '')}".encode()


def _key_of(request: HttpRequest) -> str:
    key: str = request.session.stored_key  # type: ignore[attr-defined]
    return key
