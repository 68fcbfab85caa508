"""What the account page says of changes that wait, and of those that were cancelled: never what they are."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from couples.accounts.models import DelayedChange, User

from . import delays, delays_told, sign_ins

Kind = DelayedChange.Kind
NAMES: Final[dict[str, str | Promise]] = {
    Kind.ADDRESS: _("A new e-mail address"),
    Kind.APP: _("An authenticator app"),
    Kind.PASSKEY: _("A passkey"),
    Kind.RECOVERY_CODES: _("New recovery codes"),
    Kind.REMOVAL: _("Removing a passkey or an authenticator app"),
}


@dataclass(frozen=True)
class Shown:
    """One change. `moment`: when it was set up or, of `cancelled` ones, when the last was cancelled; `is_here`: whether
    in this very sign-in, None if that is not known; `is_late`: whether the mail
    about it could not be delivered yet. Whoever knows the password might look, too: so no content."""

    id: UUID
    name: str | Promise
    day: str
    moment: str
    is_here: bool | None
    cancelled: int
    is_late: bool


def shown(request: HttpRequest) -> dict[str, list[Shown]]:
    """Return what is `waiting` of this person and what was `cancelled`, the oldest first."""
    user = request.user
    assert isinstance(user, User)
    found = []
    for row, content in delays.stored(user):
        mac = content.get(delays.SET_UP_IN)
        is_here = sign_ins.is_mac_of(mac, request.session, user) if mac else None
        moment, cancelled = _moment(row.counts_from - delays.DELAY), content.get(delays.CANCELLED, 0)
        is_late = delays_told.is_late(row)
        found.append(Shown(row.pk, NAMES[row.kind], delays.day(row), moment, is_here, cancelled, is_late))
    return {
        "waiting": [one for one in found if not one.cancelled],
        "cancelled": [one for one in found if one.cancelled],
    }


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "l, j F Y, H:i")
