"""What somebody who came by a counselor's link says: whom they come with, and whether the other is the right person.

Two who name each other, and each confirm the other, become a couple. Nobody is shown that somebody else came by the
link unless the two have named each other: so whoever else holds it, the counselor too, learns nothing by trying.
A name is compared by a MAC of its first word, which belongs to the link. Declining is stored nowhere.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from operator import attrgetter, itemgetter
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from couples import clock, hooks
from couples.accounts import name_rules, names
from couples.accounts.models import User
from couples.counseling.acceptances import LINK_OVER, OPEN
from couples.counseling.invitees.models import Invitee
from couples.counseling.models import Counseling
from couples.facts import holding
from couples.facts.changing import changing, taking_away
from couples.keys import data_keys
from couples.keys.opening import unseal_or_note
from couples.pairing import acceptance
from couples.pairing.membership import couple_of, hold
from couples.pairing.models import Couple
from couples.pairing.refusals import ALREADY_PAIRED, ANSWER_OVER, IS_COUNSELOR
from couples.ratelimits.counter import Limit
from couples.refused import Refused

NAMED: Final = Limit("names of whom somebody comes with", 10, timedelta(days=1))
"""So that nobody tries out who else came."""
UNSAID: Final = {"expected_mac": "", "sealed_expected": b"", "confirmed": None}


def of(link: Counseling, person: User) -> Invitee | None:
    """Return what this person has said at this link; None if nothing is remembered of them."""
    return Invitee.objects.filter(link=link, person=person).first()


def remember(link: Counseling, person: User) -> None:
    """Store that this person came by this link. Idempotent."""
    Invitee.objects.get_or_create(link=link, person=person)


def expect(link: Counseling, person: User, name: str) -> None:
    """Store that this person comes with somebody of this name. What they said before no longer counts. Raises Refused.

    Somebody who expects them in turn has their pages look again.
    """
    if person.is_counselor:
        raise Refused(IS_COUNSELOR)
    if name_rules.is_like(name, [person.name]):
        raise Refused(_("This is your own name here. Please write the name of the other."))
    names.refuse_same(person, link.counselor)
    if not NAMED.take(str(person.pk)):
        raise Refused(_("You have written many names today. You can go on tomorrow."))
    with changing(person):
        held = hold(person)
        if couple_of(person):
            raise Refused(ALREADY_PAIRED)
        if not (held and _is_open(link)):
            raise Refused(LINK_OVER)
        said = {"expected_mac": _mac(link.pk, name), "confirmed": None}
        own, _made = Invitee.objects.update_or_create(link=link, person=person, defaults=UNSAID | said)
        _seal(own, name)
        hooks.tell(hooks.home_changed, [other.pk for other in matches([own], person)[link.pk]])


def expected(own: Invitee) -> str:
    """Return the name that this person wrote or has confirmed, to be shown to them alone; empty without one."""
    key = data_keys.data_key(own.person_id) if own.sealed_expected else None
    return (unseal_or_note(key, own.sealed_expected, _context(own)) or b"").decode()


def matches(several: Sequence[Invitee], person: User) -> dict[UUID, list[User]]:
    """Return by the link who of the others there has named this person and was named by them, in one query."""
    found: dict[UUID, list[User]] = {own.link_id: [] for own in several}
    named = {own.link_id: own.expected_mac for own in several if own.expected_mac}
    by_name = [mac for link in named for mac in _macs(link, person.name)]
    others = Invitee.objects.filter(
        link__in=named, expected_mac__in=by_name, person__is_active=True, person__is_counselor=False
    )
    for other in others.exclude(person=person).select_related("person").order_by("created_at"):
        if _is_named(named[other.link_id], other.link_id, other.person.name):
            found[other.link_id].append(other.person)
    return found


def confirm(link: Counseling, person: User, other_id: UUID) -> Couple | None:
    """Store that the other, as shown to this person, is the right one. Returns their couple once both have said so.

    Raises Refused, and DoesNotHold for a confirmation that the other did not give.
    """
    other = _shown(link, person, other_id)[1]
    names.refuse_same(person, other)
    with changing(person, other) as change:
        own, other = _shown(link, person, other_id)
        if not (hold(person, other) and _is_open(link)):
            raise Refused(ANSWER_OVER)
        own.confirmed = other
        own.save(update_fields=["confirmed"])
        _seal(own, other.name)  # as they were shown
        theirs = Invitee.objects.filter(link=link, person=other, confirmed=person).first()
        if theirs is None:
            return None
        if not change.held(other_id).has(theirs, itemgetter("link_id", "confirmed_id")):
            holding.refuse()  # written there since they were looked at
        return acceptance.join(*sorted((person, other), key=attrgetter("pk")))  # who came first shows nowhere


def forget(link: Counseling, person: User) -> None:
    """Delete what this person has said at this link, and that they came by it. Nobody is told. Idempotent."""
    with taking_away(person):
        Invitee.objects.filter(link=link, person=person).delete()


def unsay(people: Iterable[User]) -> None:
    """Take from these people what they said at any link: they become a couple. That they came by it stays."""
    Invitee.objects.filter(person__in=[one.pk for one in people]).exclude(expected_mac="").update(**UNSAID)


def _shown(link: Counseling, person: User, other_id: UUID) -> tuple[Invitee, User]:
    """Return what this person has said, and the other, if they are the only one who is shown. Raises Refused."""
    if couple_of(person):
        raise Refused(ALREADY_PAIRED)
    own = of(link, person)
    shown = matches([own], person)[link.pk] if own else []
    if own is None or [one.pk for one in shown] != [other_id]:
        raise Refused(ANSWER_OVER)
    return own, shown[0]


def _is_open(link: Counseling) -> bool:
    """Lock the link until the transaction ends. Returns whether it can still be used."""
    row = Counseling.objects.select_for_update(no_key=True).filter(OPEN, pk=link.pk, couple__isnull=True)
    return row.filter(expires_at__gt=clock.now()).exists()


def _seal(own: Invitee, name: str) -> None:
    if key := data_keys.data_key(own.person_id):
        own.sealed_expected = data_keys.seal(key, name.encode(), _context(own))
        own.save(update_fields=["sealed_expected"])


def _mac(link: UUID, name: str) -> str:
    return _macs(link, name)[0]


def _macs(link: UUID, name: str) -> list[str]:
    """Return what may be stored of somebody who is expected by this name: under each of the master keys."""
    return [mac.hex() for mac in data_keys.macs("expected at a link", _said(link, name))]


def _is_named(stored: str, link: UUID, name: str) -> bool:
    return data_keys.is_mac(bytes.fromhex(stored), "expected at a link", _said(link, name))


def _said(link: UUID, name: str) -> bytes:
    return link.bytes + name_rules.first_word(name).encode()


def _context(own: Invitee) -> bytes:
    return f"invitee|{own.link_id}|{own.person_id}|expected".encode()
