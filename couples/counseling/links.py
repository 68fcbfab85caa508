"""Links between a counselor and a couple: made by the counselor, accepted by both partners, ended by any of the three.

Declining is not stored. Nobody is shown who accepted or who ended a link, only whether all three are linked. Accepting
therefore leaves the counselor's row unchanged and makes a row for the couple; the first is used up once both accepted.
Nothing here sends mail.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from couples import clock, hooks, secret_links, sent_once
from couples.accounts import names
from couples.accounts.models import User
from couples.amounts import number_text
from couples.counseling import chain, consent_rows, labels
from couples.counseling.acceptances import LINK_OVER, OPEN, complete, has_both, own_row
from couples.counseling.invitees.models import Invitee
from couples.counseling.models import Consent, Counseling, CounselingAcceptance, CounselorProfile
from couples.facts.changing import changing, taking_away
from couples.pairing.membership import couple_of
from couples.pairing.models import Couple
from couples.refused import Refused

LINK_LIFETIME: Final = timedelta(days=14)
MAX_OPEN_LINKS: Final = 20
WORKS_HERE: Final = Q(
    counselor__is_active=True, counselor__is_counselor=True, counselor__counselor__isnull=False
)
LINKED: Final = Q(linked_at__isnull=False, ended_at__isnull=True, couple__ended_at__isnull=True)


def invite(counselor: User, link_id: UUID | None = None, label: str = "") -> Counseling:
    """Make a new link that belongs to no couple yet. Raises Refused.

    `link_id`: of the form that was sent, whose link is returned if it has made one. `label`: whom it is for.
    """
    with changing(counselor):
        may = User.objects.select_for_update(no_key=True).filter(
            pk=counselor.pk, is_active=True, is_counselor=True, counselor__isnull=False
        )
        if not may.exists():
            raise Refused(_("Only counselors can make links for couples. Please fill in your profile first."))
        still_open = open_links(counselor)
        if made_before := next((link for link in still_open if link.pk == link_id), None):
            return made_before
        if len(still_open) >= MAX_OPEN_LINKS:
            raise Refused(
                _("You already have %(count)s open links. Cancel one first to make a new one.")
                % {"count": number_text(MAX_OPEN_LINKS)}
            )
        now = clock.now()
        made = Counseling(id=sent_once.unused(Counseling, link_id), counselor=counselor, created_at=now)
        made.expires_at = now + LINK_LIFETIME
        made.token_hash = secret_links.hash_of(token_of(made))
        labels.put(made, label)
        made.save(force_insert=True)
    return made


def token_of(link: Counseling) -> str:
    """Return the secret token of this link, derived from its id, its counselor and the current master key."""
    return secret_links.derive_token("counseling", link.pk, link.counselor_id)


def is_link_known(link: Counseling) -> bool:
    """Return whether the token can still be derived: not after the master key that made it was replaced."""
    return secret_links.is_of(token_of(link), link.token_hash)


def open_links(counselor: User) -> list[Counseling]:
    """Return the counselor's links that no couple has fully accepted. One partner's acceptance does not show."""
    found = Counseling.objects.filter(
        OPEN, secret_links.unexpired(), counselor=counselor, couple__isnull=True
    )
    return list(found.order_by("created_at"))


def find(token: str) -> Counseling | None:
    """Return the open link with this token, or None. It is the same whether or not one partner has accepted."""
    found = Counseling.objects.select_related("counselor__counselor").filter(OPEN, WORKS_HERE)
    link = found.filter(secret_links.with_token(token), secret_links.unexpired()).first()
    if link and secret_links.is_derived(token, "counseling", link.pk, link.counselor_id):
        return link
    return None


def accept(link: Counseling, person: User, version: int) -> Counseling:
    """Accept this counselor for this person, who has read that version of the rule on confidences. Raises Refused.

    Returns the couple's own row, linked if both have accepted. Partners who use two different links of the same
    counselor are linked too: they accept the counselor, not the link. Raises DoesNotHold where one of the three has
    something that they did not do themselves, such as an acceptance.
    """
    couple = couple_of(person)
    if couple is None:
        raise Refused(
            _("This is for couples. Connect with your partner here first, then open the link again.")
        )
    names.refuse_same(person, link.counselor)
    with changing(link.counselor_id, *_members(couple)):
        Couple.objects.select_for_update(no_key=True).get(pk=couple.pk)
        if couple_of(person) != couple:
            raise Refused(LINK_OVER)
        if CounselorProfile.objects.get(user=link.counselor_id).confidences_version != version:
            raise Refused(_("The rule on confidences has just changed. Please read it again."))
        bound = own_row(link, couple)
        CounselingAcceptance.objects.update_or_create(
            counseling=bound, person=person, defaults={"confidences_version": version}
        )
        Invitee.objects.filter(link=link, person=person).delete()
        if bound.linked_at is None and has_both(bound, couple):
            complete(link, bound)
            hooks.tell(hooks.home_changed, _members(couple))
    return bound


def withdraw_acceptance(link: Counseling, person: User) -> None:
    """Delete this person's acceptance of a link that is not complete. The last one deletes the couple's row too."""
    with taking_away(person, link.counselor_id):
        if link.couple_id:
            Couple.objects.select_for_update(no_key=True).get(pk=link.couple_id)
        still_open = Counseling.objects.filter(OPEN, pk=link.pk)
        CounselingAcceptance.objects.filter(person=person, counseling__in=still_open).delete()
        Counseling.objects.filter(OPEN, pk=link.pk, couple__isnull=False, acceptances__isnull=True).delete()


def end(link: Counseling) -> None:
    """End the link and every consent in it now. The caller checks that one of the three asked for it."""
    live = Consent.objects.filter(counseling=link, withdrawn_at__isnull=True)
    with taking_away(link.counselor_id, *live.values_list("person", flat=True)):
        chain.append(link.couple_id, _end(link))


def end_all_of(couple: Couple) -> None:
    """End every link of a couple that has ended."""
    several = Counseling.objects.filter(couple=couple, ended_at__isnull=True)
    with taking_away(*several.values_list("counselor", flat=True)):
        chain.append(couple.pk, [consent for link in several for consent in _end(link)])


def _members(couple: Couple) -> list[UUID]:
    return list(couple.memberships.filter(left_at__isnull=True).values_list("user", flat=True))


def _end(link: Counseling) -> list[Consent]:
    """End the link, and return the consents that ended with it."""
    if not Counseling.objects.filter(pk=link.pk, ended_at__isnull=True).update(ended_at=clock.now()):
        return []
    ended = consent_rows.withdraw(Consent.objects.filter(counseling=link, withdrawn_at__isnull=True))
    hooks.tell(hooks.withdrawn, link)
    return ended


def of_couple(couple: Couple) -> list[Counseling]:
    """Return the current and past links of this couple, newest first."""
    found = Counseling.objects.filter(couple=couple, linked_at__isnull=False)
    return list(found.select_related("counselor__counselor").order_by("-linked_at"))


def of_counselor(counselor: User) -> list[Counseling]:
    """Return the links of this counselor that are in force."""
    return list(Counseling.objects.filter(LINKED, counselor=counselor).order_by("linked_at"))


def accepted_by(person: User) -> list[Counseling]:
    """Return the open links that this person has accepted and their partner has not."""
    found = Counseling.objects.filter(OPEN, secret_links.unexpired(), acceptances__person=person)
    return list(found.select_related("counselor__counselor"))


def linked(link_id: UUID, person: User) -> Counseling | None:
    """Return the link with this id if it is in force and this person is one of its three, else None."""
    return _of_one_of_three(person).filter(LINKED, pk=link_id).first()


def ended(link_id: UUID, person: User) -> Counseling | None:
    """Return the link with this id if it has ended and this person was one of its three, else None."""
    was_linked = Q(linked_at__isnull=False, ended_at__isnull=False, couple__ended_at__isnull=True)
    return _of_one_of_three(person).filter(was_linked, pk=link_id).first()


def _of_one_of_three(person: User) -> QuerySet[Counseling]:
    theirs = Q(counselor=person) | Q(couple=couple_of(person))
    return Counseling.objects.select_related("counselor__counselor", "couple").filter(theirs)


def read_versions(several: Sequence[Counseling], person: User) -> dict[UUID, int]:
    """Return which version of each rule on confidences this person accepted, by the link, where they accepted one."""
    accepted = CounselingAcceptance.objects.filter(counseling__in=several, person=person)
    return dict(accepted.values_list("counseling", "confidences_version"))
