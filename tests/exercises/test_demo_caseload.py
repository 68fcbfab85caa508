"""`demo --caseload` makes invented couples of Casey, in a demo alone."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import CommandError, call_command

from couples.accounts.models import User
from couples.counseling import check_chains, consent
from couples.counseling.models import Consent, Counseling
from couples.facts import holding
from exercises.live.models import Stream
from tests.exercises.counselor.at_work import signed_in

pytestmark = pytest.mark.django_db(databases="__all__")


def made(number: int) -> dict:
    out = io.StringIO()
    call_command("demo", caseload=number, json=True, stdout=out)
    found: dict = json.loads(out.getvalue())
    return found


def test_it_makes_couples_that_hold_once_and_says_where_they_are(settings):
    settings.DEMO = True
    found = made(6)
    assert found["caseload"] == "/counsel/"
    assert len(found["couples"]) == len(set(found["couples"])) == 6
    assert {"session", "sign_in", "socket"} <= set(found)
    people = set(User.objects.values_list("pk", flat=True))
    assert holding.who_hold(people) == people
    for couple in Counseling.objects.values_list("couple", flat=True):
        assert check_chains.holds(couple, check_chains.links_of(couple))
    assert Consent.objects.filter(withdrawn_at__isnull=False).exists()
    assert len({consent.shared(link) for link in Counseling.objects.all()}) > 2
    assert Stream.objects.filter(readable__contains="balance").count() == 2  # with Alex and Blair
    client = signed_in(User.objects.get(name="Casey"))
    assert {client.get(path).status_code for path in [found["caseload"], *found["couples"]]} == {200}
    assert made(6)["couples"] == found["couples"]
    assert set(User.objects.values_list("pk", flat=True)) == people


@pytest.mark.parametrize(("is_demo", "number"), [(False, 3), (True, 0), (True, 2001)])
def test_it_is_refused_elsewhere_and_for_no_number_of_couples(settings, is_demo, number):
    settings.DEMO = is_demo
    with pytest.raises(CommandError):
        made(number)
    assert not User.objects.exists()
