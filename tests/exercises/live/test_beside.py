"""The sign-in of whoever was passed a device: what it counts by, what is stored of it, and that none is left over."""

from __future__ import annotations

import time

import pytest
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY

from couples.accounts import beside, sign_in_ends
from couples.accounts.models import SignIn
from tests.couples.lock.unlocking import for_real
from tests.exercises.live.rooms import NEED
from tests.exercises.live.test_apart import begun
from tests.exercises.live.test_passing import Device, device, room

__all__ = ["device", "for_real", "room"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("for_real")]
LATER = sign_in_ends.BESIDE.idle.total_seconds() - 60


def read(device: Device, main, stream=None):
    """What the sign-in beside holds, read with this one as the covered sign-in; empty where it does not count."""
    key = device.client.cookies[settings.BESIDE_COOKIE_NAME].value
    return beside.BesideStore(key, stream or device.room.id, main).load()


def rows(person):
    return SignIn.objects.filter(person=person.pk)


def test_it_counts_by_the_cover_that_names_it(device, couple, alex, blair):
    device.passed()
    main = device.client.session
    assert read(device, main)[SESSION_KEY] == str(blair.pk)
    named = main[beside.COVERED]
    elsewhere = begun(couple, alex, blair, NEED)
    for changed in ({"stream": str(elsewhere.id)}, {"beside": ""}, {"beside": "another"}):
        main[beside.COVERED] = named | changed
        assert read(device, main) == {}, changed
    del main[beside.COVERED]
    assert read(device, main) == {}


def test_it_counts_by_the_sign_in_in_which_the_device_was_passed(device, drew, alex):
    """A cover can be written into any sign-in by whoever writes the database: what it rests on can not."""
    device.passed()
    main = device.client.session
    other = Device(device.room)
    other.covers()
    same_person = other.client.session
    same_person[beside.COVERED] = main[beside.COVERED]
    assert read(device, same_person) == {}
    for person in (alex, drew):
        other.client.force_login(person)
        elses = other.client.session
        elses[beside.COVERED] = main[beside.COVERED]
        assert read(device, elses) == {}
    main[HASH_SESSION_KEY] = "of another password"
    assert read(device, main) == {}


def test_a_row_that_is_gone_is_no_sign_in_whatever_the_cover_says(device, blair):
    device.passed()
    rows(blair).delete()
    assert device.client.get(device.part).url == device.cover


def test_without_a_cover_there_is_none_to_end(device):
    assert not beside.was_passed(device.client.session)
    beside.end(device.client.session)


def test_whoever_has_it_next_leaves_one_sign_in_and_who_is_back_none(device, blair):
    device.passed()
    before = rows(blair).get().pk
    assert device.goes_on("other").url == device.part
    assert rows(blair).get().pk != before
    cookie = device.goes_on("own").cookies[settings.BESIDE_COOKIE_NAME]
    assert not rows(blair).exists()
    assert (cookie.value, cookie["max-age"], cookie["path"]) == ("", 0, device.part)


def test_no_script_reads_its_cookie_and_no_other_site_sends_it(device):
    cookie = device.passed().client.cookies[settings.BESIDE_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_a_look_a_moment_later_stores_nothing(device, blair):
    device.passed()
    before = rows(blair).values().get()
    assert device.client.get(device.part).status_code == 200
    assert rows(blair).values().get() == before


def test_it_goes_on_as_long_as_it_is_used_and_ends_a_quarter_of_an_hour_after(device, monkeypatch):
    honest = time.time
    device.passed()
    for uses in range(1, 4):
        monkeypatch.setattr(time, "time", lambda uses=uses: honest() + uses * LATER)
        assert device.client.get(device.part).status_code == 200, uses
    monkeypatch.setattr(time, "time", lambda: honest() + 4 * LATER + 120)
    assert device.client.get(device.part).url == device.cover


def test_nothing_is_stored_of_a_look_that_nobody_is_signed_in_for(device, blair):
    device.passed()
    rows(blair).delete()
    held = SignIn.objects.count()
    device.client.get(device.part)
    assert SignIn.objects.count() == held


def test_the_one_who_has_it_less_likely_stands_second(device):
    device.covers()
    first = device.client.get(device.cover).content.decode()
    assert first.index("Go on as Blair") < first.index("Go on as Alex")
    device.passed()
    device.gives_back()
    again = device.client.get(device.cover).content.decode()
    assert again.index("Go on as Alex") < again.index("Go on as Blair")
