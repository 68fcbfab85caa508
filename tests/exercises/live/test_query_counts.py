"""A screen and a command take a fixed number of queries, however long the session is."""

from __future__ import annotations

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from couples.privacy import leaving
from exercises.core.pair import Partner
from exercises.live import access
from exercises.live.models import Stream
from exercises.live.notify.poll import read_fingerprints
from exercises.live.screens import partner as partner_screen
from exercises.live.screens import rendering
from tests.exercises.live.rooms import EVERY, opened

pytestmark = pytest.mark.django_db
LOOK, COMMAND, POLL, PAGE = 3, 7, 5, 10


def queries(call) -> int:
    call()
    count = 0
    with (
        CaptureQueriesContext(connections["default"]) as main,
        CaptureQueriesContext(connections["keys"]) as keys,
    ):
        call()
        count = len(main) + len(keys)
    return count


def go_on(room, times: int) -> None:
    for _ in range(times):
        room.alex.do("pause")
        room.alex.do("resume")


def test_a_refresh_without_news_reads_the_access_and_the_drafts(room):
    """And looks whether something was taken back elsewhere."""
    look = lambda: partner_screen.show(room.id, room.alex.caller, rendering.as_html)  # noqa: E731
    few = queries(look)
    go_on(room, 30)
    assert queries(look) == few == LOOK


def test_a_look_after_news_reads_only_the_news(room):
    go_on(room, 30)
    partner_screen.show(room.id, room.alex.caller, rendering.as_html)
    room.blair.do("pause")
    with CaptureQueriesContext(connections["default"]) as asked:
        partner_screen.show(room.id, room.blair.caller, rendering.as_html)
    assert len(asked) <= LOOK + 1


def test_a_command_asks_as_much_in_a_long_session_as_in_a_short_one(room):
    def act():
        room.alex.send(room.alex.command("leave", visit=1))

    few = queries(act)
    go_on(room, 30)
    assert queries(act) == few <= COMMAND


def test_a_poll_makes_as_many_queries_for_forty_connections_as_for_one(room, alex, blair):
    one, forty = (
        [((room.id, Partner.A), alex.pk, "a")],
        [
            ((room.id, partner), user.pk, str(n))
            for n in range(20)
            for partner, user in zip(Partner, (alex, blair), strict=True)
        ],
    )
    assert queries(lambda: read_fingerprints(one)) == queries(lambda: read_fingerprints(forty)) <= POLL


def test_a_page_asks_for_little_more_than_a_look(room, client, alex):
    client.force_login(alex)
    page = lambda: client.get(f"/sessions/{room.id}/")  # noqa: E731
    few = queries(page)
    go_on(room, 10)
    assert queries(page) == few <= PAGE


@pytest.mark.parametrize("slug", EVERY)
def test_a_stream_knows_the_last_record_that_each_viewer_was_shown(couple, alex, blair, slug):
    """Also of the ledger that the session wrote into, and after somebody has left."""
    opened(couple, alex, blair, slug).walk(seed=3)
    leaving.leave(blair)
    for stream in Stream.objects.all():
        rows = list(stream.records.values_list("sequence", "seen_by"))
        assert stream.head == max(sequence for sequence, _seen in rows) == len(rows)
        for viewer in "abo":
            shown = [sequence for sequence, seen in rows if viewer in seen]
            assert getattr(stream, f"head_{viewer}") == max(shown, default=0)


def test_neither_the_poll_nor_access_reads_records(room):
    """So that both cost the same after ten events and after a thousand."""
    access.of_partner(room.id, room.alex.caller)
    with CaptureQueriesContext(connections["default"]) as asked:
        read_fingerprints([((room.id, Partner.A), room.alex.user.pk, "a")])
        access.of_partner(room.id, room.alex.caller)
    assert len(asked) == POLL + 1
    assert not [query["sql"] for query in asked if "exercises_recordedevent" in query["sql"]]
