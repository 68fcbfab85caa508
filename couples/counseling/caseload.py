"""All couples of a counselor at once: who they are, and what both partners of each allow; in one query each."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import F

from couples.accounts import factors
from couples.accounts.models import User
from couples.among import Among
from couples.counseling import labels
from couples.counseling.models import CONSENTS, Consent, Counseling
from couples.counseling.scopes import SCOPES, Scope, find
from couples.pairing.models import Membership

Allowed = dict[UUID, frozenset[Scope]]
"""By the id of a link: what both partners allow in it."""


@dataclass(frozen=True)
class LinkedPair:
    """A couple that a counselor is linked with. `link`: the id of the link. `label`: hers. `meets_at`: when she meets
    them next, as she noted it; `is_shown`: whether both see that."""

    link: UUID
    couple: UUID
    people: tuple[UUID, UUID]
    names: tuple[str, str]
    label: str = ""
    meets_at: datetime | None = None
    is_shown: bool = False


_COUNSELING: Final = "couple__counselings"
_MEETING: Final = f"{_COUNSELING}__meeting"


def linked_with(counselor: User) -> list[LinkedPair]:
    """Return every couple that this counselor is linked with now, in one query; none without a second factor."""
    in_force = {
        "left_at__isnull": True,
        "couple__ended_at__isnull": True,
        f"{_COUNSELING}__counselor": counselor.pk,
        f"{_COUNSELING}__counselor__in": factors.protected().filter(is_active=True, is_counselor=True),
        f"{_COUNSELING}__linked_at__isnull": False,
        f"{_COUNSELING}__ended_at__isnull": True,
    }
    rows: Any = (
        Membership.objects.filter(**in_force)
        .order_by("voice")
        .values(
            "couple",
            "user",
            name=F("user__name"),
            link=F(f"{_COUNSELING}__pk"),
            label=F(f"{_COUNSELING}__sealed_label"),
            meets_at=F(f"{_MEETING}__starts_at"),
            is_shown=F(f"{_MEETING}__is_shown"),
        )
    )
    found: dict[UUID, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["link"], []).append(row)
    both = {link: two for link, two in found.items() if len(two) == 2}
    return _with_labels(counselor, both)


def allowed_in(pairs: Collection[LinkedPair], counselor: UUID) -> Allowed:
    """Return what both partners allow in each of these links, by consents that were given here, in one query."""
    rows = Consent.objects.filter(
        Among("counseling", [pair.link for pair in pairs]),
        counseling__counselor=counselor,
        counseling__linked_at__isnull=False,
        counseling__ended_at__isnull=True,
        withdrawn_at__isnull=True,
    )
    given: dict[tuple[UUID, UUID], set[str]] = {}
    couples = {pair.link: pair.couple for pair in pairs}
    for row in rows.values("counseling", "row_mac", "person_id", "scope", "version"):
        link = row["counseling"]
        hers = {"counseling__counselor_id": counselor, "counseling__couple_id": couples[link]}
        if _is_in_force(row["scope"], row["version"]) and CONSENTS.holds(
            CONSENTS.of_row(row | hers), row["row_mac"]
        ):
            given.setdefault((link, row["person_id"]), set()).add(row["scope"])
    return {pair.link: _both(given.get((pair.link, who), set()) for who in pair.people) for pair in pairs}


def may_still(counselor: UUID, shown: dict[UUID, set[str]]) -> bool:
    """Return whether everything that a page shows may still be shown, by the ids of the links, in one query."""
    now = _allowed_now(counselor, shown)
    return all(link in now and scopes <= now[link] for link, scopes in shown.items())


def _allowed_now(counselor: UUID, links: Iterable[UUID]) -> dict[UUID, set[str]]:
    rows = (
        Membership.objects.filter(left_at__isnull=True, couple__ended_at__isnull=True)
        .filter(
            **{
                f"{_COUNSELING}__in": list(links),
                f"{_COUNSELING}__counselor": counselor,
                f"{_COUNSELING}__linked_at__isnull": False,
                f"{_COUNSELING}__ended_at__isnull": True,
            }
        )
        .values_list(
            f"{_COUNSELING}__pk",
            "user",
            f"{_COUNSELING}__consents__person",
            f"{_COUNSELING}__consents__scope",
            f"{_COUNSELING}__consents__version",
            f"{_COUNSELING}__consents__withdrawn_at",
        )
    )
    found: dict[UUID, dict[UUID, set[str]]] = {}
    for link, member, person, scope, version, withdrawn in rows:
        own = found.setdefault(link, {}).setdefault(member, set())
        if person == member and withdrawn is None and _is_in_force(scope, version):
            own.add(scope)
    return {link: set.intersection(*two.values()) for link, two in found.items() if len(two) == 2}


def _is_in_force(scope: str, version: int) -> bool:
    """Return whether a consent to this version of this scope's text allows reading."""
    known = find(scope)
    return known is not None and known.is_in(version)


def _both(each: Iterable[set[str]]) -> frozenset[Scope]:
    values = set.intersection(*each)
    return frozenset(one for one in SCOPES if one.value in values)


def _with_labels(counselor: User, both: dict[UUID, list[dict[str, Any]]]) -> list[LinkedPair]:
    several = [
        Counseling(pk=link, counselor_id=counselor.pk, sealed_label=two[0]["label"])
        for link, two in both.items()
    ]
    called = labels.of(counselor, several)
    return [
        LinkedPair(
            link,
            a["couple"],
            (a["user"], b["user"]),
            (a["name"], b["name"]),
            called[link],
            a["meets_at"],
            bool(a["is_shown"]),
        )
        for link, (a, b) in both.items()
    ]
