"""Which scopes a counselor has: the one place that answers who outside a couple may read what. Read anew each time.

Each of the two gives and withdraws alone. Only the conjunction leaves this module, and to each their own choices:
never which of the two gave, refused or withdrew. A refusal is no row at all.
"""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from couples import hooks
from couples.accounts import factors
from couples.accounts.models import User
from couples.counseling.models import Consent, Counseling
from couples.counseling.scopes import SCOPES, Scope
from couples.pairing.models import Couple, Membership
from couples.refused import Refused


def counseling(counselor: User, couple: Couple) -> Counseling | None:
    """The live link of this counselor with this couple: accepted by both, ended by nobody.

    A counselor without a second factor has none: a stolen password must not open what a couple entrusted to her.
    """
    if not (counselor.is_active and counselor.is_counselor) or couple.ended_at is not None:
        return None
    if factors.needs_second_factor(counselor):
        return None
    return Counseling.objects.filter(
        counselor=counselor, couple=couple, linked_at__isnull=False, ended_at__isnull=True
    ).first()


def scopes(counselor: User, couple: Couple) -> frozenset[Scope]:
    """What both of the couple allow this counselor now."""
    link = counseling(counselor, couple)
    return frozenset() if link is None else shared(link)


def shared(link: Counseling) -> frozenset[Scope]:
    """The scopes that both partners allow in this counseling now, whether or not it is linked."""
    assert link.couple is not None
    both = (
        Consent.objects.filter(
            Q(person__memberships__couple=link.couple, person__memberships__left_at__isnull=True),
            _for_present_text(SCOPES),
            counseling=link,
            withdrawn_at__isnull=True,
        )
        .values("scope")
        .annotate(people=Count("person", distinct=True))
        .filter(people=2)
    )
    return _of_values(row["scope"] for row in both)


def readers(couple: UUID, *wanted: Scope) -> list[str]:
    """The names of the counselors who may read at least one of these of this couple now; the same for both."""
    both = (
        Consent.objects.filter(
            _for_present_text(wanted),
            person__memberships__couple=couple,
            person__memberships__left_at__isnull=True,
            counseling__couple=couple,
            counseling__counselor__in=factors.protected().filter(is_active=True, is_counselor=True),
            counseling__linked_at__isnull=False,
            counseling__ended_at__isnull=True,
            withdrawn_at__isnull=True,
        )
        .values("counseling__counselor__name", "scope")
        .annotate(people=Count("person", distinct=True))
        .filter(people=2)
    )
    return sorted({row["counseling__counselor__name"] for row in both})


def given(counselor: UUID, scope: Scope) -> Exists:
    """For a query of memberships: does this member allow this counselor that now? A room is open if both do."""
    return Exists(
        Consent.objects.filter(
            person=OuterRef("user"),
            counseling__couple=OuterRef("couple"),
            counseling__counselor=counselor,
            counseling__counselor__is_active=True,
            counseling__counselor__is_counselor=True,
            counseling__counselor__in=factors.protected(),
            counseling__linked_at__isnull=False,
            counseling__ended_at__isnull=True,
            scope=scope.value,
            version=scope.version,
            withdrawn_at__isnull=True,
        )
    )


def own(link: Counseling, person: User) -> frozenset[Scope]:
    """What this person allows; for their eyes only."""
    rows = link.consents.filter(_for_present_text(SCOPES), person=person, withdrawn_at__isnull=True)
    return _of_values(rows.values_list("scope", flat=True))


def give(link: Counseling, person: User, scope: Scope) -> None:
    """This person allows this counselor this, as the present text explains it. Twice is once."""
    with transaction.atomic():
        _hold(link, person)
        live = _live(link, person, scope)
        live.exclude(version=scope.version).update(withdrawn_at=timezone.now())
        if not live.exists():
            Consent.objects.create(counseling=link, person=person, scope=scope.value, version=scope.version)


def withdraw(link: Counseling, person: User, scope: Scope) -> None:
    """This person does not allow it, from now on. The row stays, so that what was read then is explained."""
    with transaction.atomic():
        if _live(link, person, scope).update(withdrawn_at=timezone.now()):
            hooks.tell(hooks.withdrawn, link)


def _live(link: Counseling, person: User, scope: Scope) -> QuerySet[Consent]:
    return Consent.objects.filter(
        counseling=link, person=person, scope=scope.value, withdrawn_at__isnull=True
    )


def _for_present_text(scopes: Iterable[Scope]) -> Q:
    """Consents to these scopes that were given for the text as it is now. Each scope has a version of its own."""
    return reduce(or_, (Q(scope=one.value, version=one.version) for one in scopes))


def _of_values(values: Iterable[str]) -> frozenset[Scope]:
    found = {one.value: one for one in SCOPES}
    return frozenset(found[value] for value in values)


def _hold(link: Counseling, person: User) -> None:
    """The link stays as it is until the transaction ends. Raises Refused where there is nothing to allow."""
    held = Counseling.objects.select_for_update().filter(
        pk=link.pk, linked_at__isnull=False, ended_at__isnull=True
    )
    member = Membership.objects.filter(couple=link.couple_id, user=person, left_at__isnull=True)
    if not (held.exists() and member.exists()):
        raise Refused(_("You are not linked with this counselor any more."))
