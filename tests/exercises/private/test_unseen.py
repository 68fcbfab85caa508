"""Use of the private pages is invisible: on the partner's pages, on their socket, and to the counselor."""

import re

import pytest
from django.contrib import admin
from django.test import Client

from couples.accounts.models import User
from couples.pairing import acceptance
from exercises.live.database_threads import in_database
from exercises.live.models import Draft, Lease, RecordedEvent
from exercises.private.models import PrivateStore
from tests.exercises.live.rooms import NEED, opened
from tests.exercises.live.sockets import HTML
from tests.exercises.private.everything import WRITTEN, inside, use_everything

TOKENS = re.compile(
    r'(name="(?:csrfmiddlewaretoken|id|page_owner|one_try)" value="|name="(?:csrf-token|page-owner)" content=")[^"]*"'
)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def seen_by(client, paths):
    return {path: TOKENS.sub(r"\1", client.get(path).content.decode()) for path in paths}


@pytest.mark.django_db
def test_no_page_of_the_partner_or_of_a_counselor_changes(couple, alex, blair, casey):
    """Each of them has a page on which an act of Alex in the session is seen: the session does change them."""
    room = opened(couple, alex, blair, NEED)
    paths = ["/", f"/sessions/{room.id}/", "/agreements/", "/help/", "/invite/"]
    partner, counselor = signed_in(blair), signed_in(casey)
    client = inside(alex)
    before = seen_by(partner, paths), seen_by(counselor, paths)
    use_everything(client)
    new = {"pin": "481516", "again": "481516"}
    assert client.post("/account/lock/settings/", new).status_code == 200  # who is invented needs no proof
    client.post("/account/lock/now/")

    assert seen_by(partner, paths) == before[0]
    assert seen_by(counselor, paths) == before[1]
    room.alex.do("pause")
    assert seen_by(partner, paths) != before[0]


@pytest.mark.django_db(transaction=True)
async def test_nothing_comes_over_the_partners_socket(sockets, alex, blair):
    """Where a pause would come: it does."""
    mine, theirs = await sockets.both(alex, blair, HTML)
    before = len(theirs.seen)
    await in_database(lambda: use_everything(inside(alex)))
    assert await theirs.is_silent()
    assert theirs.seen[before:] == []
    await mine.do("pause", visit=1)
    assert (await theirs.until("screen"))["revision"] > 1


@pytest.mark.django_db
def test_no_lease_no_event_and_no_draft_comes_of_it(couple, alex, blair):
    room = opened(couple, alex, blair, NEED)
    signed_in(alex).get(f"/sessions/{room.id}/")

    def rows():
        return [list(model.objects.order_by("pk").values()) for model in (Lease, RecordedEvent, Draft)]

    before = rows()
    use_everything(inside(alex))

    assert before[0]
    assert rows() == before


@pytest.mark.django_db
def test_nothing_private_comes_along_when_two_pair(alex, blair):
    use_everything(inside(alex))
    acceptance.pair(alex, blair)
    for path in ("/", "/agreements/"):
        for words in (WRITTEN, "kept in draft", "M."):
            assert words not in inside(blair).get(path).content.decode()
    assert "kept in draft" in inside(alex).get("/alone/b/").content.decode()


@pytest.mark.django_db
def test_the_admin_shows_people_and_no_private_stores():
    assert admin.site.is_registered(User)
    assert not admin.site.is_registered(PrivateStore)
