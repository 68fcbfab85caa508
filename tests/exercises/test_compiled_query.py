"""A compiled query gives what its ORM query gives, on both databases, whatever the parameters."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from couples.accounts.models import User
from couples.compiled_query import CompiledQuery, CompiledTogether, Ids, Texts
from couples.facts import kinds
from exercises.live import access
from exercises.live.models import Draft, Lease, RecordedEvent
from exercises.live.store import drafts, records, several
from tests.exercises.live.test_access import signed_in
from tests.stored_sign_ins import key_of

pytestmark = pytest.mark.django_db


def same(query: CompiledQuery, **values):
    with CaptureQueriesContext(connections["default"]) as asked:
        rows = query.rows(**values)
    assert sorted(rows, key=repr) == sorted(query.build(**values), key=repr)
    assert len(asked) == 1
    return rows


def test_the_access_to_a_stream_is_what_the_orm_would_read(room, alex, blair, casey, drew):
    client, _caller = signed_in(alex)
    now = timezone.now()
    for change in (
        lambda: None,
        lambda: Lease.objects.create(stream_id=room.id, person=alex, until=now + timedelta(seconds=9)),
        lambda: Lease.objects.create(stream_id=room.id, person=casey, until=now),
        lambda: room.alex.do("pause"),
        lambda: User.objects.filter(pk=blair.pk).update(name="Renamed", key_epoch=3, is_active=False),
        lambda: blair.memberships.update(left_at=now),
    ):
        change()
        for stream in (room.id, uuid4()):
            for key in ("", "no such key", key_of(client)):
                for moment in (now, now + timedelta(days=400)):
                    rows = same(access._ROWS, stream=stream, session_key=key, now=moment)
                    assert len(rows) == (2 if stream == room.id else 0)
    assert {row["left_at"] for row in same(access._ROWS, stream=room.id, session_key="", now=now)} == {
        None,
        now,
    }


def test_records_and_drafts_are_what_the_orm_would_read(room, alex, blair):
    room.alex.do("pause")
    room.alex.do("resume")
    granted = access.of_partner(room.id, room.alex.caller)
    assert drafts.save(granted, 2, "hand_in", {"see": "Ä 🙂"})
    for record in RecordedEvent.objects.filter(stream=room.id):
        for person in (alex, blair):
            same(records._PAST, stream=room.id, person=person.pk, command_id=record.command_id)
    assert len(same(drafts._DRAFTS, streams=Ids([room.id, uuid4()]))) == 1
    assert not same(drafts._DRAFTS, streams=Ids([uuid4()]))


def test_the_access_to_several_streams_is_what_the_orm_would_read(room, alex, blair):
    _client, caller = signed_in(alex)
    now = timezone.now()
    for streams in ([], [room.id], [uuid4(), room.id]):
        assert len(same(several._ROWS, streams=Ids(streams), now=now)) == 2 * (room.id in streams)
    for keys in ([], ["none"], ["none", caller.session_key]):
        rows = same(several._SIGN_INS, keys=Texts(keys), now=now)
        assert len(rows) == (caller.session_key in keys)


def test_a_parameter_that_stands_twice_is_given_twice():
    query = CompiledQuery(
        lambda person, since: (
            Draft.objects.filter(person=person, visit__gte=since).exclude(visit=since).values("visit")
        ),
        person=type(uuid4()),
        since=int,
    )
    query.rows(person=uuid4(), since=4)
    assert query._compiled is not None
    assert query._compiled.names.count("since") == 2


@pytest.mark.parametrize(
    "build",
    [
        lambda since: Draft.objects.filter(visit=2).values("visit"),
        lambda since: Draft.objects.filter(visit=since // 1000).values("visit"),
        lambda since: Draft.objects.filter(**{"visit" if since > 101 else "pk": since}).values("visit"),
    ],
)
def test_a_parameter_that_is_not_passed_on_unchanged_is_refused(build):
    with pytest.raises(ValueError, match="since is not passed on"):
        CompiledQuery(build, since=int).rows(since=3)


def test_several_together_are_what_each_reads_alone_in_one_statement(room, alex, blair, casey):
    both = [kinds._query(kind) for kind in kinds.KINDS.values()]
    with CaptureQueriesContext(connections["default"]) as asked:
        found = CompiledTogether(both).rows(people=Ids([alex.pk, blair.pk, casey.pk]))
    assert len(asked) == 1
    assert found == [query.rows(people=Ids([alex.pk, blair.pk, casey.pk])) for query in both]
    assert [len(rows) for rows in found].count(0) < len(both) - 1
