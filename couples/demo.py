"""Creates the invented people of a demo. Only its commands and tests import this."""

from collections.abc import Iterable
from random import Random
from typing import Any, Final
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from couples.accounts import users
from couples.accounts.demo_people import NAMES, email_of
from couples.accounts.models import User
from couples.counseling import chain, consent, consent_rows, counselors, labels, links, scopes
from couples.counseling.acceptances import NO_TOKEN
from couples.counseling.models import Consent, Counseling, CounselingAcceptance, CounselorProfile
from couples.facts.changing import changing
from couples.pairing import acceptance, membership
from couples.pairing.models import Couple
from couples.privacy import leaving

SHOWN_TO_CASEY = (scopes.PROGRESS, scopes.AGREEMENTS, scopes.LIVE)

FIRST_NAMES: Final = (
    *(
        "Ada",
        "Noor",
        "Milo",
        "Yuki",
        "Sam",
        "Inés",
        "Tariq",
        "Lena",
        "Owen",
        "Priya",
        "Jonas",
        "Amara",
        "Kit",
    ),
    *(
        "Mei",
        "Luca",
        "Zofia",
        "Theo",
        "Rana",
        "Emil",
        "Sofia",
        "Idris",
        "Hanna",
        "Ravi",
        "Maud",
        "Femi",
        "Nils",
    ),
)
LABELS: Final = ("Tue 4 pm", "the two from Anna", "online", "every other week", "new since autumn")


def make_people() -> dict[str, User]:
    """Create Alex and Blair, a couple; Casey, a counselor; Drew, a stranger. Existing rows stay as they are."""
    cast = {slug: _make(slug) for slug in NAMES}
    with changing(*cast.values()):
        _pair(cast["alex"], cast["blair"])
        _link(cast["casey"], cast["alex"], cast["blair"])
    return cast


def _make(slug: str) -> User:
    there = User.objects.filter(email=email_of(slug)).first()
    if there is not None:
        return there
    more: dict[str, Any] = {"is_counselor": slug == "casey"}
    return users.create(email_of(slug), NAMES[slug], is_adult_confirmed_at=timezone.now(), **more)


def _pair(alex: User, blair: User) -> Couple:
    couple = membership.couple_of(alex)
    if couple and couple == membership.couple_of(blair):
        return couple
    for person in (alex, blair):
        leaving.leave(person)
    couple = acceptance.pair(alex, blair)
    couple.is_demo = True
    couple.save(update_fields=["is_demo"])
    return couple


def _link(casey: User, *pair: User) -> None:
    """Link Casey with the couple, with enough consents to look around. Done once: later choices stay."""
    if not CounselorProfile.objects.filter(user=casey).exists():
        counselors.save_profile(
            casey,
            _("A practice with two chairs and a window"),
            _(counselors.DEFAULT_CONFIDENCES),
            _("On working days, by the next evening. Not at weekends."),
        )
    couple = membership.couple_of(pair[0])
    if couple is None or couple.counselings.exists():
        return
    invitation = links.invite(casey)
    for person in pair:
        link = links.accept(invitation, person, casey.counselor.confidences_version)
    for person in pair:
        for scope in SHOWN_TO_CASEY:
            consent.give(link, person, scope)


def make_couples(numbers: Iterable[int]) -> tuple[list[Counseling], set[UUID]]:
    """Make an invented couple for each of these numbers, linked with Casey, with consents drawn by the number, some of
    which are withdrawn. Returns the links of all, and the ids of those that were made now."""
    casey = User.objects.get(email=email_of("casey"))
    links_there = {number: _link_of(casey, number) for number in numbers}
    wanted = [number for number, link in links_there.items() if link is None]
    made: dict[int, Counseling] = {}
    with changing(casey):
        for number in wanted:
            chance = Random(number)  # nosec B311 # which consents an invented couple gives
            made[number] = _linked_couple(casey, number, chance)
    found = [links_there[number] or made[number] for number in links_there]
    return found, {link.pk for link in made.values()}


def _address(number: int, voice: str) -> str:
    return f"caseload-{number}-{voice}@example.org"


def _link_of(casey: User, number: int) -> Counseling | None:
    links_of_both = Counseling.objects.filter(counselor=casey, ended_at__isnull=True, linked_at__isnull=False)
    return links_of_both.filter(couple__memberships__user__email=_address(number, "a")).first()


def _linked_couple(casey: User, number: int, chance: Random) -> Counseling:
    names = chance.sample(FIRST_NAMES, 2)
    two = [
        users.create(_address(number, voice), name, is_adult_confirmed_at=timezone.now())
        for voice, name in zip("ab", names, strict=True)
    ]
    couple = acceptance.pair(*two)
    couple.is_demo = True
    couple.save(update_fields=["is_demo"])
    link = _link_made(casey, couple, two, chance.choice(LABELS) if chance.random() < 0.4 else "")
    _consents_drawn(link, two, chance)
    return link


def _link_made(casey: User, couple: Couple, two: list[User], label: str) -> Counseling:
    """Make a link that both have accepted, as `links.accept` leaves it: it is made hundreds of times."""
    now, version = timezone.now(), casey.counselor.confidences_version
    link = Counseling(counselor=casey, couple=couple, created_at=now, expires_at=now, linked_at=now)
    link.token_hash = f"{NO_TOKEN}{link.pk.hex}"
    labels.put(link, label)
    link.save(force_insert=True)
    CounselingAcceptance.objects.bulk_create(
        CounselingAcceptance(counseling=link, person=person, confidences_version=version) for person in two
    )
    return link


def _consents_drawn(link: Counseling, two: list[User], chance: Random) -> None:
    """Give consents, most of them of both, and withdraw some again."""
    generous = chance.random()
    given = [
        Consent(counseling=link, person=person, scope=scope.value, version=scope.version)
        for person in two
        for scope in scopes.SCOPES
        if chance.random() < generous + 0.2
    ]
    chain.append(link.couple_id, Consent.objects.bulk_create(given))
    again = [one.pk for one in given if chance.random() < 0.1]
    chain.append(link.couple_id, consent_rows.withdraw(Consent.objects.filter(pk__in=again)))
