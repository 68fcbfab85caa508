"""Erasing a person: leave the couple, end all access, destroy the data key, delete their rows.

An emptied account stays as the author of earlier events. Every step is idempotent, and an interrupted erasure is
finished by `finish_interrupted`. Nobody is notified. That one has begun is marked in the database `keys`: it cannot be
undone, and so it is never finished because a row says so.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.contrib.admin.models import LogEntry
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from couples import hooks, traces
from couples.accounts import delays_told, name_rules
from couples.accounts.first_sign_in import NEW
from couples.accounts.models import SignIn, User
from couples.accounts.sign_ins import LAST_SIGN_IN, TOLD_UNUSED
from couples.counseling import chain, consent_rows, counselors, links
from couples.counseling.models import Consent, Counseling, CounselorInvitation
from couples.facts.changing import taking_away
from couples.keys import data_keys, latest
from couples.pairing.models import Invitation
from couples.privacy import data_map, leaving
from couples.privacy.data_map import Erasure
from couples.security_log import Kind, note

LATE: Final = timedelta(hours=1)
"""How long after an erasure requests that were under way are expected to store something."""
BEGUN: Final = "erasure"
"""Under this purpose, `keys` holds the mark of each erasure that has begun."""
MARKS: Final = (LAST_SIGN_IN, TOLD_UNUSED, NEW)
"""What else `keys` holds about a person under their own id, besides their key."""
ERASED_DOMAIN: Final = "erased.invalid"
ERASED_NAME: Final = name_rules.GONE


def erase(person: User) -> None:
    """Erase this person. The order matters: destroying the key cannot be undone, so access must have ended before."""
    begin(person.pk)  # from here on nobody becomes a couple with them
    leaving.leave(person)
    _end_access(person.pk)
    with taking_away(person):  # and nothing else, so that other processes see it at once
        data_keys.destroy(person.pk)
    _empty(person.pk)
    for mark in (BEGUN, *MARKS):
        latest.forget(mark, person.pk)
    traces.wipe()


def begin(person: UUID, where: Q | None = None) -> bool:
    """Store that the erasure has begun, in the row and before its commit in `keys`. Idempotent.

    Returns whether it has by this call: not if the row is unlike `where`.
    """
    with taking_away(person):
        mine = User.objects.filter(where or Q(), pk=person, erased_at__isnull=True)
        is_new = bool(mine.update(erased_at=timezone.now()))
        if is_new or where is None:
            latest.put(BEGUN, person, b"\x01")
    return is_new


def finish_interrupted() -> int:
    """Finish every interrupted erasure that was begun here, and return how many. Safe to call at any time."""
    begun = latest.values(BEGUN)
    people = list(_unfinished())
    for person in people:
        if person.pk in begun:
            erase(person)
        else:
            note(Kind.MAC_BROKEN)
    return sum(person.pk in begun for person in people)


def never_begun() -> list[str]:
    """Return a line for each person who looks as if they were being erased, without an act here."""
    begun = latest.values(BEGUN)
    return [f"person {person.pk}: erasure" for person in _unfinished() if person.pk not in begun]


def keep_all_begun() -> None:
    """Mark those that are there. Once, when what was stored before is signed."""
    for person in _unfinished():
        latest.put(BEGUN, person.pk, b"\x01")


def _unfinished() -> QuerySet[User]:
    return User.objects.filter(erased_at__isnull=False).exclude(email__endswith="@" + ERASED_DOMAIN)


def delete_late_rows() -> int:
    """Delete what requests stored that were under way while somebody was erased. Returns how many rows there were.

    Rows of their own only: the account itself cannot be written to any more.
    """
    people = User.objects.filter(erased_at__gt=timezone.now() - LATE, email__endswith="@" + ERASED_DOMAIN)
    deleted, keys = 0, data_keys.who_have_one()
    for person in people.values_list("pk", flat=True):
        if person in keys:
            continue  # nobody was erased: somebody wrote so
        with taking_away(person):
            _sign_out(person)
            deleted += _delete_rows(person)
    return deleted


def _end_access(person: UUID) -> None:
    """Sign this person out for good."""
    with taking_away(person):
        User.objects.filter(pk=person).update(is_active=False, password=make_password(None))
        hooks.tell(hooks.counselor_ended, person)
        _sign_out(person)
        transaction.on_commit(lambda: _tell_signed_out(person))


def _tell_signed_out(person: UUID) -> None:
    hooks.tell(hooks.signed_out, person)


def _sign_out(person: UUID) -> None:
    SignIn.objects.filter(person=person).delete()


def _empty(person: UUID) -> None:
    """Delete or empty this person's rows by the data map, in one transaction."""
    now = timezone.now()
    with taking_away(person):
        user = User.objects.select_for_update().get(pk=person)
        hooks.tell(hooks.erased, person)
        for link in Counseling.objects.filter(counselor=user, ended_at__isnull=True).order_by("couple"):
            links.end(link)
        _withdraw(person)
        counselors.expire_all_for(user.email)
        CounselorInvitation.objects.filter(email__iexact=user.email).delete()
        unconfirmed = Invitation.objects.filter(accepted_by=person, confirmed_at__isnull=True)
        unconfirmed.filter(cancelled_at__isnull=True).update(cancelled_at=now)
        Invitation.objects.filter(accepted_by=person).update(accepted_by=None)
        LogEntry.objects.filter(object_id=str(person)).update(object_repr=ERASED_NAME, change_message="")
        _delete_rows(person)
        _empty_account(user)


def _withdraw(person: UUID) -> None:
    """Withdraw what is left of this person's consents. Their rows and links stay: no content, no name."""
    mine = Consent.objects.filter(person=person, withdrawn_at__isnull=True)
    for couple in sorted(set(mine.values_list("counseling__couple", flat=True))):
        chain.append(couple, consent_rows.withdraw(mine.filter(counseling__couple=couple)))


def _delete_rows(person: UUID) -> int:
    """Delete the rows that belong to this person alone, and what `keys` holds of them. Returns how many there were."""
    delays_told.forget_all_of(person)
    return sum(
        entry.rows(person).delete()[0]
        for entry in data_map.entries()
        if entry.erasure is Erasure.DELETED and entry.people and entry.model != "couples.PersonKey"
    )


def _empty_account(user: User) -> None:
    """Remove everything personal from the account; its row stays."""
    User.objects.filter(pk=user.pk).update(
        email=f"{user.pk}@{ERASED_DOMAIN}",
        name=ERASED_NAME,
        created_at=user.erased_at or user.created_at,
        password=make_password(None),
        password_before_reset="",  # nosec B106 # an empty column is no password
        **dict.fromkeys(("is_active", "is_staff", "is_superuser", "is_counselor"), False),
        **dict.fromkeys(("is_adult_confirmed_at", "mail_reset_at", "last_login")),
    )
