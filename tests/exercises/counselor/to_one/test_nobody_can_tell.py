"""That there is something for one of two, and for which: in no answer to anybody else, no row and no count."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connections, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from couples.keys import data_keys
from couples.lock import locks
from couples.mail_queue.models import QueuedMail
from couples.privacy import export
from couples.ratelimits.counter import Limit
from exercises.counselor import linked_couples
from exercises.counselor.to_one import giving
from exercises.counselor.to_one.giving import NewHandout
from exercises.live.store import streams
from exercises.private.handouts import received
from exercises.private.models import Handouts
from tests.couples.counseling.consents import both_allow
from tests.couples.lock.opened import opened_store
from tests.couples.lock.unlocking import PIN, with_pin
from tests.exercises.counselor.at_work import signed_in
from tests.exercises.counselor.to_one.handing import MINE, NOTE, SLUG, WORDS, bare, give, of, path, tell
from tests.exercises.private.everything import PAGES, inside
from tests.exercises.test_at_rest import everything
from tests.matrix.rows import ROWS
from tests.matrix.world import build, in_state

pytestmark = pytest.mark.django_db

LEFT_OUT = "/counsel/one/"
"""Her own list, of what she gave: it says so."""
UNHEEDED = ("Content-Security-Policy", "Expires")
"""With a nonce, and the time of the answer."""
OF_BLAIR = [
    *(
        "/",
        "/account/",
        "/counselors/",
        "/counselors/who-read-what/",
        "/agreements/",
        "/exercises/",
        "/data/",
    ),
    *("/meeting/", "/sessions/", *PAGES, MINE, "/alone/g/", "/account/lock/settings/"),
]


def of_casey(linked) -> list[str]:
    here = f"/counsel/couples/{linked.pk}/"
    return [
        *("/counsel/", here, f"{here}brief/", f"{here}assign/", f"{here}entry/", f"{here}read/answers/"),
        *(
            f"/counsel/notes/{linked.pk}/a/",
            "/counsel/notes/",
            f"/counsel/one/{linked.pk}/",
            path(linked, "b"),
            f"{path(linked)}give/",
        ),
        *("/counsel/exercises/", "/counselor/couples/", "/counselor/profile/", "/account/", MINE),
    ]


def answers(client: Any, paths: Iterable[str]) -> list[object]:
    """Return what each page is: its status, headers and length, what stands in it, and what it costs."""
    found: list[object] = []
    for address in paths:
        streams.memory.clear()
        with (
            CaptureQueriesContext(connections["default"]) as main,
            CaptureQueriesContext(connections["keys"]) as keys,
        ):
            answer = client.get(address)
        assert answer.status_code < 500, address
        headers = {name: value for name, value in answer.headers.items() if name not in UNHEEDED}
        costs = len(main.captured_queries), len(keys.captured_queries)
        found.append((address, answer.status_code, headers, len(answer.content), bare(answer), costs))
    return found


def cells() -> dict[tuple[str, Any, str], object]:
    """Return every value of every row in both databases."""
    return {
        (model.__name__, row.pk, field.attname): _plain(getattr(row, field.attname))
        for model in apps.get_models()
        for row in model._default_manager.all()
        for field in row._meta.concrete_fields
    }


def _plain(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value


def test_no_answer_to_blair_or_casey_differs_by_what_alex_was_given(linked, alex, blair, casey):
    """Their pages say more when something is given to Blair: they could have."""
    both_allow(linked)
    client, hers = inside(blair), signed_in(casey)

    def seen() -> list[object]:
        return [*answers(client, OF_BLAIR), *answers(hers, of_casey(linked))]

    seen()
    before = seen()
    for _ in range(3):
        assert give(linked).status_code == 302
    assert len(of(alex)) == 3
    assert seen() == before
    mine = export.collect(blair, opened_store(blair))
    assert mine["only_yours"]["for_you_alone"] == []
    give(linked, "b")
    assert answers(client, [MINE]) != [one for one in before if MINE in str(one)][:1]


def test_rows_change_alike_whomever_it_is_given_to_and_keep_their_number_and_lengths(
    linked, alex, blair, casey
):
    giving.prepare(casey, [alex.pk, blair.pk])
    before, changed = cells(), []
    couple = linked_couples.of(casey, linked.pk)
    for person in (alex, blair):
        with transaction.atomic():
            giving.give(couple, person.pk, NewHandout(SLUG, NOTE), uuid4())
            after = cells()
            transaction.set_rollback(True)
        assert after.keys() == before.keys()
        changed.append({cell for cell, value in after.items() if value != before[cell]})
        assert not [cell for cell in changed[-1] if len(after[cell]) != len(before[cell])]
    assert changed[0] == changed[1]
    assert {(model, column) for model, _row, column in changed[0]} == {
        ("Handouts", "received"),
        ("HandoutList", "sealed"),
    }
    assert len(changed[0]) == 3  # hers, and one of each of the two


def test_taking_back_changes_the_same_rows(linked, alex, blair, casey):
    give(linked)
    before = cells()
    couple = linked_couples.of(casey, linked.pk)
    giving.take_back(couple, alex.pk, of(alex)[0].id)
    after = cells()
    assert len({cell for cell, value in after.items() if value != before[cell]}) == 3
    assert of(alex) == []


def test_what_lies_in_the_rows_tells_neither_words_nor_ids(linked, alex, casey):
    give(linked)
    (one,) = of(alex)
    assert tell(inside(alex), one.id).status_code == 302
    lying = everything()
    said = (NOTE, WORDS, SLUG, str(one.id), one.id.hex)
    assert not [word for word in said if word in lying or word.encode().hex() in lying]


def test_with_a_pin_not_even_the_data_key_opens_it(linked, alex):
    give(linked)
    with_pin(alex)
    give(linked, note="after the PIN")
    stored = Handouts.objects.get(person=alex).received
    plain = data_keys.unseal(data_keys.data_key(alex.pk), bytes(stored), f"handouts|{alex.pk}".encode())
    for word in (NOTE, "after the PIN", SLUG, str(linked.counselor_id)):
        assert word.encode() not in plain
    assert received.read(locks.of(alex.pk).opened(bytes(32))) == []
    assert [one.note for one in of(alex, PIN)] == ["after the PIN", NOTE]


def test_no_count_and_no_mail_comes_of_it(linked, alex, casey):
    before = counted()
    giving.give(linked_couples.of(casey, linked.pk), alex.pk, NewHandout(SLUG, NOTE), uuid4())
    assert counted() == before
    assert not QueuedMail.objects.exists()
    assert Limit("something else", 1, timedelta(hours=1)).take()
    assert counted() != before


def counted() -> int:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM short_lived_counts")
        return int(cursor.fetchone()[0])


@pytest.mark.long
def test_in_a_whole_world_no_answer_to_blair_or_casey_differs():
    """Every address of theirs, as the matrix knows them."""
    world = build()
    with in_state(world, "both"):
        found = {}
        for role in ("blair", "casey"):
            rows = [(name, row) for name, several in ROWS.items() for row in several if row.may(role, world)]
            found[role] = [
                reverse(name, kwargs=dict(row.args(world))) for name, row in rows if "GET" in row.methods
            ]
        browsers = {role: signed_in(world.people[role]) for role in found}

        def seen() -> list[object]:
            return [
                each
                for role in found
                for each in answers(browsers[role], found[role])
                if LEFT_OUT not in str(each[0])
            ]

        seen()
        before = seen()
        assert give(world.link).status_code == 302
        assert seen() == before
