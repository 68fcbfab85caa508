"""The private store: one sealed field of fixed length for everybody, used or not."""

import json
import threading
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connections
from hypothesis import given, settings
from hypothesis import strategies as st

from couples.accounts import users
from couples.accounts.models import User
from couples.keys import data_keys
from couples.lock import locks
from exercises.private import store
from exercises.private.models import PrivateStore
from tests.couples.lock.opened import opened_store
from tests.exercises.private.everything import inside, noise, use_everything

pytestmark = pytest.mark.django_db
WORD = "unmistakable-private-word"


def put(person, section, value):
    with store.changing(opened_store(person)) as contents:
        contents[section] = value


def test_what_is_put_there_is_there(alex):
    put(alex, "limits", [{"limit": WORD}])

    assert store.read(opened_store(alex))["limits"] == [{"limit": WORD}]


def test_it_is_not_in_the_database_in_clear(alex):
    put(alex, "limits", [{"limit": WORD}])

    assert WORD.encode() not in bytes(PrivateStore.objects.get(person=alex).sealed)


def test_a_store_opens_for_its_own_person_only(alex, blair):
    put(alex, "limits", [{"limit": WORD}])
    store.make(blair.pk)
    PrivateStore.objects.filter(person=blair).update(sealed=PrivateStore.objects.get(person=alex).sealed)

    assert store.read(opened_store(blair))["limits"] == []


def test_rows_of_those_who_use_it_and_those_who_do_not_are_alike(alex, blair, casey, drew):
    """T25: as many rows, the same columns and lengths, nothing that tells a time; the used ones do hold something."""
    everybody = (alex, blair, casey, drew)
    for person in everybody:
        store.make(person.pk)
    before = {row.person_id: bytes(row.sealed) for row in PrivateStore.objects.all()}
    use_everything(inside(alex))
    use_everything(inside(drew), times=3)

    rows = list(PrivateStore.objects.values())
    assert {row["person_id"] for row in rows} == {person.pk for person in everybody}
    assert {len(bytes(row["sealed"])) for row in rows} == {len(sealed) for sealed in before.values()}
    assert len({len(bytes(row["pending"])) for row in rows}) == 1
    assert {frozenset(row) for row in rows} == {frozenset({"id", "person_id", "sealed", "pending"})}
    assert bytes(PrivateStore.objects.get(person=alex).sealed) != before[alex.pk]
    assert all(store.read(opened_store(alex))[section] for section in store.SECTIONS)


def test_no_other_row_tells_of_use(alex, blair, couple):
    client = inside(alex)
    store.make(alex.pk)
    before = everything_but_stores()
    use_everything(client)

    assert everything_but_stores() == before


def everything_but_stores():
    """All tables, as a copy of the database holds them."""
    found = {}
    for alias in ("default", "keys"):
        with connections[alias].cursor() as cursor:
            for table in connections[alias].introspection.table_names(cursor):
                if table not in ("exercises_privatestore", "couples_signin"):
                    cursor.execute(f'SELECT * FROM "{table}"')
                    found[alias, table] = sorted(map(repr, cursor.fetchall()))
    return found


def test_everybody_gets_one_whoever_was_here_before(alex, blair):
    call_command("make_shelves")
    call_command("make_shelves")

    assert PrivateStore.objects.count() == User.objects.count() == 2


def test_coming_home_makes_one(client, alex, couple, drew):
    for person in (alex, drew):
        client.force_login(person)
        client.get("/")

    assert {row.person_id for row in PrivateStore.objects.all()} == {alex.pk, drew.pk}


def test_where_the_data_key_is_gone_nothing_opens_and_nothing_can_be_written(alex):
    put(alex, "limits", [{"limit": WORD}])
    under_way = opened_store(alex)
    data_keys.destroy(alex.pk)

    assert locks.of(alex.pk) is None
    store.erase(alex.pk)
    with pytest.raises(store.Gone), store.changing(under_way) as contents:
        contents["limits"] = []
    assert not PrivateStore.objects.exists()


def test_a_new_data_key_opens_nothing_of_the_old_and_one_can_start_afresh(alex):
    put(alex, "limits", [{"limit": WORD}])
    data_keys.destroy(alex.pk)
    data_keys.make(alex.pk)

    assert locks.of(alex.pk) is None
    store.erase(alex.pk)
    assert store.read(opened_store(alex))["limits"] == []
    put(alex, "map", [1])
    assert store.read(opened_store(alex))["map"] == [1]


def test_an_open_page_from_before_the_emptying_overwrites_nothing(alex):
    under_way = opened_store(alex)
    store.erase(alex.pk)
    put(alex, "limits", [{"limit": WORD}])

    with pytest.raises(store.Gone), store.changing(under_way) as contents:
        contents["limits"] = []
    assert store.read(opened_store(alex))["limits"] == [{"limit": WORD}]


def test_a_year_of_use_fits_even_in_signs_that_do_not_pack(alex):
    rating = {"own": 3, "partner": 5, "comfort": "does_not_apply"}
    entry = {"id": "0123abcd", "on": "2026-11-25"}
    with store.changing(opened_store(alex)) as contents:
        contents["check_ins"] = [
            entry | {"with": "partner", "answers": {str(n): rating for n in range(8)}}
        ] * 12
        contents["limits"] = [entry | {"limit": noise(300, n), "then": noise(100, n)} for n in range(40)]
        contents["map"] = [entry | {"who": noise(30, n), "note": noise(120, n)} for n in range(30)]
        contents["sheets"] = [
            entry | {"slug": "room-for", "answers": {"a": noise(1500, n)}} for n in range(20)
        ]

    assert len(store.read(opened_store(alex))["sheets"]) == 20


def test_a_full_store_refuses_and_loses_nothing(alex):
    put(alex, "limits", [{"limit": WORD}])
    before = bytes(PrivateStore.objects.get(person=alex).sealed)
    with pytest.raises(store.Full):
        put(alex, "sheets", [noise(100_000)])

    assert bytes(PrivateStore.objects.get(person=alex).sealed) == before


def test_erasing_leaves_a_row_like_everybodys(alex, blair):
    use_everything(inside(alex))
    store.make(blair.pk)
    store.erase(alex.pk)

    assert store.read(opened_store(alex)) == store.read(opened_store(blair))
    assert len({len(bytes(row.sealed)) for row in PrivateStore.objects.all()}) == 1


def test_an_export_holds_every_section_as_plain_data(alex):
    use_everything(inside(alex))

    assert set(json.loads(json.dumps(store.exported(opened_store(alex))))) == set(store.SECTIONS)
    assert "kept in draft" in json.dumps(store.exported(opened_store(alex)))


@pytest.mark.django_db(transaction=True)
@settings(max_examples=5)
@given(st.lists(st.sampled_from(store.SECTIONS), min_size=2, max_size=6))
def test_writers_at_the_same_time_lose_nothing_of_each_other(sections):
    """Each of several at once adds one thing to a section; afterwards all of it is there."""
    person = users.create(f"{uuid4()}@example.net", "Somebody").pk

    def write(section, mark):
        try:
            with store.changing(opened_store(person)) as contents:
                contents[section] = [*contents[section], mark]
        finally:
            connections.close_all()

    writers = [threading.Thread(target=write, args=(section, n)) for n, section in enumerate(sections)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    contents = store.read(opened_store(person))
    for section in store.SECTIONS:
        assert sorted(contents[section]) == [n for n, one in enumerate(sections) if one == section]
