"""Creates the invented people of a demo. Only its commands and tests import this."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from couples.accounts import users
from couples.accounts.demo_people import NAMES, email_of
from couples.accounts.models import User
from couples.counseling import consent, counselors, links, scopes
from couples.counseling.models import CounselorProfile
from couples.facts.changing import changing
from couples.pairing import acceptance, membership
from couples.pairing.models import Couple
from couples.privacy import leaving

SHOWN_TO_CASEY = (scopes.PROGRESS, scopes.AGREEMENTS, scopes.LIVE)


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
            casey, _("A practice with two chairs and a window"), _(counselors.DEFAULT_CONFIDENCES)
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
