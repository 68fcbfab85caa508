"""What was taken back in one process stays away in another that read the session before, and has not looked since."""

from __future__ import annotations

import pytest

from couples.accounts.models import User
from couples.counseling import scopes
from couples.keys import data_keys
from couples.pairing.models import Membership
from couples.privacy import erasure
from exercises.core.text import Refused
from exercises.live import access
from exercises.live.access import AccessDenied
from exercises.live.socket.roles import AsPartner, role_of
from exercises.live.store import elsewhere, several, streams
from tests import forging
from tests.cast import with_second_step
from tests.couples.counseling.consents import both_allow
from tests.exercises.browsing import browser
from tests.exercises.counselor.at_work import reading_path
from tests.exercises.live import forged_records as forged
from tests.exercises.live.rooms import LETTER, LIMIT, Room, opened

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.forges]


def done_elsewhere(room: Room, act) -> None:
    """Somebody takes back in another process; then the stream is cut back. This one has heard of neither."""
    rows, known = list(room.records), streams.memory.get(room.id)
    act()
    room.records.filter(sequence__gt=rows[-1].sequence).delete()
    for row in rows:
        row.save()
    forged.stream_of(room).update(**dict.fromkeys(("head", "head_a", "head_b"), rows[-1].sequence))
    in_another_process(room, known)


def in_another_process(room: Room, known: streams.Known) -> None:
    streams.memory.put(room.id, known)
    elsewhere.known.clear()


def test_words_are_on_no_page_and_no_new_socket(lived, linked, casey, blair):
    with_second_step(casey)
    both_allow(linked, scopes.ANSWERS)
    page = f"/sessions/{lived.id}/"
    assert LETTER["feel"] in browser(blair).get(page).content.decode()
    done_elsewhere(lived, lambda: lived.alex.do("take_words_back", past="1"))
    known = streams.memory.get(lived.id)
    for path, who in ((page, blair), (reading_path(linked, "answers"), casey)):
        in_another_process(lived, known)
        assert LETTER["feel"] not in browser(who).get(path).content.decode()
    in_another_process(lived, known)
    role = role_of(lived.id, lived.blair.caller, True, "en")
    assert isinstance(role, AsPartner)
    with pytest.raises(AccessDenied):
        role.arrive()


def test_a_list_does_not_go_on_from_it(lived, blair):
    done_elsewhere(lived, lambda: lived.alex.do("take_words_back", past="1"))
    granted = several.of_partner([lived.id], lived.blair.caller)
    assert several.states(granted.values()) == {}


def test_a_form_does_not_open(couple, alex, blair):
    room = opened(couple, alex, blair, LIMIT)
    for chair in room.chairs:
        chair.do("ready", together="writing")
    for chair in room.chairs:
        chair.do("hand_in", words=f"Kept closed by {chair.user.name}", kind="limit")
    room.alex.do("open")
    opening = room.blair.command("open")
    done_elsewhere(room, lambda: room.alex.do("not_yet"))
    with pytest.raises((AccessDenied, Refused)):
        room.blair.send(opening)
    assert not [event for row in room.records for event in row.events if event["name"] == "sheet.opened"]


def test_who_is_not_ready_after_all_arranges_nothing(couple, alex, blair):
    room = opened(couple, alex, blair, LIMIT)
    room.alex.do("ready", together="writing")
    last = room.blair.command("ready", together="writing")
    done_elsewhere(room, lambda: room.alex.do("not_ready"))
    with pytest.raises((AccessDenied, Refused)):
        room.blair.send(last)
    assert not [event for row in room.records for event in row.events if event["name"] == "arrival.settled"]


def test_words_of_somebody_who_was_erased_elsewhere_are_not_shown_from_memory(lived, alex, blair):
    """All old rows are put back, and this process has both the session and the key in its memory."""
    assert LETTER["feel"] in browser(blair).get(f"/sessions/{lived.id}/").content.decode()
    known, key = streams.memory.get(lived.id), data_keys.data_key(alex.pk)
    rows = [(table, forging.copy_of(table, row.pk)) for table, row in everything_of(lived)]
    erasure.erase(alex)
    forging.run("DELETE FROM exercises_recordedevent WHERE stream_id = %s", lived.id)
    for table, row in rows:
        forging.put_back(table, row)
    in_another_process(lived, known)
    data_keys._remembered.put(alex.pk, 0, key)
    assert LETTER["feel"] not in browser(blair).get(f"/sessions/{lived.id}/").content.decode()
    granted = access.of_partner(lived.id, lived.blair.caller)
    assert data_keys.data_key(alex.pk, granted.people.a.epoch) is None


def everything_of(room: Room):
    for row in (*Membership.objects.all(), *User.objects.all(), *forged.stream_of(room), *room.records):
        yield row._meta.db_table, row


def test_an_honest_process_goes_on_after_a_look(lived):
    """What was taken back in another process is gone, and the session goes on."""
    known = streams.memory.get(lived.id)
    lived.alex.do("take_words_back", past="1")
    in_another_process(lived, known)
    assert LETTER["feel"] not in str(lived.blair.look())
    assert streams.memory.get(lived.id).state == streams.rebuilt(
        access.of_partner(lived.id, lived.blair.caller)
    )
