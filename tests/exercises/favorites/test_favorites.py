"""Favorites: one press, for oneself alone; sealed, exported to their owner, and gone with them."""

from __future__ import annotations

import pytest

from couples.keys import data_keys
from couples.privacy import erasure, export
from exercises import catalog
from exercises.favorites import kept
from exercises.favorites.models import Favorites
from tests.couples.lock.opened import opened_store
from tests.exercises.counselor.at_work import signed_in
from tests.exercises.live.rooms import BALANCE, LIMIT, NEED

pytestmark = pytest.mark.django_db


def press(user, slug: str, wanted: str = "yes"):
    return signed_in(user).post(f"/exercises/{slug}/favorite/", {"wanted": wanted})


def test_one_press_keeps_it_and_one_takes_it_out(couple, alex):
    client = signed_in(alex)
    assert "Keep it as a favorite" in client.get(f"/exercises/{NEED}/").content.decode()
    for _twice in range(2):
        assert press(alex, NEED).url == f"/exercises/{NEED}/"
    press(alex, BALANCE)
    assert kept.of(alex.pk) == [BALANCE, NEED]
    assert "Take it out of my favorites" in client.get(f"/exercises/{NEED}/").content.decode()
    assert [one.slug for one in client.get("/exercises/").context["favorites"]] == [BALANCE, NEED]
    press(alex, NEED, "")
    assert kept.of(alex.pk) == [BALANCE]


def test_the_partner_and_a_counselor_are_shown_no_difference(couple, alex, blair, casey):
    def shown() -> list[str]:
        found = []
        for user in (blair, casey):
            for path in ("/", "/exercises/", f"/exercises/{NEED}/preview/"):
                page = signed_in(user).get(path, follow=True).content.decode()
                found.append(page.partition("<main")[2].partition("</main>")[0])
        return found

    before = [_without_tokens(page) for page in shown()]
    press(alex, NEED)
    assert [_without_tokens(page) for page in shown()] == before
    assert kept.of(blair.pk) == []


TOKENS = ("csrfmiddlewaretoken", "page_owner", "id")


def _without_tokens(page: str) -> str:
    parts = page.split("<input ")
    return "".join(part for part in parts if not any(f'name="{name}"' in part for name in TOKENS))


def test_what_lies_in_the_database_has_one_length_and_opens_for_nobody_else(couple, alex, blair):
    press(alex, NEED)
    one = bytes(Favorites.objects.get().sealed)
    for number in range(9):
        kept.keep(alex.pk, str(number) * 50, is_wanted=True)
    row = Favorites.objects.get()
    assert len(bytes(row.sealed)) == len(one)
    assert NEED.encode() not in one
    Favorites.objects.create(person=blair, sealed=bytes(row.sealed))
    assert kept.of(blair.pk) == []
    with pytest.raises(data_keys.CannotOpen):
        data_keys.unseal(data_keys.data_key(blair.pk), one, f"favorites|{alex.pk}".encode())


def test_a_full_list_drops_what_was_kept_first(alex, monkeypatch):
    monkeypatch.setattr(kept, "MOST", 2)
    for slug in (NEED, LIMIT, BALANCE):
        kept.keep(alex.pk, slug, is_wanted=True)
    assert kept.of(alex.pk) == [BALANCE, LIMIT]


def test_the_longest_list_fits():
    assert len(str(["x" * 50] * kept.MOST)) <= kept.SIZE


def test_they_are_in_ones_own_export_only_with_the_private_pages(alex):
    press(alex, NEED)
    title = catalog.named(NEED).title
    assert title not in str(export.collect(alex))
    assert export.collect(alex, opened_store(alex))["only_yours"]["favorites"] == [title]


def test_an_erasure_deletes_them_and_a_late_press_stores_nothing(alex):
    press(alex, NEED)
    erasure.erase(alex)
    assert not Favorites.objects.exists()
    kept.keep(alex.pk, NEED, is_wanted=True)
    assert not Favorites.objects.exists()


def test_only_what_a_couple_may_start_can_be_one(couple, alex):
    for slug in ("none", catalog.writings()[0].slug, catalog.writings()[0].address):
        assert press(alex, slug).status_code == 404
