"""An erasure that is cut short is finished later, and nobody is paired with its person meanwhile."""

from __future__ import annotations

from contextlib import nullcontext

import pytest

from couples import hooks
from couples.accounts.models import User
from couples.keys import data_keys
from couples.keys.models import PersonKey
from couples.pairing import acceptance, invitations, membership
from couples.pairing.models import Membership
from couples.privacy import erasure, leaving
from couples.refused import Refused
from exercises.live.models import Draft
from tests.exercises.browsing import browser, text
from tests.exercises.live.rooms import LETTER
from tests.exercises.rows import all_rows

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("steps", range(5))
def test_whatever_it_was_cut_short_by_the_next_run_finishes_it(lived, alex, blair, steps):
    done = [
        lambda: erasure.begin(alex.pk),
        lambda: leaving.leave(alex),
        lambda: erasure._end_access(alex.pk),
        lambda: data_keys.destroy(alex.pk),
    ]
    for step in done[:steps]:
        step()
    if steps == 0:
        erasure.erase(alex)
    else:
        assert erasure.finish_interrupted() == 1
    assert erasure.finish_interrupted() == 0
    assert nothing_is_left(alex)
    assert LETTER["ask"] in text(blair, "/agreements/earlier/")


def nothing_is_left(alex) -> bool:
    return "alex@example.org" not in all_rows() and not PersonKey.objects.filter(person=alex.pk).exists()


class Cut(Exception):
    """A power cut in the middle."""


def test_a_cut_inside_the_last_step_undoes_all_of_it_and_it_is_finished_later(lived, alex):
    def cut(_person):
        raise Cut

    Draft.objects.create(stream_id=lived.id, person=alex, visit=1, name="x", sealed=b"")
    hooks.erased.append(cut)
    try:
        with pytest.raises(Cut):
            erasure.erase(alex)
    finally:
        hooks.erased.remove(cut)
    assert User.objects.get(pk=alex.pk).email == "alex@example.org"
    assert browser(alex).get("/data/").status_code != 200
    assert erasure.finish_interrupted() == 1
    assert "alex@example.org" not in all_rows()


@pytest.mark.parametrize("step", ["begin", "_end_access"])
def test_who_is_confirmed_while_they_erase_themself_leaves_nobody_with_an_emptied_account(
    alex, blair, monkeypatch, step
):
    """Blair has said yes and erases their account; Alex confirms just before it begins, or is too late."""
    acceptance.accept(invitations.invite(alex)[0], blair)
    honest, is_too_late = getattr(erasure, step), step != "begin"

    def confirmed_first(person):
        with pytest.raises(Refused) if is_too_late else nullcontext():
            acceptance.confirm(alex, blair.pk)
        assert membership.partner_of(alex) == (None if is_too_late else blair)
        honest(person)

    monkeypatch.setattr(erasure, step, confirmed_first)
    erasure.erase(blair)

    assert membership.couple_of(alex) is None
    assert not Membership.objects.filter(left_at__isnull=True).exists()


def test_once_access_has_ended_nobody_says_yes_or_is_confirmed(alex, blair, drew):
    invitation, _token = invitations.invite(alex)
    of_drew, _token = invitations.invite(drew)
    acceptance.accept(invitation, blair)
    for person in (blair, drew):
        erasure.begin(person.pk)
        erasure._end_access(person.pk)
    User.objects.filter(pk=blair.pk).update(is_active=True)  # an operator who doesn't know

    with pytest.raises(Refused):
        acceptance.confirm(alex, blair.pk)
    acceptance.take_yes_back(blair)
    with pytest.raises(Refused):
        acceptance.accept(invitation, blair)
    with pytest.raises(Refused):
        acceptance.accept(of_drew, alex)
    assert membership.couple_of(alex) is None
