"""The invented people: who they are, and who may become one without a password. Never outside this machine."""

from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.utils import timezone
from django.utils.translation import gettext as _

from couples import consent, counseling, keys, leaving, pairing, people
from couples.counseling import counselors, scopes

from .models import CounselorProfile, Couple, User

NAMES = {"alex": "Alex", "blair": "Blair", "casey": "Casey", "drew": "Drew"}
SHOWN = ("alex", "blair", "casey")
ADDRESSES = frozenset(f"{slug}@example.org" for slug in NAMES)
SHOWN_TO_CASEY = (scopes.PROGRESS, scopes.AGREEMENTS, scopes.LIVE)


def make_people() -> dict[str, User]:
    """Alex and Blair, who are a couple; Casey, a counselor; Drew, a stranger. What is there already stays."""
    cast = {slug: _make(slug) for slug in NAMES}
    with transaction.atomic():
        _pair(cast["alex"], cast["blair"])
        _link(cast["casey"], cast["alex"], cast["blair"])
    return cast


def person(slug: str) -> User | None:
    return User.objects.filter(email=_email(slug), is_active=True).first()


def is_invented(user: User) -> bool:
    """One of the people whom nobody is. Only the demo makes them, so ask `settings.DEMO` too."""
    return user.email in ADDRESSES


def is_allowed(request: HttpRequest) -> bool:
    """Only when the demo was asked for, and only for a browser on this very machine."""
    return settings.DEMO and _is_here(request.META.get("REMOTE_ADDR", "")) and _is_local(request)


def links(request: HttpRequest) -> list[dict[str, str]]:
    """A way in as each of the invented people, on a host of their own so that each window is one person."""
    if not is_allowed(request):
        return []
    port = split_domain_port(request.get_host())[1]
    rest = f".localhost:{port}" if port else ".localhost"
    return [{"name": NAMES[slug], "url": f"{request.scheme}://{slug}{rest}/demo/{slug}/"} for slug in SHOWN]


def context(request: HttpRequest) -> dict[str, Any]:
    """For templates: whether the people on this page are invented, and where Exit leads."""
    return same_for_all()


def same_for_all() -> dict[str, Any]:
    """The same, for pages that are rendered without knowing who asks."""
    return {"demo": settings.DEMO, "exit_url": settings.EXIT_URL}


def _make(slug: str) -> User:
    there = User.objects.filter(email=_email(slug)).first()
    if there is None:
        more: dict[str, Any] = {"is_counselor": slug == "casey"}
        return people.begin(_email(slug), NAMES[slug], is_adult_confirmed_at=timezone.now(), **more)
    keys.make(there.pk)
    return there


def _pair(alex: User, blair: User) -> Couple:
    couple = pairing.couple_of(alex)
    if couple and couple == pairing.couple_of(blair):
        return couple
    for person in (alex, blair):
        leaving.leave(person)
    couple = pairing.pair(alex, blair)
    couple.is_demo = True
    couple.save(update_fields=["is_demo"])
    return couple


def _link(casey: User, *pair: User) -> None:
    """Casey counsels them, and both allow enough to look around. Once: what they choose afterwards stays."""
    if not CounselorProfile.objects.filter(user=casey).exists():
        counselors.describe(casey, _("A practice with two chairs and a window"), _(counselors.OUR_RULE))
    couple = pairing.couple_of(pair[0])
    if couple is None or couple.counselings.exists():
        return
    invitation = counseling.invite(casey)
    for person in pair:
        link = counseling.accept(invitation, person, casey.counselor.confidences_version)
    for person in pair:
        for scope in SHOWN_TO_CASEY:
            consent.give(link, person, scope)


def _email(slug: str) -> str:
    return f"{slug}@example.org"


def _is_here(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def _is_local(request: HttpRequest) -> bool:
    if "HTTP_X_FORWARDED_FOR" in request.META or "HTTP_FORWARDED" in request.META:
        return False
    host = split_domain_port(request.get_host())[0]
    return host in {"localhost", "127.0.0.1", "[::1]"} or host.endswith(".localhost")
