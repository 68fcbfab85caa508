"""One of the two destroys their key, in the middle or afterwards: pages and replay go on, the other's words stay."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from couples.keys import cache, data_keys
from couples.keys.models import PersonKey
from exercises.live import access
from exercises.live.models import Draft
from exercises.live.store import drafts, streams
from tests.exercises.live.rooms import BALANCE, EVERY, LETTER, NEED, opened

pytestmark = pytest.mark.django_db


def other_process(monkeypatch) -> None:
    """As in a process that has neither this session nor any key at hand."""
    monkeypatch.setattr(data_keys, "_remembered", cache.RememberedKeys(most=9))
    streams.memory.clear()


def texts(command) -> list[str]:
    return [value for value in command.fields.values() if isinstance(value, str) and "-" in value]


@pytest.mark.parametrize("slug", EVERY)
def test_a_session_goes_on_to_its_end_and_replays_after_an_erasure_in_the_middle(couple, alex, blair, slug):
    room = opened(couple, alex, blair, slug)
    gone = (alex, blair)[len(slug) % 2]
    for number, _command in enumerate(room.walking(seed=5)):
        if number == 4:
            data_keys.destroy(gone.pk)
        if number > 3 and number % 3 == 0:
            assert room.alex.page().keys() == room.blair.page().keys()
    call_command("replay_sessions", stdout=StringIO())
    assert room.alex.look()["over"]


@pytest.mark.parametrize("slug", EVERY)
@pytest.mark.parametrize("where", ["this process", "another process"])
def test_afterwards_the_erased_words_are_nowhere_and_the_others_are_where_they_were(
    couple, alex, blair, slug, where, monkeypatch
):
    room = opened(couple, alex, blair, slug).walk(seed=4)
    before = [str(chair.look()) + str(chair.page()) for chair in room.chairs]
    data_keys.destroy(alex.pk)
    if where == "another process":
        other_process(monkeypatch)
    after = [str(chair.look()) + str(chair.page()) for chair in room.chairs]
    assert any("Alex-" in one for one in before) or slug == BALANCE
    assert not [one for one in after if "Alex-" in one]
    blairs = {word for one in before for word in one.split() if word.startswith("Blair-")}
    assert {word for one in after for word in one.split() if word.startswith("Blair-")} == blairs


def test_a_process_that_remembers_the_key_forgets_it_with_the_next_look(writing):
    writing.open_the_letter()
    assert LETTER["ask"] in str(writing.blair.look())
    PersonKey.objects.filter(person=writing.alex.user.pk).delete()
    type(writing.alex.user).objects.filter(pk=writing.alex.user.pk).update(
        key_epoch=7
    )  # as another process did
    assert LETTER["ask"] not in str(writing.blair.look())


def test_what_the_other_agreed_to_stays_with_them(couple, alex, blair):
    """An acceptance repeats the words under the key of who accepted."""
    room = opened(couple, alex, blair, NEED).write_apart().open_the_letter()
    room.blair.do("say_back", words="You were tired")
    room.alex.do("thats_it")
    room.blair.do("go_on")
    room.blair.do("say_yes")
    room.alex.do("end")
    data_keys.destroy(alex.pk)
    client = Client()
    client.force_login(blair)
    assert LETTER["ask"] in client.get("/agreements/").content.decode()


def test_who_erased_themselves_has_no_drafts_any_more_and_may_go_on_typing(writing):
    granted = access.of_partner(writing.id, writing.alex.caller)
    drafts.save(granted, 2, "hand_in", LETTER)
    data_keys.destroy(writing.alex.user.pk)
    granted = access.of_partner(writing.id, writing.alex.caller)
    assert drafts.of(granted, 2) == ({}, ())
    assert not drafts.save(granted, 2, "hand_in", LETTER)
    assert Draft.objects.count() == 1
    writing.alex.do("hand_in", **LETTER)
    writing.alex.do("open")
    assert not [text for text in LETTER.values() if text in str(writing.blair.page())]


@pytest.mark.parametrize("slug", EVERY)
def test_every_page_of_both_still_opens(couple, alex, blair, slug):
    room = opened(couple, alex, blair, slug).walk(seed=6)
    data_keys.destroy(alex.pk)
    data_keys.destroy(blair.pk)
    for user in (alex, blair):
        client = Client()
        client.force_login(user)
        for path in ("/", "/agreements/", f"/sessions/{room.id}/"):
            assert client.get(path).status_code == 200
