"""Consents: the only module that answers what a counselor may read about a couple. Each call reads the database.

Each partner gives and withdraws alone. The functions return what both allow, or a partner's own choices; never which
partner gave, refused or withdrew. A refusal is not stored.
"""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Count, F, FilteredRelation, Q, QuerySet
from django.utils.translation import gettext as _

from couples import hooks
from couples.accounts import factors
from couples.accounts.models import User
from couples.counseling import chain, consent_rows, links
from couples.counseling.models import Consent, Counseling
from couples.counseling.scopes import SCOPES, Scope
from couples.facts.changing import changing, taking_away
from couples.pairing.models import Couple, Membership
from couples.refused import Refused


def counseling(counselor: User, couple: Couple) -> Counseling | None:
    """Return the link of this counselor with this couple if both accepted it and it has not ended, else None.

    Returns None for a counselor without a second factor, so that a stolen password does not open a couple's data.
    """
    if couple.ended_at is not None or not _is_counselor_now(counselor):
        return None
    return Counseling.objects.filter(
        counselor=counselor, couple=couple, linked_at__isnull=False, ended_at__isnull=True
    ).first()


def counselings(counselor: User) -> list[Counseling]:
    """Return the links of this counselor with all couples, each as `counseling` returns it."""
    return links.of_counselor(counselor) if _is_counselor_now(counselor) else []


def scopes(counselor: User, couple: Couple) -> frozenset[Scope]:
    """Return the scopes that both partners allow this counselor now."""
    link = counseling(counselor, couple)
    return frozenset() if link is None else shared(link)


def allowed_now(counselor: UUID, couple: UUID, leaving: bool = False) -> frozenset[Scope] | None:
    """Return what `scopes` does, or None without a link in force, in one query: nothing read before is relied on.

    `leaving`: only what both allow to be printed or saved.
    """
    here = _in_force(couple).filter(counselor=counselor, couple__memberships__left_at__isnull=True)
    consents = FilteredRelation("consents", condition=Q(consents__withdrawn_at__isnull=True))
    rows = here.annotate(allowed=consents).values_list(
        "couple__memberships__user", "allowed__person", "allowed__scope", "allowed__version"
    )
    both: dict[UUID, dict[str, int]] = {}
    for member, person, scope, version in rows:
        both.setdefault(member, {}).update({scope: version} if person == member else {})
    if len(both) != 2:
        return None
    return frozenset(
        one for one in SCOPES if all(one.is_in(own.get(one.value), leaving) for own in both.values())
    )


def _in_force(couple: UUID) -> QuerySet[Counseling]:
    """Return a query for this couple's links with counselors who are so now and have a second factor."""
    return Counseling.objects.filter(
        couple=couple,
        couple__ended_at__isnull=True,
        counselor__in=factors.protected().filter(is_active=True, is_counselor=True),
        linked_at__isnull=False,
        ended_at__isnull=True,
    )


def shared(link: Counseling) -> frozenset[Scope]:
    """Return the scopes that both partners allow in this counseling now, whether or not it is linked."""
    return shared_of([link])[link.pk]


def shared_of(several: Sequence[Counseling]) -> dict[UUID, frozenset[Scope]]:
    """Return what `shared` does for each of these counselings, by its id, in one query."""
    both = (
        Consent.objects.filter(
            _of_allowing_version(SCOPES),
            person__memberships__couple=F("counseling__couple"),
            person__memberships__left_at__isnull=True,
            counseling__in=several,
            withdrawn_at__isnull=True,
        )
        .values("counseling", "scope")
        .annotate(people=Count("person", distinct=True))
        .filter(people=2)
    )
    return _by_counseling(several, both.values_list("counseling", "scope"))


def readers(couple: UUID, *wanted: Scope) -> list[str]:
    """Return the names of the counselors who may read at least one of these scopes now; the same for both partners."""
    both = (
        Consent.objects.filter(
            _of_allowing_version(wanted),
            person__memberships__couple=couple,
            person__memberships__left_at__isnull=True,
            counseling__in=_in_force(couple),
            withdrawn_at__isnull=True,
        )
        .values("counseling__counselor__name", "scope")
        .annotate(people=Count("person", distinct=True))
        .filter(people=2)
    )
    return sorted({row["counseling__counselor__name"] for row in both})


def own(link: Counseling, person: User) -> frozenset[Scope]:
    """Return what this person allows. Show it only to this person."""
    return own_of([link], person)[link.pk]


def own_of(
    several: Sequence[Counseling], person: User, leaving: bool = False
) -> dict[UUID, frozenset[Scope]]:
    """Return what `own` does for each of these counselings, by its id, in one query. `leaving`: see `allowed_now`."""
    rows = Consent.objects.filter(
        _of_allowing_version(SCOPES, leaving),
        counseling__in=several,
        person=person,
        withdrawn_at__isnull=True,
    )
    return _by_counseling(several, rows.values_list("counseling", "scope"))


def give(link: Counseling, person: User, *wanted: Scope) -> None:
    """Store that this person allows these scopes, all or none, in the current version of each text. Idempotent.

    Raises Refused, and DoesNotHold for a link that is no act of the three.
    """
    with changing(person, link.counselor_id):
        _lock(link, person)
        changed = []
        for scope in wanted:
            live = _live(link, person, scope)
            changed += consent_rows.withdraw(live.exclude(version=scope.version))
            if not live.exists():
                said = {"scope": scope.value, "version": scope.version}
                changed.append(Consent.objects.create(counseling=link, person=person, **said))
        chain.append(link.couple_id, changed)


def withdraw(link: Counseling, person: User, scope: Scope) -> None:
    """End this person's consent. The row stays, to show why the counselor could read until now."""
    with taking_away(person):
        if withdrawn := consent_rows.withdraw(_live(link, person, scope)):
            hooks.tell(hooks.withdrawn, link)
            chain.append(link.couple_id, withdrawn)


def _live(link: Counseling, person: User, scope: Scope) -> QuerySet[Consent]:
    return Consent.objects.filter(
        counseling=link, person=person, scope=scope.value, withdrawn_at__isnull=True
    )


def _of_allowing_version(scopes: Iterable[Scope], leaving: bool = False) -> Q:
    """Match consents to these scopes that were given for a version of each scope's text that allows it."""
    versions = ((one.value, (one.least(leaving), one.version)) for one in scopes)
    return reduce(or_, (Q(scope=value, version__range=those) for value, those in versions))


def _by_counseling(
    several: Sequence[Counseling], rows: Iterable[tuple[UUID, str]]
) -> dict[UUID, frozenset[Scope]]:
    found: dict[UUID, set[str]] = {link.pk: set() for link in several}
    for counseling, value in rows:
        found[counseling].add(value)
    return {pk: frozenset(one for one in SCOPES if one.value in values) for pk, values in found.items()}


def _is_counselor_now(counselor: User) -> bool:
    if not (counselor.is_active and counselor.is_counselor):
        return False
    return not factors.needs_second_factor(counselor)


def _lock(link: Counseling, person: User) -> None:
    """Lock the link until the transaction ends. Raises Refused if it is not in force or the person is no member."""
    locked = Counseling.objects.select_for_update().filter(
        pk=link.pk, linked_at__isnull=False, ended_at__isnull=True
    )
    member = Membership.objects.filter(couple=link.couple_id, user=person, left_at__isnull=True)
    if not (locked.exists() and member.exists()):
        raise Refused(_("You are no longer linked with this counselor."))
