"""What somebody brings from their own pages into a closed form: into their own draft, and nowhere else."""

import pytest
from django.test import Client

from exercises import catalog
from exercises.live import access
from exercises.live.store import drafts
from exercises.private import bringing, entries, store
from exercises.private.pages.limits import FORM
from exercises.private.support_map import FOR_WHAT
from tests.couples.lock.opened import opened_store
from tests.exercises.live.rooms import BALANCE, LIMIT, opened
from tests.exercises.private.everything import inside

pytestmark = pytest.mark.django_db
WORDS = {"seen": "We ate at nine.", "need": "Rest.", "alone": "Go for a walk."}


def write(person, section, **values):
    with store.changing(opened_store(person)) as contents:
        return entries.add(contents, section, values)


def draft_of(chair):
    typed = drafts.all_of(access.of_partner(chair.session, chair.caller))
    return typed[0] if typed else None


def path(room):
    return f"/sessions/{room.id}/own/"


def test_a_writing_of_ones_own_goes_into_the_draft_below_what_was_typed(writing, alex):
    entry = write(alex, "sheets", slug="before-i-say-it", answers=WORDS)
    granted = access.of_partner(writing.id, writing.alex.caller)
    drafts.save(granted, 2, "hand_in", {"see": "On Tuesday", "feel": "Sad"})
    client, blairs, records = inside(alex), writing.blair.page(), writing.sequences()
    page = client.get(path(writing)).content.decode()
    assert "We ate at nine." in page
    assert "Go for a walk." not in page
    assert client.post(path(writing), {"entry": entry}).url == f"/sessions/{writing.id}/"
    assert draft_of(writing.alex) == {"see": "On Tuesday\nWe ate at nine.", "feel": "Sad", "need": "Rest."}
    assert "We ate at nine." in client.get(f"/sessions/{writing.id}/").content.decode()
    assert (writing.blair.page(), writing.sequences()) == (blairs, records)
    assert draft_of(writing.blair) is None


def test_a_limit_of_ones_own_goes_into_the_boundary_sheet(couple, alex, blair):
    room = opened(couple, alex, blair, LIMIT)
    for chair in room.chairs:
        chair.do("ready", together="writing")
    entry = write(alex, "limits", limit="I don’t talk at night.", then="I go to bed.")
    inside(alex).post(path(room), {"entry": entry})
    assert draft_of(room.alex) == {"words": "I don’t talk at night.\nI go to bed."}


def test_one_s_own_side_goes_into_the_sheet_of_the_check_in_beside_what_was_answered(couple, alex, blair):
    room = opened(couple, alex, blair, BALANCE).write_apart()
    keys = [area.key for area in catalog.check_in().areas]
    answers = {key: {"own": 0, "partner": 4, "comfort": "prefer_not"} for key in keys}
    entry = write(alex, "check_ins", **{"with": "partner", "answers": answers})
    write(alex, "check_ins", **{"with": "alone", "answers": answers})
    granted = access.of_partner(room.id, room.alex.caller)
    drafts.save(granted, 2, "hand_in", {"own.money": "6"})
    page, blairs = inside(alex).get(path(room)).content.decode(), room.blair.page()
    assert page.count("Copy this into my form") == 1, "one without a partner in mind has no answers for it"
    inside(alex).post(path(room), {"entry": entry})
    typed = draft_of(room.alex)
    assert len(typed) == 24
    assert (typed["own.money"], typed["own.practical"], typed["partner.money"]) == ("6", "0", "4")
    assert typed["comfort.money"] == "prefer_not"
    assert not [name for name in typed if "open" in name]
    assert room.blair.page() == blairs


def test_the_own_support_map_fills_in_the_lines_of_the_map_and_releases_none(couple, alex, blair):
    room = opened(couple, alex, blair, "who-is-there-for-me")
    for chair in room.chairs:
        chair.do("ready", together="writing")
    write(alex, "map", who="my sister", areas=["emotional", "money"], note="")
    last = write(alex, "map", who="M.", areas=["emotional"], note="Call first")
    page = inside(alex).get(path(room)).content.decode()
    assert ("my sister, M." in page, "Call first" in page) == (True, False)
    inside(alex).post(path(room), {"entry": last})
    assert draft_of(room.alex) == {"comfort": "my sister, M.", "money": "my sister"}


def test_it_takes_the_lock_a_form_to_fill_in_and_ones_own_session(writing, alex, blair, drew, settings):
    entry = write(alex, "sheets", slug="before-i-say-it", answers=WORDS)
    assert inside(drew).get(path(writing)).status_code == 404
    assert inside(blair).get(path(writing)).url == f"/sessions/{writing.id}/"
    assert inside(alex).post(path(writing), {"entry": "nothing"}).status_code == 404
    settings.DEMO = False
    locked = Client()
    locked.force_login(alex)
    locked.post("/account/lock/now/")
    assert "We ate at nine." not in locked.get(path(writing), follow=True).content.decode()
    locked.post(path(writing), {"entry": entry})
    assert draft_of(writing.alex) is None


def test_every_source_that_an_exercise_names_is_a_question_of_ones_own_pages():
    asked = {f"{one.slug}.{each.name}" for one in catalog.writings() for each in one.questions}
    asked |= {f"limits.{field.name}" for field in FORM.fields}
    asked |= {f"map.{area}" for area in FOR_WHAT}
    rated = ("own", "partner", "comfort")
    asked |= {f"check_in.{area.key}.{what}" for area in catalog.check_in().areas for what in rated}
    steps = [step for one in catalog.couple_definitions() for step in one.exercise().steps]
    named = {each for step in steps for sources in bringing.wanted(step).values() for each in sources}
    assert named
    assert named <= asked


def test_what_a_session_would_remark_is_remarked_alone_too(alex):
    client = inside(alex)
    address = next(one.address for one in catalog.writings() if one.slug == "before-i-say-it")
    saved = client.post(
        f"/alone/d/{address}/", {"seen": "You always come late.", "felt": "Sad."}, follow=True
    )
    assert "Saved. Only you can see it." in saved.content.decode()
    assert saved.content.decode().count('class="note"') == 1
    limits = client.post("/alone/b/", {"limit": "You must not text at night."}, follow=True).content.decode()
    assert "This reads a little like a rule for the other." in limits
    assert bringing.remarks("limits", {"limit": "When it gets loud, I go for a walk."}) == []
