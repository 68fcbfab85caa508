"""A pending entry, once the pages are open again: shown for what it is, saved, thrown away, or still pending."""

import pytest

from exercises.private import pending, store
from tests.couples.lock.opened import opened_store
from tests.exercises.private.everything import fill_up, inside, noise
from tests.exercises.private.locked_pages import MARK, MINE, PLANTED, locked, opened, text_of

__all__ = ["locked", "opened"]
pytestmark = pytest.mark.django_db


def test_it_is_shown_in_its_form_marked_as_what_it_is(locked, drew, opened):
    locked.post("/alone/b/", {"limit": PLANTED})
    client = opened()

    assert MARK in text_of(client.get("/alone/b/"))
    assert PLANTED in text_of(client.get("/alone/b/"))
    assert MARK in text_of(client.get("/alone/"))
    for path in ("/alone/a/", "/alone/c/"):
        assert MARK not in text_of(client.get(path))
        assert PLANTED not in text_of(client.get(path))
    assert store.read(opened_store(drew))["limits"] == []


def test_it_is_not_mixed_with_what_was_kept_before(drew, settings, locked, opened):
    settings.DEMO = True
    inside(drew).post("/alone/b/", {"limit": "what I kept", "then": "what I do"})
    (kept,) = store.read(opened_store(drew))["limits"]
    settings.DEMO = False
    locked.post(f"/alone/b/{kept['id']}/", {"limit": PLANTED})
    client = opened()
    page = text_of(client.get(f"/alone/b/{kept['id']}/"))

    assert MARK in page
    assert PLANTED in page
    assert "what I do" not in page
    assert store.read(opened_store(drew))["limits"] == [kept]
    throw_away(client, f"/alone/b/{kept['id']}/", pending.read(opened_store(drew)).mark)
    page = text_of(client.get(f"/alone/b/{kept['id']}/"))
    assert "what I do" in page
    assert PLANTED not in page


def throw_away(client, path, mark):
    return client.post(path, {"throw_away": mark})


@pytest.mark.parametrize("path", ["/alone/", "/alone/b/"])
def test_it_can_be_thrown_away(locked, drew, opened, path):
    locked.post("/alone/b/", {"limit": PLANTED})
    client = opened()
    mark = pending.read(opened_store(drew)).mark
    assert f'name="throw_away" value="{mark}"' in text_of(client.get(path))
    throw_away(client, path, "another")
    assert pending.read(opened_store(drew))
    assert throw_away(client, path, mark).url == path

    assert pending.read(opened_store(drew)) is None
    assert PLANTED not in text_of(client.get("/alone/b/"))


def test_nothing_is_thrown_away_through_a_locked_page(locked, drew):
    locked.post("/alone/b/", {"limit": MINE})
    throw_away(locked, "/alone/b/", pending.read(opened_store(drew)).mark)

    assert pending.read(opened_store(drew)).fields == {"limit": MINE}


def test_saving_it_ends_the_waiting_and_saving_something_else_does_not(locked, drew, opened):
    locked.post("/alone/b/", {"limit": MINE})
    client, mark = opened(), pending.read(opened_store(drew)).mark
    client.post("/alone/b/", {"limit": "from a page that was open before"})
    assert pending.read(opened_store(drew)).fields == {"limit": MINE}
    refused = client.post("/alone/b/", {"limit": "", "sent_in": mark})
    assert refused.status_code == 422
    assert f'name="sent_in" value="{mark}"' in text_of(refused)
    client.post("/alone/b/", {"limit": MINE, "sent_in": mark})

    assert pending.read(opened_store(drew)) is None
    assert len(store.read(opened_store(drew))["limits"]) == 2


def test_where_saving_it_is_refused_it_goes_on_waiting(locked, drew, opened):
    fill_up(drew)
    locked.post("/alone/b/", {"limit": noise(400), "then": noise(400, 2)})
    sent = {"limit": noise(400), "then": noise(400, 2), "sent_in": pending.read(opened_store(drew)).mark}
    answer = opened().post("/alone/b/", sent)

    assert answer.status_code == 422
    assert MARK in text_of(answer)
    assert pending.read(opened_store(drew)).mark == sent["sent_in"]


def test_going_back_from_what_was_sent_in_keeps_nothing_of_it(locked, drew, settings, opened):
    settings.DEMO = True
    inside(drew).post("/alone/a/", {"with": "alone"})
    settings.DEMO = False
    locked.post("/alone/a/2/", {"own": "6"})
    client, mark = opened(), pending.read(opened_store(drew)).mark
    assert MARK in text_of(client.get("/alone/a/2/"))
    client.post("/alone/a/2/", {"own": "6", "go": "back", "sent_in": mark})

    assert store.read(opened_store(drew))["started"]["answers"] == {}


def test_emptying_the_pages_takes_it_too(locked, drew):
    locked.post("/alone/b/", {"limit": MINE})
    locked.post("/account/lock/empty/", {"sure": "yes"})

    assert pending.read(opened_store(drew)) is None
