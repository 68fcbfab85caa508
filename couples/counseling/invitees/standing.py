"""Where somebody stands with a counselor's link: what they have said, and what is asked of them next. Read only."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from couples import secret_links
from couples.accounts.models import User
from couples.counseling import links
from couples.counseling.acceptances import OPEN
from couples.counseling.invitees import answers
from couples.counseling.invitees.models import Invitee
from couples.counseling.models import Counseling, CounselingAcceptance
from couples.pairing.membership import partner_of

CARDS: Final = 3
"""How many links the home page of somebody shows at most, the latest first."""


class Kind(StrEnum):
    VISITOR = "visitor"
    OWN = "own"
    COUNSELOR = "counselor"
    SINGLE = "single"
    WAITING = "waiting"
    ASKED = "asked"
    SEVERAL = "several"
    CONFIRMED = "confirmed"
    COUPLE = "couple"
    ACCEPTED = "accepted"
    LINKED = "linked"


WAITS: Final = frozenset({Kind.WAITING, Kind.ASKED, Kind.SEVERAL, Kind.CONFIRMED, Kind.ACCEPTED})
"""Where the next thing may happen by an act of the other."""


@dataclass(frozen=True)
class Standing:
    """`other`: the partner in a couple, or who is to be confirmed. `expected`: the name that this person wrote.

    `row`: the couple's own, where this person has accepted.
    """

    kind: Kind
    other: User | None = None
    expected: str = ""
    row: Counseling | None = None


@dataclass(frozen=True)
class Card:
    """A link that somebody came by, on their home page. `asks`: whether somebody waits to be confirmed."""

    counselor: str
    address: str
    asks: bool


def of(link: Counseling, user: User | None) -> Standing:
    """Return where this person stands, or a visitor who is not signed in."""
    if user is None:
        return Standing(Kind.VISITOR)
    if user.is_counselor:
        return Standing(Kind.OWN if user.pk == link.counselor_id else Kind.COUNSELOR)
    if partner := partner_of(user):
        return _in_couple(link, user, partner)
    own = answers.of(link, user)
    if own is None or not own.expected_mac:
        return Standing(Kind.SINGLE)
    expected = answers.expected(own)
    if own.confirmed_id:
        return Standing(Kind.CONFIRMED, expected=expected)
    shown = answers.matches([own], user)[link.pk]
    if not shown:
        return Standing(Kind.WAITING, expected=expected)
    if len(shown) > 1:
        return Standing(Kind.SEVERAL, expected=expected)
    return Standing(Kind.ASKED, other=shown[0], expected=expected)


def cards(person: User) -> list[Card]:
    """Return the open links that this person came by and has not accepted, the latest first."""
    still = Counseling.objects.filter(OPEN, secret_links.unexpired(), links.WORKS_HERE, couple__isnull=True)
    came = Invitee.objects.filter(person=person, link__in=still).select_related("link__counselor")
    several = [one for one in came.order_by("-created_at")[:CARDS] if links.is_link_known(one.link)]
    unconfirmed = [one for one in several if one.expected_mac and not one.confirmed_id]
    asked = answers.matches(unconfirmed, person) if unconfirmed else {}
    return [
        Card(
            one.link.counselor.name,
            reverse("counseling_invitation", args=[links.token_of(one.link)]),
            bool(asked.get(one.link_id)),
        )
        for one in several
    ]


def linked_by(token: str, person: User) -> Counseling | None:
    """Return the link in force of this person's couple with the counselor who gave this link away, used up or not."""
    hers = Counseling.objects.filter(secret_links.with_token(token)).values("counselor")
    return _of_couple(person).filter(links.LINKED, counselor__in=hers).first()


def _in_couple(link: Counseling, person: User, partner: User) -> Standing:
    """Whether the partner has accepted changes neither what is returned nor how it is asked for."""
    own = CounselingAcceptance.objects.filter(counseling=OuterRef("pk"), person=person)
    rows = _of_couple(person).filter(counselor=link.counselor_id).annotate(is_accepted=Exists(own))
    row = rows.filter(Q(linked_at__isnull=False) | secret_links.unexpired(), ended_at__isnull=True).first()
    if row and row.linked_at:
        return Standing(Kind.LINKED, other=partner, row=row)
    if row and row.is_accepted:
        return Standing(Kind.ACCEPTED, other=partner, row=row)
    return Standing(Kind.COUPLE, other=partner)


def _of_couple(person: User) -> QuerySet[Counseling]:
    here = {"couple__memberships__user": person, "couple__memberships__left_at__isnull": True}
    return Counseling.objects.filter(**here)
