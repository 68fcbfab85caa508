"""How a counselor and a couple are linked: a link, two acceptances, an end by any of the three. It mails nobody.

Declining is stored nowhere. Who accepted, and who ended it, is told to nobody: only that all are linked, or not.
So accepting leaves the link as it is and makes a row of the couple's own; the link is used up once both have.
"""

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from couples import hooks, secret_links
from couples.accounts.models import User
from couples.amounts import number_text
from couples.counseling.models import Counseling, CounselingAcceptance, CounselorProfile
from couples.counseling.refusals import LINK_OVER
from couples.pairing.membership import couple_of
from couples.pairing.models import Couple
from couples.refused import Refused

LINK_LIFETIME: Final = timedelta(days=14)
MAX_OPEN_LINKS: Final = 20
NO_TOKEN: Final = "-"
"""Begins the hash of a row that no link opens; no hash of a token has it."""
OPEN: Final = Q(linked_at__isnull=True, ended_at__isnull=True)
LINKED: Final = Q(linked_at__isnull=False, ended_at__isnull=True, couple__ended_at__isnull=True)


def invite(counselor: User) -> Counseling:
    """A new link, for a couple that the counselor gives it to. It is bound to nobody yet."""
    with transaction.atomic():
        may = User.objects.select_for_update(no_key=True).filter(
            pk=counselor.pk, is_active=True, is_counselor=True, counselor__isnull=False
        )
        if not may.exists():
            raise Refused(_("Only counselors make links for couples. Please fill in your profile first."))
        if len(open_links(counselor)) >= MAX_OPEN_LINKS:
            raise Refused(
                _("You have %(count)s links that are still open. Take one back first to make a new one.")
                % {"count": number_text(MAX_OPEN_LINKS)}
            )
        now = timezone.now()
        made = Counseling(counselor=counselor, created_at=now, expires_at=now + LINK_LIFETIME)
        made.token_hash = secret_links.hash_of(token_of(made))
        made.save(force_insert=True)
    return made


def token_of(link: Counseling) -> str:
    """The secret of this link."""
    return secret_links.derive_token("counseling", link.pk)


def is_link_known(link: Counseling) -> bool:
    """Whether the link can still be shown: not after the master key that made it was replaced."""
    return secret_links.hash_of(token_of(link)) == link.token_hash


def open_links(counselor: User) -> list[Counseling]:
    """The links that not both of a couple accepted yet. Whether one of them did is not told."""
    found = Counseling.objects.filter(
        OPEN, secret_links.unexpired(), counselor=counselor, couple__isnull=True
    )
    return list(found.order_by("created_at"))


def find(token: str) -> Counseling | None:
    """The open link behind a token: the same for everybody, whoever of them has accepted."""
    found = Counseling.objects.select_related("counselor__counselor").filter(
        OPEN,
        secret_links.with_token(token),
        secret_links.unexpired(),
        counselor__is_active=True,
        counselor__is_counselor=True,
        counselor__counselor__isnull=False,
    )
    return found.first()


def accept(link: Counseling, person: User, version: int) -> Counseling:
    """This person alone accepts this counselor, having read that version of the rule on confidences.

    Whom one accepts is the counselor, not the link: with two links of hers, the acceptances of both still meet.
    """
    couple = couple_of(person)
    if couple is None:
        raise Refused(_("This needs the two of you: first find your partner here, then open the link again."))
    with transaction.atomic():
        Couple.objects.select_for_update(no_key=True).get(pk=couple.pk)
        if couple_of(person) != couple:
            raise Refused(LINK_OVER)
        if CounselorProfile.objects.get(user=link.counselor_id).confidences_version != version:
            raise Refused(_("The rule on confidences has changed just now. Please read it again."))
        bound = _bound(link, couple)
        CounselingAcceptance.objects.update_or_create(
            counseling=bound, person=person, defaults={"confidences_version": version}
        )
        if bound.linked_at is None and _all_accepted(bound, couple):
            bound.linked_at = timezone.now()
            bound.save(update_fields=["linked_at"])
            Counseling.objects.filter(OPEN, pk=link.pk, couple__isnull=True).update(ended_at=bound.linked_at)
    return bound


def withdraw_acceptance(link: Counseling, person: User) -> None:
    """Take one's own acceptance back before all are linked. With the last one the couple's row goes."""
    with transaction.atomic():
        if link.couple_id:
            Couple.objects.select_for_update(no_key=True).get(pk=link.couple_id)
        CounselingAcceptance.objects.filter(
            person=person, counseling__in=Counseling.objects.filter(OPEN, pk=link.pk)
        ).delete()
        Counseling.objects.filter(OPEN, pk=link.pk, couple__isnull=False, acceptances__isnull=True).delete()


def end(link: Counseling) -> None:
    """The link, and every consent in it, ends now. Whoever calls it made sure that one of the three asked."""
    now = timezone.now()
    with transaction.atomic():
        if Counseling.objects.filter(pk=link.pk, ended_at__isnull=True).update(ended_at=now):
            link.consents.filter(withdrawn_at__isnull=True).update(withdrawn_at=now)
            hooks.tell(hooks.withdrawn, link)


def end_all_of(couple: Couple) -> None:
    """When a couple parts, its counselors go."""
    for link in Counseling.objects.filter(couple=couple, ended_at__isnull=True):
        end(link)


def of_couple(couple: Couple) -> list[Counseling]:
    """The counselors both are linked with, or were, the newest first."""
    found = Counseling.objects.filter(couple=couple, linked_at__isnull=False)
    return list(found.select_related("counselor__counselor").order_by("-linked_at"))


def of_counselor(counselor: User) -> list[Counseling]:
    """The couples this counselor is linked with now."""
    found = Counseling.objects.filter(LINKED, counselor=counselor).select_related("couple")
    return list(found.order_by("linked_at"))


def waiting_for(person: User) -> list[Counseling]:
    """Open links that this person accepted already."""
    found = Counseling.objects.filter(OPEN, secret_links.unexpired(), acceptances__person=person)
    return list(found.select_related("counselor__counselor"))


def linked(link_id: UUID, person: User) -> Counseling | None:
    """The live link with this id, if this person is one of its three."""
    return (
        Counseling.objects.select_related("counselor__counselor", "couple")
        .filter(LINKED, pk=link_id)
        .filter(Q(counselor=person) | Q(couple=couple_of(person)))
        .first()
    )


def read_version(link: Counseling, person: User) -> int | None:
    """Which version of the rule on confidences this person accepted."""
    accepted = link.acceptances.filter(person=person).values_list("confidences_version", flat=True)
    return accepted.first()


def _bound(link: Counseling, couple: Couple) -> Counseling:
    """The couple's own row with this counselor: one there is already, or a new one, which no link opens.

    The link itself does not change by it, nor does the row say when: nobody else can tell that somebody accepted.
    """
    now = timezone.now()
    theirs = Counseling.objects.filter(couple=couple, counselor=link.counselor_id, ended_at__isnull=True)
    theirs.filter(OPEN, expires_at__lte=now).update(ended_at=now)
    if there := theirs.first():
        return there
    still = Counseling.objects.select_for_update(no_key=True).filter(OPEN, pk=link.pk, expires_at__gt=now)
    if still.first() is None:
        raise Refused(LINK_OVER)
    made = Counseling(
        counselor=link.counselor, couple=couple, created_at=link.created_at, expires_at=link.expires_at
    )
    made.token_hash = f"{NO_TOKEN}{made.pk.hex}"
    made.save(force_insert=True)
    return made


def _all_accepted(link: Counseling, couple: Couple) -> bool:
    members = set(couple.memberships.filter(left_at__isnull=True).values_list("user_id", flat=True))
    accepted = set(link.acceptances.values_list("person_id", flat=True))
    return len(members) == 2 and members <= accepted
