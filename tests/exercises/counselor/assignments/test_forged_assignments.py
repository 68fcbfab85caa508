"""A counselor's note is shown to the couple to which she gave it, and only while everything about her holds."""

import importlib
from uuid import uuid4

import pytest
from django.apps import apps

from couples.counseling import links
from couples.keys import data_keys
from couples.pairing import membership
from exercises.counselor.assignments import cards, words
from exercises.counselor.assignments.words import Said
from tests import forging
from tests.exercises.browsing import browser
from tests.exercises.counselor.at_work import NOTE, given, link, page
from tests.exercises.live.rooms import LIMIT, opened_by_others

pytestmark = [pytest.mark.django_db, pytest.mark.forges]


@pytest.fixture
def evil():
    return opened_by_others(1, LIMIT).alex.user


def test_it_is_not_shown_to_another_couple_by_another_link(linked, evil):
    """The other link is written into the database, too."""
    one, new = given(linked), uuid4()
    row = forging.copy_of("couples_counseling", linked.pk)
    theirs = membership.couple_of(evil).pk
    as_stored = theirs.hex if isinstance(row["couple_id"], str) else theirs
    other = {"id": new.hex, "couple_id": as_stored, "token_hash": f"-{new.hex}"}
    forging.put_back("couples_counseling", row | other)
    forging.run("UPDATE exercises_assignment SET counseling_id = %s WHERE id = %s", new, one.pk)
    assert NOTE not in browser(evil).get("/").content.decode()


def test_nor_by_another_link_that_holds(linked, evil, casey):
    one, theirs = given(linked), link(casey, evil, membership.partner_of(evil))
    forging.run("UPDATE exercises_assignment SET counseling_id = %s WHERE id = %s", theirs.pk, one.pk)
    assert cards.for_home(membership.couple_of(evil), evil) == []
    assert browser(evil).get("/").status_code == 200


def test_nor_with_the_couple_of_its_own_link_changed(linked, evil):
    given(linked)
    couple = membership.couple_of(evil).pk
    forging.run("UPDATE couples_counseling SET couple_id = %s WHERE id = %s", couple, linked.pk)
    assert NOTE not in browser(evil).get("/").content.decode()


def test_nor_after_the_link_has_ended(linked, alex):
    given(linked)
    assert NOTE in page(alex, "/")
    links.end(linked)
    forging.run("UPDATE couples_counseling SET ended_at = NULL WHERE id = %s", linked.pk)
    assert NOTE not in page(alex, "/")


def test_notes_from_before_are_sealed_for_their_link(linked, casey):
    one = given(linked)
    key = data_keys.data_key(casey.pk)
    one.sealed = data_keys.seal(key, b"From before", f"assignment|{one.pk}|note".encode())
    one.save()
    assert words.of([one]) == {}
    importlib.import_module("exercises.migrations.0007_notes_of_one_link").seal_anew(apps, None)
    one.refresh_from_db()
    assert words.of([one]) == {one.pk: Said("From before")}
