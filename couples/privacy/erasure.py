"""Erasing a person: leave the couple, end all access, destroy the data key, delete their rows.

An emptied account stays as the author of earlier events. Every step is idempotent, and an interrupted erasure is
finished by `finish_interrupted`. Nobody is notified.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.contrib.admin.models import LogEntry
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from couples import hooks
from couples.accounts import name_rules
from couples.accounts.models import SignIn, User
from couples.counseling import chain, consent_rows, links
from couples.counseling.models import Consent, Counseling, CounselorInvitation
from couples.facts.changing import taking_away
from couples.keys import data_keys
from couples.pairing.models import Invitation
from couples.privacy import data_map, leaving
from couples.privacy.data_map import Erasure

LATE: Final = timedelta(hours=1)
"""How long after an erasure requests that were under way are expected to store something."""
ERASED_DOMAIN: Final = "erased.invalid"
ERASED_NAME: Final = name_rules.GONE


def erase(person: User) -> None:
    """Erase this person. The order matters: destroying the key cannot be undone, so access must have ended before."""
    leaving.leave(person)
    _end_access(person.pk)
    leaving.leave(person)  # again, for a couple that was confirmed in between; from here on none can be
    data_keys.destroy(person.pk)  # outside a transaction, so that other processes see it at once
    _empty(person.pk)


def finish_interrupted() -> int:
    """Finish every interrupted erasure and return how many. Safe to call at any time."""
    unfinished = User.objects.filter(erased_at__isnull=False).exclude(email__endswith="@" + ERASED_DOMAIN)
    people = list(unfinished)
    for person in people:
        erase(person)
    return len(people)


def erase_those_without_key() -> int:
    """Erase again whom an older backup has brought back: their data key is destroyed. Returns how many there were."""
    people = User.objects.exclude(email__endswith="@" + ERASED_DOMAIN)
    keys = data_keys.who_have_one()
    without = [person for person in people if person.pk not in keys]
    for person in without:
        erase(person)
    return len(without)


def delete_late_rows() -> int:
    """Delete what requests stored that were under way while somebody was erased. Returns how many rows there were.

    Rows of their own only: the account itself cannot be written to any more.
    """
    people = User.objects.filter(erased_at__gt=timezone.now() - LATE, email__endswith="@" + ERASED_DOMAIN)
    deleted = 0
    for person in people.values_list("pk", flat=True):
        with taking_away(person):
            _sign_out(person)
            deleted += _delete_rows(person)
    return deleted


def _end_access(person: UUID) -> None:
    """Sign this person out for good and store that the erasure has started."""
    with taking_away(person):
        User.objects.filter(pk=person, erased_at__isnull=True).update(erased_at=timezone.now())
        User.objects.filter(pk=person).update(is_active=False, password=make_password(None))
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
    """Delete the rows that belong to this person alone. Returns how many there were."""
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
