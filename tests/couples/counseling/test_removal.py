"""A counselor whom the operator removes: role, links, consents and sign-ins end, and the couple reads it."""

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.test import Client

from couples.accounts import users
from couples.counseling import consent, counselors, links, removal, scopes
from couples.counseling.models import Consent
from tests.cast import with_second_step
from tests.couples.counseling.consents import both_allow
from tests.couples.counseling.reading import signed_in, text

pytestmark = pytest.mark.django_db


GONE = "Casey is no longer a counselor here."


def by_command(casey):
    call_command("remove_counselor", " CASEY@example.org ", verbosity=0)


def in_the_admin(casey):
    operator = with_second_step(users.create("op@example.org", "Olga", is_staff=True, is_superuser=True))
    answer = signed_in(operator).post(f"/admin/couples/user/{casey.pk}/change/", {"is_active": "on"})
    assert answer.status_code == 302


@pytest.mark.parametrize("how", [by_command, in_the_admin])
def test_everything_ends_at_once_and_the_couple_reads_it(linked, couple, alex, blair, casey, how):
    with_second_step(casey)
    both_allow(linked)
    waiting = links.invite(casey)
    hers = signed_in(casey)
    assert hers.get("/counsel/").status_code == 200
    how(casey)

    casey.refresh_from_db()
    linked.refresh_from_db()
    assert (casey.is_counselor, casey.is_active) == (False, True)
    assert linked.ended_at
    assert not Consent.objects.filter(withdrawn_at__isnull=True).exists()
    assert links.find(links.token_of(waiting)) is None
    assert hers.get("/account/").status_code == 302
    assert signed_in(casey).get("/counsel/").status_code == 404
    for partner in (alex, blair):
        for page in ("/", "/counselors/"):
            assert GONE in text(signed_in(partner).get(page))


def test_a_link_that_a_partner_ended_does_not_say_that_she_is_gone(linked, couple, alex):
    links.end(linked)
    page = text(signed_in(alex).get("/counselors/"))
    assert GONE not in page
    assert "have not been linked since" in page


def test_who_comes_back_begins_anew(linked, couple, alex, casey):
    with_second_step(casey)
    both_allow(linked, scopes.ANSWERS)
    open_invitation = counselors.invite(casey.email)
    removal.remove(casey)
    assert counselors.find(open_invitation) is None

    EmailAddress.objects.create(user=casey, email=casey.email, verified=True, primary=True)
    counselors.accept(counselors.find(counselors.invite(casey.email)), casey, "", "I keep none", "In a day.")
    assert consent.scopes(casey, couple) == frozenset()
    assert links.of_counselor(casey) == []


def test_only_a_counselor_can_be_removed(alex):
    for address in ("alex@example.org", "nobody@example.org"):
        with pytest.raises(CommandError):
            call_command("remove_counselor", address)


def test_the_operator_ends_the_sign_ins_of_one_or_of_everybody(alex, blair):
    mine, theirs = signed_in(alex), signed_in(blair)
    call_command("end_sign_ins", "alex@example.org", verbosity=0)
    assert [one.get("/account/").status_code for one in (mine, theirs)] == [302, 200]
    again = signed_in(alex)
    call_command("end_sign_ins", verbosity=0)
    assert [one.get("/account/").status_code for one in (again, theirs, Client())] == [302, 302, 302]
    with pytest.raises(CommandError):
        call_command("end_sign_ins", "nobody@example.org")
