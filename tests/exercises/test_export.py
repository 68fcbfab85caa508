"""*Download your data*: own data and what both share; nothing of the partner's, and no trace of secrets."""

from __future__ import annotations

import json
from io import StringIO
from time import perf_counter

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from couples import hooks
from couples.counseling.models import AccessRecord
from couples.privacy import data_map, export, leaving
from couples.privacy.data_map import Export
from exercises.core.pair import Partner
from exercises.live import access
from exercises.live.store import drafts
from tests.core.filling import mark
from tests.couples.lock.opened import opened_store
from tests.couples.lock.unlocking import PIN, with_pin
from tests.exercises.agreements.test_pages import WORDS, written_down
from tests.exercises.live.rooms import BALANCE, EVERY, LETTER, LIMIT, opened
from tests.long_run import IS_LONG
from tests.planted_rows import LEAVES, plant

pytestmark = pytest.mark.django_db
RATED_OR_MARKED = (BALANCE, "what-fits-both-of-us")
"""Exercises in which perhaps nothing is put into own words."""


def downloaded(user, form: str = "data", **more: str) -> str:
    client = Client()
    client.force_login(user)
    answer = client.post("/data/download/", {"form": form, **more})
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer.headers["Cache-Control"]
    return answer.content.decode()


@pytest.mark.parametrize("form", ["data", "page"])
@pytest.mark.parametrize("slug", EVERY)
def test_own_open_words_are_there_and_the_others_are_not(couple, alex, blair, slug, form):
    opened(couple, alex, blair, slug).walk(seed=4)
    for user, other in ((alex, "Blair-"), (blair, "Alex-")):
        found = downloaded(user, form)
        accepted = json.dumps(export.collect(user)["agreements"]) + _yeses(user)
        assert f"{user.name}-" in found or slug in RATED_OR_MARKED
        assert not [word for word in words(found, other) if word not in accepted]


def words(text: str, mark: str) -> list[str]:
    return [word for word in text.replace('"', " ").replace("<", " ").split() if word.startswith(mark)]


def _yeses(user) -> str:
    steps = [step for one in export.collect(user)["sessions"] for step in one["steps"]]
    return json.dumps([said for step in steps for said in step["words"] if "yes" in said["under"]])


def test_what_was_kept_closed_is_not_in_it_and_both_read_the_same_before_it_opens(couple, alex, blair):
    room = opened(couple, alex, blair, LIMIT)
    for chair in room.chairs:
        chair.do("ready", together="writing")
    empty = downloaded(alex)
    room.alex.do("hand_in", words="Kept closed by Alex", kind="limit")
    drafts.save(access.of_partner(room.id, room.blair.caller), 2, "hand_in", {"words": "Typed by Blair only"})
    assert downloaded(alex) == empty
    assert "Typed by Blair only" not in downloaded(blair) + downloaded(alex)
    for chair in room.chairs[1:]:
        chair.do("hand_in", words="Kept closed by Blair", kind="limit")
    for chair in room.chairs:
        chair.do("open")
    assert "Kept closed by Alex" in downloaded(alex)
    assert "Kept closed by Blair" not in downloaded(alex)


def test_agreements_are_in_both_downloads_and_a_limit_only_in_its_authors(room, couple, alex, blair):
    written_down(room)
    assert WORDS in downloaded(alex)
    assert WORDS in downloaded(blair)
    leaving.leave(alex)
    assert WORDS in downloaded(blair), "and after the parting too"


def test_the_others_limit_was_only_to_be_read(room, alex, blair):
    written_down(room, kind="limit")
    assert WORDS in downloaded(alex)
    assert WORDS not in downloaded(blair)


def test_what_was_taken_back_is_not_in_it(writing, alex):
    writing.open_the_letter()
    assert LETTER["need"] in downloaded(alex)
    writing.alex.do("take_words_back", past="1")
    assert not [said for said in LETTER.values() if said in downloaded(alex)]


def secrets(open_store) -> dict:
    """Return sections as the private pages do."""
    return {"private_pages": ["SECRET OF THE STORE"]}


def test_the_default_is_the_same_bytes_with_and_without_anything_private(room, couple, alex, blair):
    with_pin(alex)
    before = downloaded(alex), downloaded(alex, "page")
    granted = access.of_partner(room.id, room.alex.caller)
    drafts.save(granted, 1, "ready", {"together": "writing"})
    leaving.choose_day(alex, LEAVES.replace(year=2027))
    hooks.exported_privately.append(secrets)
    try:
        for more in ({}, {"private": "yes"}):
            assert (downloaded(alex, **more), downloaded(alex, "page", **more)) == before
        assert "SECRET OF THE STORE" in json.dumps(export.collect(alex, opened_store(alex, PIN)))
    finally:
        hooks.exported_privately.remove(secrets)


def test_while_the_lock_is_closed_the_page_does_not_say_that_there_are_private_pages(alex):
    with_pin(alex)
    client = Client()
    client.force_login(alex)
    page = client.get("/data/download/").content.decode()
    own_words = page[
        page.index("<main") : page.index("</main>")
    ]  # the site's links are the same for everybody
    assert "private" not in own_words


def test_the_parts_are_the_same_whether_or_not_there_is_anything_in_them(couple, alex, blair, casey, drew):
    few = list(export.collect(drew))
    plant(couple, alex, blair, casey)
    assert list(export.collect(alex)) == few
    assert [name for name in export.TITLES if name != "only_yours"] == [n for n in few if n in export.TITLES]


def test_each_field_of_the_map_is_exported_for_whom_it_should_be(couple, alex, blair, casey):
    """For every entry of the map: own and shared data is in every export, private data only where it was requested."""
    plant(couple, alex, blair, casey)
    AccessRecord.objects.create(couple=couple, reader=casey, role="counselor", what="planted")
    for person in (alex, casey):
        default, whole = (
            json.dumps(export.collect(person, opened_store(person) if private else None))
            for private in (False, True)
        )
        for entry in data_map.entries():
            if entry.export in (Export.OWN, Export.SHARED) or (
                entry.export is Export.PRIVATE and entry.fields
            ):
                for value in _values(entry, person):
                    assert value in whole, (entry.model, value)
                    assert entry.export is Export.PRIVATE or value in default, (entry.model, value)
    assert LEAVES.isoformat() in json.dumps(export.collect(alex, opened_store(alex)))
    assert LEAVES.isoformat() not in json.dumps(export.collect(alex))
    assert "DRAFT of Alex" in json.dumps(export.collect(alex, opened_store(alex)))
    assert "DRAFT of Alex" not in json.dumps(export.collect(alex))


def _values(entry: data_map.Entry, person) -> list[str]:
    """Return what must be found; only the day of a time, as exports have no finer times."""
    rows = entry.about(person.pk) if entry.export is Export.SHARED else entry.rows(person.pk)
    found = [value for row in rows.values_list(*entry.fields) for value in row]
    return [
        str(value.isoformat()[:10] if hasattr(value, "isoformat") else value)
        for value in found
        if value not in (None, True)
    ]


def test_with_the_lock_open_everything_ever_written_is_in_it(couple, alex, blair):
    room = opened(couple, alex, blair, BALANCE).walk(seed=7)
    whole = json.dumps(export.collect(alex, opened_store(alex)))
    for command in room.said:
        for name, value in command.fields.items():
            if isinstance(value, str) and value.startswith("Alex-"):
                assert json.dumps(value)[1:-1] in whole, name
    assert "Blair-" not in whole
    assert mark(Partner.B) not in whole


def test_it_takes_seconds_for_years_of_sessions(couple, alex, blair):
    for number in range(12 if IS_LONG else 4):
        opened(couple, alex, blair, EVERY[number % len(EVERY)]).walk(seed=number)
    begun = perf_counter()
    export.as_page(export.collect(alex))
    assert perf_counter() - begun < 10


def test_nobody_gets_anybody_elses(room, couple, alex, drew):
    written_down(room)
    found = downloaded(drew)
    assert WORDS not in found
    assert "alex@example.org" not in found
    assert "Alex" not in found
    assert Client().post("/data/download/", {"form": "data"}).status_code == 302


@pytest.mark.parametrize("form", ["", "xml", "data\x00"])
def test_another_form_is_refused(alex, form):
    client = Client()
    client.force_login(alex)
    assert client.post("/data/download/", {"form": form}).status_code == 422


def test_the_same_from_the_command_line_without_anything_private(room, alex, tmp_path):
    written_down(room)
    out = StringIO()
    call_command("export_person", "alex@example.org", stdout=out)
    found = json.loads(out.getvalue())
    assert "only their owner can open them" in found.pop("only_yours")
    assert found == json.loads(downloaded(alex))
    file = tmp_path / "alex.html"
    call_command("export_person", "Alex@Example.org", file=file, stdout=out)
    assert WORDS in file.read_text()
    assert file.stat().st_mode & 0o077 == 0
    with pytest.raises(CommandError):
        call_command("export_person", "nobody@example.org")


def test_a_name_in_it_may_be_any_word(alex):
    """Also one by which a template would find what a mapping can do."""
    found = export.collect(alex)
    section = next(name for name in export.TITLES if name in found)
    page = export.as_page(
        found | {section: {"items": [{"keys": "KEPT-1"}], "values": {"get": "KEPT-2"}}}
    ).decode()
    assert "KEPT-1" in page
    assert "KEPT-2" in page
