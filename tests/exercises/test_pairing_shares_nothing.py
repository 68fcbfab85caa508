"""Becoming a couple opens nothing that either had before: not a word, not a row, not a sign that there is something."""

import pytest
from django.test import Client

from couples.pairing import acceptance, invitations
from exercises.live.models import Stream
from exercises.private import store
from tests.couples.lock.opened import opened_store
from tests.exercises.private.everything import WRITTEN, check_in, inside

pytestmark = pytest.mark.django_db
OF_BOTH = ["/", "/meeting/", "/agreements/", "/alone/"]


def become_a_couple(alex, blair):
    invitation, _ = invitations.invite(alex)
    acceptance.accept(invitation, blair)
    acceptance.confirm(alex, blair.pk)


def written(alex):
    """What Alex has for herself; the address where she reads her check-in."""
    with store.changing(opened_store(alex)) as contents:
        entry = {"id": store.new_id(), "slug": "room-for", "answers": {"a": WRITTEN}}
        contents["sheets"].append(entry)
    return check_in(inside(alex))


def pages(user, paths):
    client = Client()
    client.force_login(user)
    answers = [client.get(path) for path in paths]
    lines = "\n".join(answer.content.decode() for answer in answers).splitlines()
    return [line for line in lines if "csrfmiddlewaretoken" not in line and "page-owner" not in line]


def test_the_partner_sees_the_same_whether_or_not_somebody_had_written_before(alex, blair, casey, drew):
    mine = written(alex)
    become_a_couple(alex, blair)
    become_a_couple(casey_as_partner(casey), drew)
    with_something = [line.replace("Alex", "Casey") for line in pages(blair, OF_BOTH)]

    assert WRITTEN in str(store.read(opened_store(alex)))
    assert inside(alex).get(mine).status_code == 200
    assert inside(blair).get(mine).status_code == 404
    assert with_something == pages(drew, OF_BOTH)
    assert not Stream.objects.exists()


def casey_as_partner(casey):
    casey.is_counselor = False
    casey.save()
    return casey
