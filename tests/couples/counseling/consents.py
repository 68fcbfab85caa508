"""Consents for tests, given through `consent` as the pages do."""

from couples.accounts.models import User
from couples.counseling import consent
from couples.counseling.models import Counseling
from couples.counseling.scopes import SCOPES, Scope
from couples.facts.changing import changing


def allow(linked: Counseling, person: User, *scopes: Scope) -> None:
    """Let this person allow these scopes, or all if none is named."""
    for scope in scopes or SCOPES:
        consent.give(linked, person, scope)


def both_allow(linked: Counseling, *scopes: Scope) -> None:
    """Let both partners allow these scopes, or all if none is named."""
    people = [one.user for one in linked.couple.memberships.filter(left_at__isnull=True)]
    with changing(linked.counselor_id, *people):  # as one change, which is signed once
        for person in people:
            allow(linked, person, *scopes)
