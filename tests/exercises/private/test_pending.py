"""What is sent to a locked page is kept as a pending entry, marked as such, apart from the private store.

Whoever sends may be somebody else, at a device that is signed in: they can fill no page, replace nothing, and plant
nothing that looks as if its person had kept it.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exercises import catalog
from exercises.core.fields import Text
from exercises.private import pending, store, support_map
from exercises.private.models import PrivateStore
from exercises.private.pages import limits
from tests.couples.lock.opened import opened_store
from tests.exercises.private.everything import fill_up, inside, noise, use_everything
from tests.exercises.private.locked_pages import MINE, PLANTED, locked, opened, text_of

__all__ = ["locked", "opened"]
pytestmark = pytest.mark.django_db


def sealed(person):
    return bytes(PrivateStore.objects.get(person=person).sealed)


def texts(fields):
    return {field.name: field.max_length for field in fields if isinstance(field, Text)}


def every_form():
    """Address and text fields of every form in which one writes something new."""
    found = [("/alone/b/", texts(limits.FORM.fields)), ("/alone/c/", texts(support_map.FORM.fields))]
    for one in catalog.writings():
        found.append((f"/alone/d/{one.address}/", {q.name: q.max_length for q in one.questions}))
    return found


@pytest.mark.parametrize("letter", ["a", "ü", "字"])
def test_every_form_filled_to_its_end_can_wait(locked, drew, letter):
    for path, fields in every_form():
        locked.post(path, {name: letter * longest for name, longest in fields.items()})
        kept = pending.read(opened_store(drew))
        assert kept.path == path
        assert {name: len(words) for name, words in kept.fields.items()} == fields
        pending.drop(opened_store(drew), kept.mark)


def test_what_is_sent_to_a_locked_page_leaves_the_store_as_it_is(locked, drew):
    store.make(drew.pk)
    before = sealed(drew)
    locked.post("/alone/b/", {"limit": PLANTED})

    assert pending.read(opened_store(drew)).fields == {"limit": PLANTED}
    assert sealed(drew) == before


def test_nothing_sent_to_a_locked_page_takes_room_from_the_open_ones(locked, drew, opened):
    """Many times the size of the store: the person's own save is not refused."""
    for n in range(4):
        locked.post("/alone/b/", {"limit": noise(60_000, n), "then": PLANTED})
        locked.post("/alone/b/", {"limit": noise(400, n)})
    answer = opened().post("/alone/b/", {"limit": "mine"})

    assert answer.status_code == 302
    assert [entry["limit"] for entry in store.read(opened_store(drew))["limits"]] == ["mine"]


def test_it_stays_pending_also_while_the_store_is_full(locked, drew):
    fill_up(drew)
    locked.post("/alone/b/", {"limit": noise(400), "then": noise(400, 2)})

    assert pending.read(opened_store(drew)).fields["limit"] == noise(400)


def test_what_does_not_fit_is_not_kept_and_the_page_says_so(locked, drew):
    answer = locked.post("/alone/b/", {"limit": noise(60_000)}, follow=True)

    assert "could not be kept" in text_of(answer)
    assert noise(60_000) not in text_of(answer)
    assert pending.read(opened_store(drew)) is None


def test_what_waits_already_is_not_replaced_and_the_page_says_so(locked, drew):
    first = locked.post("/alone/b/", {"limit": MINE}, follow=True)
    again = locked.post("/alone/b/", {"limit": PLANTED}, follow=True)
    other = locked.post("/alone/c/", {"who": PLANTED}, follow=True)

    assert "could not be kept" not in text_of(first)
    assert "has been kept, sealed" in text_of(first)
    assert "could not be kept" in text_of(again)
    assert "could not be kept" in text_of(other)
    assert pending.read(opened_store(drew)).fields == {"limit": MINE}


def test_only_the_fields_of_a_form_that_is_there_can_wait(locked, drew):
    for path in ("/alone/", "/alone/a/", "/alone/a/99/", "/alone/a/at/0123abcd/", "/alone/d/nothing/"):
        locked.post(path, {"limit": PLANTED, "own": "4", "with": "alone"})
        assert pending.read(opened_store(drew)) is None
    locked.post("/alone/b/", {"limit": MINE, "who": PLANTED, "anything": PLANTED, "go": "on"})

    assert pending.read(opened_store(drew)).fields == {"limit": MINE}


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/alone/a/2/", {"own": "4", "partner": "1"}),
        ("/alone/b/0123abcd/", {"limit": MINE, "then": MINE}),
        ("/alone/c/", {"who": "M.", "areas": ["money", "outside"]}),
        ("/alone/c/0123abcd/", {"who": "M.", "areas": ["money", "outside"]}),
        (
            f"/alone/d/{catalog.writings()[0].address}/",
            {catalog.writings()[0].questions[0].name: MINE},
        ),
        ("/alone/e/0123abcd/", {catalog.writings()[0].questions[0].name: MINE}),
    ],
)
def test_every_form_can_wait(locked, drew, path, sent):
    locked.post(path, sent)

    assert pending.read(opened_store(drew)).fields == sent


def test_a_locked_page_does_not_even_open_what_is_kept(locked, drew):
    """So that how long it takes tells nothing of how much there is."""
    store.make(drew.pk)
    PrivateStore.objects.filter(person=drew).update(sealed=b"not even something sealed")
    for words in (MINE, PLANTED, noise(60_000)):
        with CaptureQueriesContext(connection) as seen:
            locked.post("/alone/b/", {"limit": words})
        about = [one["sql"] for one in seen if "exercises_privatestore" in one["sql"]]
        assert about
        assert not [sql for sql in about if '"sealed"' in sql]
    assert pending.read(opened_store(drew)).fields == {"limit": MINE}


def test_rows_are_alike_whether_something_waits_or_not(locked, drew, alex, blair):
    for person in (drew, alex, blair):
        store.make(person.pk)
    PrivateStore.objects.filter(person=blair).update(pending=b"")  # from before there was such a place
    store.make(blair.pk)
    locked.post("/alone/b/", {"limit": MINE, "then": noise(400)})

    assert pending.read(opened_store(drew))
    assert pending.read(opened_store(blair)) is None
    assert len({len(bytes(row.pending)) for row in PrivateStore.objects.all()}) == 1
    assert MINE.encode() not in bytes(PrivateStore.objects.get(person=drew).pending)


def test_it_opens_for_its_own_person_only_and_in_its_own_place(locked, drew, alex):
    use_everything(inside(alex))
    locked.post("/alone/b/", {"limit": MINE})
    row = PrivateStore.objects.get(person=drew)
    PrivateStore.objects.filter(person=alex).update(pending=row.pending)
    assert pending.read(opened_store(alex)) is None
    PrivateStore.objects.filter(person=drew).update(sealed=row.pending)

    assert store.read(opened_store(drew))["limits"] == []
