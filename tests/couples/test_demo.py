"""The invented people: there when asked for, on this machine only."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from couples import demo
from couples.accounts.demo_people import NAMES
from couples.accounts.models import User
from couples.counseling import consent, links, scopes
from couples.keys import data_keys
from couples.pairing import membership
from couples.pairing.models import Couple

pytestmark = pytest.mark.django_db
HERE = {"HTTP_HOST": "alex.localhost:8000", "REMOTE_ADDR": "127.0.0.1"}


@pytest.fixture
def invented(settings):
    settings.DEMO = True
    return demo.make_people()


def test_the_invented_people_are_a_couple_a_counselor_and_a_stranger(invented):
    alex, blair, casey, drew = (invented[name] for name in ("alex", "blair", "casey", "drew"))

    assert membership.couple_of(alex).is_demo
    assert membership.partner_of(alex) == blair
    assert alex.memberships.get().voice == "a"
    assert (casey.is_counselor, drew.is_counselor) == (True, False)
    assert membership.couple_of(casey) is membership.couple_of(drew) is None


def test_nobody_signs_in_as_an_invented_person_with_a_password(invented):
    for user in invented.values():
        assert user.email.endswith("@example.org")
        assert not user.has_usable_password()
        assert data_keys.data_key(user.pk)


def test_making_them_again_changes_nothing(invented, capsys):
    before = (
        list(User.objects.order_by("pk").values_list()),
        list(Couple.objects.order_by("pk").values_list()),
    )
    call_command("demo_people")

    assert (
        list(User.objects.order_by("pk").values_list()),
        list(Couple.objects.order_by("pk").values_list()),
    ) == before
    assert "Invented people: Alex" in capsys.readouterr().out


def test_after_one_of_them_left_the_next_run_pairs_them_again(invented):
    invented["blair"].memberships.update(left_at=timezone.now())

    demo.make_people()

    assert membership.partner_of(invented["alex"]) == invented["blair"]


@pytest.mark.parametrize("name", NAMES)
def test_a_demo_link_signs_that_person_in_and_leads_home(client, invented, name):
    assert client.get(f"/demo/{name}/", **HERE).url == "/"
    assert client.session["_auth_user_id"] == str(invented[name].pk)


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:9000", "blair.localhost"])
def test_every_name_of_this_machine_will_do(client, invented, host):
    assert client.get("/demo/alex/", HTTP_HOST=host, REMOTE_ADDR="127.0.0.1").status_code == 302


def refused(client, **where):
    answer = client.get("/demo/alex/", **{**HERE, **where})
    return answer.status_code == 404 and "_auth_user_id" not in client.session


def test_without_the_demo_there_is_no_such_sign_in(client, invented, settings):
    settings.DEMO = False

    assert refused(client)


@pytest.mark.parametrize("address", ["192.168.1.20", "203.0.113.7", "2001:db8::1", "", "unknown"])
def test_a_browser_on_another_machine_cannot_sign_in_so(client, invented, address):
    assert refused(client, REMOTE_ADDR=address)


@pytest.mark.parametrize("host", ["counterpoint.example", "localhost.example", "notlocalhost", "10.0.0.1"])
def test_a_server_with_a_public_name_has_no_such_sign_in(client, invented, settings, host):
    settings.ALLOWED_HOSTS = ["*"]

    assert refused(client, HTTP_HOST=host)


def test_behind_a_proxy_nobody_counts_as_being_on_this_machine(client, invented):
    assert refused(client, HTTP_X_FORWARDED_FOR="127.0.0.1")


def test_only_the_invented_people_can_be_become(client, invented):
    assert client.get("/demo/root/", **HERE).status_code == 404


def test_demo_pages_say_that_the_people_are_invented(client, invented, settings):
    for path in ("/", "/help/", "/example/"):
        assert "invented people" in client.get(path, **HERE).content.decode()
    settings.DEMO = False
    assert "demonstration with invented people" not in client.get("/", **HERE).content.decode()


def test_the_first_page_offers_a_window_for_each_person_only_where_that_works(client, invented):
    link = "http://blair.localhost:8000/demo/blair/"

    assert link in client.get("/", **HERE).content.decode()
    assert "/demo/blair/" not in client.get("/", **HERE | {"REMOTE_ADDR": "192.168.1.20"}).content.decode()


def test_casey_is_linked_with_them_and_what_they_choose_afterwards_stays(invented):
    couple = membership.couple_of(invented["alex"])
    link = consent.counseling(invented["casey"], couple)
    assert consent.shared(link) == {scopes.PROGRESS, scopes.AGREEMENTS, scopes.LIVE}

    consent.withdraw(link, invented["blair"], scopes.LIVE)
    demo.make_people()
    assert scopes.LIVE not in consent.shared(link)

    links.end(link)
    demo.make_people()
    assert consent.counseling(invented["casey"], couple) is None
