"""The list of exercises for a counselor: all of them, found and kept, and assigned from there."""

from __future__ import annotations

from html import unescape

import pytest

from couples.counseling import links
from exercises import catalog
from exercises.core.left_out import nothing_revealed
from exercises.counselor.assignments.models import Assignment
from exercises.favorites import kept
from exercises.library import readable
from tests.exercises.counselor.at_work import signed_in
from tests.exercises.live.rooms import NEED

pytestmark = pytest.mark.django_db
MARKED = [one.slug for one in catalog.couple_definitions() if one.with_counselor]


def text(client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return unescape(answer.content.decode())


def test_every_exercise_is_listed_and_those_for_two_have_a_page(casey):
    client = signed_in(casey)
    page = text(client, "/counsel/exercises/")
    for one in catalog.couple_definitions():
        assert f"/counsel/exercises/{one.slug}/" in page
        said = text(client, f"/counsel/exercises/{one.slug}/")
        for words in (one.purpose, one.not_for, one.evidence.says, one.provenance):
            assert str(words) in said, one.slug
        assert ("only with a counselor" in said) is one.with_counselor
    for alone in catalog.writings():
        assert f"/exercises/{alone.address}/preview/" in page
        assert client.get(f"/counsel/exercises/{alone.slug}/").status_code == 404
    assert MARKED


def test_what_she_could_read_is_named_step_by_step():
    for definition in catalog.couple_definitions():
        for step, said in zip(definition.exercise().steps, readable.steps_of(definition), strict=True):
            assert bool(said.under) is (
                step.kind.revealed is not nothing_revealed or "Agreements" in str(said.under)
            )
    balance = catalog.named("balance-check-in")
    assert balance
    assert ("Balance",) in [one.under for one in readable.steps_of(balance)]


def test_a_search_finds_those_with_a_counselor_too_and_keeps_the_couple(casey, linked):
    client = signed_in(casey)
    title = catalog.named(MARKED[0]).title
    page = text(client, f"/counsel/exercises/?q={title}&for={linked.pk}")
    assert f"/counsel/exercises/{MARKED[0]}/?for={linked.pk}" in page
    assert f'<input type="hidden" name="for" value="{linked.pk}">' in page
    assert f"/counsel/exercises/{NEED}/" not in page
    assert "No exercise fits" in text(client, "/counsel/exercises/?q=xyzzy")


@pytest.mark.parametrize("slug", [NEED, MARKED[0]])
def test_a_favorite_of_hers_is_assigned_in_two_presses(casey, linked, slug):
    client = signed_in(casey)
    answer = client.post(f"/exercises/{slug}/favorite/", {"wanted": "yes"})
    assert answer.url == f"/counsel/exercises/{slug}/"
    assert kept.of(casey.pk) == [slug]
    page = text(client, f"/counsel/exercises/?for={linked.pk}")
    first = f"/counsel/exercises/{slug}/assign/?for={linked.pk}"
    assert page.index("Your favorites") < page.index(first) < page.index("All exercises")
    form = client.get(first, follow=True)
    assert f'<option value="{slug}" selected>' in form.content.decode()
    if slug == NEED:  # of the other she is asked first whether she has spoken with each alone
        client.post(form.redirect_chain[-1][0], {"exercise": slug})
        assert Assignment.objects.get().definition.slug == slug
    assert text(client, "/exercises/")


def test_without_a_couple_she_picks_one_and_a_couple_of_nobody_is_not_found(casey, linked, drew):
    client = signed_in(casey)
    assert "Alex and Blair" in text(client, f"/counsel/exercises/{NEED}/")
    assert client.get(f"/counsel/exercises/{NEED}/assign/").url == f"/counsel/exercises/{NEED}/"
    for path in ("", f"{NEED}/", f"{NEED}/assign/"):
        for couple in ("no", drew.pk):
            assert client.get(f"/counsel/exercises/{path}?for={couple}").status_code == 404
    links.end(linked)
    assert client.get(f"/counsel/exercises/?for={linked.pk}").status_code == 404
    assert "Alex" not in text(client, f"/counsel/exercises/{NEED}/").partition("<main")[2]


def test_nobody_else_has_these_pages(couple, alex, drew):
    for user in (alex, drew):
        for path in ("", f"{NEED}/", f"{NEED}/assign/", f"{NEED}/try/"):
            assert signed_in(user).get(f"/counsel/exercises/{path}").status_code == 404
    assert signed_in(alex).post(f"/exercises/{MARKED[0]}/favorite/", {"wanted": "yes"}).status_code == 404
