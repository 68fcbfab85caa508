"""The private pages: each works from beginning to end with plain forms, loses nothing, and is only its person's."""

import pytest
from django.test import Client

from couples.keys import data_keys
from exercises import catalog
from exercises.private import pending, store
from tests.couples.lock.opened import opened_store
from tests.exercises.private.everything import WRITTEN, every_address, fill_up, inside, noise, use_everything

pytestmark = pytest.mark.django_db


def text_of(answer):
    return answer.content.decode()


def only(person, section):
    (entry,) = store.read(opened_store(person))[section]
    return entry


def test_every_page_opens_with_a_neutral_title_and_is_kept_by_no_browser(drew):
    client = inside(drew)
    use_everything(client)
    for path in every_address(drew):
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert "<title>Counterpoint</title>" in text_of(answer)
        assert "no-store" in answer.headers["Cache-Control"]
        assert " style=" not in text_of(answer)


def test_no_field_is_remembered_by_the_browser(drew):
    client = inside(drew)
    use_everything(client)
    for path in every_address(drew):
        page = text_of(client.get(path))
        assert page.count("<textarea") == page.count('dir="auto" autocomplete="off"')
        assert page.count("<form") <= page.count('autocomplete="off"') + page.count("csrfmiddlewaretoken")


def test_an_address_tells_nothing_of_what_is_there(drew):
    use_everything(inside(drew))
    told = ("limit", "people", "support", "check", "private", *(one.slug for one in catalog.writings()))

    assert not [(path, word) for path in every_address(drew) for word in told if word in path]


def test_nobody_else_gets_an_entry_by_its_address(drew, casey):
    use_everything(inside(drew))
    for path in every_address(drew):
        if path.rsplit("/", 2)[1] in {
            e["id"] for s in store.SECTIONS for e in store.read(opened_store(drew))[s]
        }:
            assert inside(casey).get(path).status_code == 404
            assert Client().get(path).status_code == 302


def test_a_locked_page_shows_nothing_and_leads_to_the_lock(drew, settings):
    client = inside(drew)
    use_everything(client)
    paths = [path for path in every_address(drew) if path.startswith("/alone/")]
    settings.DEMO = False
    client.post("/account/lock/now/")
    for path in paths:
        answer = client.get(path)
        assert answer.url == f"/account/lock/?next={path.replace('/', '%2F')}"
        assert not answer.content


def test_words_sent_to_a_locked_page_are_back_when_it_opens(drew, settings):
    client = inside(drew)
    settings.DEMO = False
    client.post("/account/lock/now/")
    assert client.post("/alone/b/", {"limit": "I took an hour to write this"}).status_code == 302
    assert store.read(opened_store(drew))["limits"] == []
    assert "an hour" not in str(dict(client.session))
    settings.DEMO = True

    page = text_of(client.get("/alone/b/"))
    assert "an hour to write this" in page
    assert "an hour" not in text_of(client.get("/alone/c/"))
    mark = page.split('name="sent_in" value="')[1].split('"')[0]
    client.post("/alone/b/", {"limit": "I took an hour to write this", "sent_in": mark})
    assert "an hour" in only(drew, "limits")["limit"]
    assert pending.read(opened_store(drew)) is None


def test_nothing_is_deleted_through_a_locked_page(drew, settings):
    client = inside(drew)
    use_everything(client)
    settings.DEMO = False
    client.post("/account/lock/now/")
    for path in every_address(drew):
        client.post(path, {"delete": "yes"})

    assert all(store.read(opened_store(drew))[section] for section in store.SECTIONS)


@pytest.mark.parametrize(
    ("section", "path"),
    [("check_ins", "/alone/a/at/"), ("limits", "/alone/b/"), ("map", "/alone/c/"), ("sheets", "/alone/e/")],
)
def test_anything_can_be_deleted_and_is_gone(drew, section, path):
    client = inside(drew)
    use_everything(client)
    entry = store.read(opened_store(drew))[section][0]
    before = len(store.read(opened_store(drew))[section])
    client.post(f"{path}{entry['id']}/", {"delete": "yes"})

    assert len(store.read(opened_store(drew))[section]) == before - 1
    assert client.get(f"{path}{entry['id']}/").status_code == 404


def test_a_limit_is_written_and_changed(drew):
    client = inside(drew)
    client.post("/alone/b/", {"limit": "I sleep eight hours", "then": ""})
    client.post(f"/alone/b/{only(drew, 'limits')['id']}/", {"limit": "I sleep nine hours", "then": "I go"})

    assert only(drew, "limits")["limit"] == "I sleep nine hours"
    assert "I sleep nine hours" in text_of(client.get("/alone/b/"))


def test_a_limit_that_is_too_long_stays_in_the_form(drew):
    answer = inside(drew).post("/alone/b/", {"limit": "x" * 401})

    assert answer.status_code == 422
    assert "x" * 401 in text_of(answer)
    assert "longer than 400" in text_of(answer)


def test_the_map_shows_who_is_there_for_what_and_what_is_open(drew):
    client = inside(drew)
    client.post("/alone/c/", {"who": "my choir", "areas": ["own_time", "emotional"]})
    page = text_of(client.get("/alone/c/"))
    glance, open_forms = page.split("At a glance")[1].split("Nobody yet")

    assert glance.count("my choir") == 2
    assert "Money matters" not in glance
    assert "Money matters" in open_forms.split("</p>")[0]


def test_one_area_alone_is_enough_for_the_map_and_none_is_not(drew):
    client = inside(drew)
    assert client.post("/alone/c/", {"who": "M.", "areas": "money"}).status_code == 302
    assert client.post("/alone/c/", {"who": "N."}).status_code == 422
    assert only(drew, "map")["areas"] == ["money"]


def test_writing_is_kept_read_again_and_changed(drew):
    client = inside(drew)
    definition = catalog.writings()[0]
    name = definition.questions[0].name
    client.post(f"/alone/d/{definition.address}/", {name: WRITTEN})
    path = f"/alone/e/{only(drew, 'sheets')['id']}/"
    assert WRITTEN in text_of(client.get(path))
    assert client.post(path, {name: "other words"}).url == path

    assert only(drew, "sheets")["answers"] == {name: "other words"}
    assert "other words" in text_of(client.get(f"/alone/d/{definition.address}/"))


def test_an_empty_form_is_not_kept(drew):
    answer = inside(drew).post(f"/alone/d/{catalog.writings()[0].address}/", {})

    assert answer.status_code == 422
    assert store.read(opened_store(drew))["sheets"] == []


def test_a_full_store_is_said_kindly_and_the_words_stay_in_the_form(drew):
    fill_up(drew)
    before = store.read(opened_store(drew))
    answer = inside(drew).post("/alone/b/", {"limit": noise(400), "then": noise(400, seed=2)})

    assert answer.status_code == 422
    assert "are full" in text_of(answer)
    assert noise(400) in text_of(answer)
    assert store.read(opened_store(drew)) == before


def test_emptying_takes_everything_private_and_nothing_else(drew):
    client = inside(drew)
    use_everything(client)
    client.post("/account/lock/empty/", {"ask": "yes"})
    assert store.read(opened_store(drew))["limits"]
    client.post("/account/lock/empty/", {"sure": "yes"})

    assert not any(store.read(opened_store(drew))[section] for section in store.SECTIONS)
    assert inside(drew).get("/").status_code == 302


def test_without_a_data_key_the_pages_stay_locked_and_do_not_break(drew):
    client = inside(drew)
    use_everything(client)
    data_keys.destroy(drew.pk)

    for answer in (client.get("/alone/b/"), client.post("/alone/b/", {"limit": "words"})):
        assert answer.url.startswith("/account/lock/")
    assert client.get("/account/lock/").status_code == 200
    assert client.post("/account/lock/", {"secret": "anything"}).status_code == 422


def test_both_homes_lead_to_ones_own_pages(couple, alex, drew):
    assert "/alone/a/" in text_of(inside(drew).get("/welcome/"))
    for person, home in ((drew, "/welcome/"), (alex, "/")):
        assert 'href="/alone/"' in text_of(inside(person).get(home))
