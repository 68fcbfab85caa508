"""The counselor's pages for tests: what she reads, without what differs on every request."""

from __future__ import annotations

import re

from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from couples.accounts.models import User
from couples.counseling import links
from couples.counseling.models import Counseling, CounselorProfile
from exercises.counselor import screening
from exercises.counselor.assignments import giving
from exercises.counselor.assignments.giving import NewAssignment
from exercises.counselor.assignments.models import Assignment
from tests.exercises.live.rooms import NEED

NOTE = "Take one small thing; ten minutes are plenty."
TOKEN = re.compile(
    r'name="(?:csrfmiddlewaretoken|id|page[-_]owner)" (?:value|content)="[\w.-]+"|nonce="[^"]*"'
)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def page(user: User, path: str) -> str:
    """Return the page as this person gets it, without form tokens and nonces."""
    answer = signed_in(user).get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return TOKEN.sub("", answer.content.decode())


def couple_path(linked: Counseling) -> str:
    return f"/counsel/couples/{linked.pk}/"


def reading_path(linked: Counseling, scope: str) -> str:
    return f"{couple_path(linked)}read/{scope}/"


def given(linked: Counseling, slug: str = NEED, **more) -> Assignment:
    """An assignment, given an hour after the last one, by a counselor who has spoken with each of the two alone."""
    cache.clear()
    alone = dict.fromkeys(screening.days(linked), timezone.localdate())
    new = NewAssignment(slug, more.get("due_on"), more.get("note", NOTE), alone, more.get("topic", ""))
    return giving.assign(linked.counselor, linked.couple, new)


def link(counselor: User, *people: User) -> Counseling:
    """Link these people with this counselor."""
    profile, _made = CounselorProfile.objects.get_or_create(user=counselor, defaults={"confidences": "x"})
    found = invitation = links.invite(counselor)
    for person in people:
        found = links.accept(invitation, person, profile.confidences_version)
    return found
