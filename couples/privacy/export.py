"""The export behind *Download your data*: one structure, as JSON or as a page.

It holds a person's own data and shared items, never what a partner only showed them. Private data has a section of its
own, included only on request. All other sections are always there, even if empty, so that absence tells nothing.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from couples import hooks
from couples.accounts import sign_ins
from couples.accounts.models import User
from couples.accounts.users import display_name
from couples.counseling.models import AccessRecord, Counseling
from couples.lock.locks import OpenStore
from couples.meetings.models import Meeting
from couples.pairing.models import Couple, Membership
from couples.privacy import data_map
from couples.privacy.data_map import Entry, Export

EXPORT_FORMAT: Final = "counterpoint-export-1"
TITLES: Final = {
    "you": _("You"),
    "addresses": _("Your e-mail addresses"),
    "counselor": _("Your profile as a counselor"),
    "meetings_with_couples": _("When you meet your couples"),
    "couples": _("Who you were here with"),
    "meetings": _("Times to meet"),
    "counselors": _("Your counselors"),
    "reads": _("Who else viewed information about you"),
    "sessions": _("Your own words in sessions, as both of you could read them"),
    "agreements": _("Limits, requests and agreements, in the words you accepted"),
    "assignments": _("Exercises from your counselor"),
    "only_yours": _("Only yours: what nobody else can see"),
}


def collect(user: User, open_store: OpenStore | None = None) -> dict[str, Any]:
    """Collect the export. Pass the open store only if the person asked for private data too."""
    parts: dict[str, Any] = {
        "you": _rows("couples.User", user)[0],
        "addresses": _rows("account.EmailAddress", user),
        "counselor": _rows("couples.CounselorProfile", user),
        "meetings_with_couples": _rows("couples.CounselorMeeting", user),
        **_of_couples(user),
        "sessions": [],
        "agreements": [],
        "assignments": [],
    }
    for sections in hooks.tell(hooks.exported, user):
        parts |= sections
    if open_store is not None:
        parts["only_yours"] = _private(user, open_store)
    return {"form": EXPORT_FORMAT, "made_on": timezone.localdate().isoformat(), **_plain(parts)}


def as_json(found: dict[str, Any]) -> bytes:
    return json.dumps(found, ensure_ascii=False, indent=2).encode()


def as_page(found: dict[str, Any]) -> bytes:
    """Return the export as an HTML page that needs no other files."""
    parts = [{"title": title, "value": found[name]} for name, title in TITLES.items() if name in found]
    return render_to_string(
        "couples/export_page.html", {"parts": parts, "made_on": found["made_on"]}
    ).encode()


def _of_couples(user: User) -> dict[str, Any]:
    own = Couple.objects.filter(memberships__user=user).order_by("created_at").distinct()
    linked = Counseling.objects.filter(Q(couple__in=own) | Q(counselor=user), linked_at__isnull=False)
    reads = AccessRecord.objects.filter(Q(couple__in=own) | Q(reader=user)).order_by("at")
    return {
        "couples": [
            {"with": _other(couple, user), "since": _day(couple.created_at), "until": _day(couple.ended_at)}
            for couple in own
        ],
        "meetings": list(
            Meeting.objects.filter(couple__in=own).order_by("starts_at").values("starts_at", "state")
        ),
        "counselors": [
            {"name": _name(one.counselor), "since": _day(one.linked_at), "until": _day(one.ended_at)}
            for one in linked.select_related("counselor").order_by("linked_at")
        ],
        "reads": [{"what": read.what, "role": read.role, "on": _day(read.at)} for read in reads],
    }


def _day(at: datetime | None) -> date | None:
    """Return the date only: a time would show when the partner acted."""
    return timezone.localdate(at) if at else None


def _other(couple: Couple, user: User) -> str:
    other = Membership.objects.filter(couple=couple).exclude(user=user).select_related("user").first()
    return _name(other.user) if other else ""


def _name(user: User) -> str:
    return display_name(user.name, user.erased_at)


def _private(user: User, open_store: OpenStore) -> dict[str, Any]:
    private = [entry for entry in data_map.entries() if entry.export is Export.PRIVATE and entry.fields]
    found: dict[str, Any] = {entry.model: _values(entry, user) for entry in private}
    found["sign_ins"] = [
        {"device": one.device, "since": one.since, "used": one.used} for one in sign_ins.living(user)
    ]
    for sections in hooks.tell(hooks.exported_privately, open_store):
        found |= sections
    return found


def _rows(model: str, user: User) -> list[dict[str, Any]]:
    entry = data_map.of(model)
    return _values(entry, user) if entry and entry.kind else []


def _values(entry: Entry, user: User) -> list[dict[str, Any]]:
    return list(entry.rows(user.pk).order_by("pk").values(*entry.fields))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int | float) else str(value)
