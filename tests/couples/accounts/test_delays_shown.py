"""What waits gives way to nothing of its kind; the account page names it, and what was cancelled, and a mail tells."""

from contextlib import suppress

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from couples.accounts import delays, delays_sealed
from couples.accounts.models import DelayedChange
from couples.refused import Refused
from tests.couples.accounts.passkeys import Passkey
from tests.couples.accounts.signing_in import (
    ADDRESS,
    PASSWORD,
    app_code,
    last_code,
    proves_it_again,
    sets_up_app,
    signed_in,
    text_of,
)
from tests.couples.accounts.waiting import (
    NEW,
    changes_address,
    factors_of,
    kim,
    sets_up_passkey,
    shown,
    state,
    time_goes,
    used_a_factor,
)

__all__ = ["kim"]
pytestmark = pytest.mark.django_db


def tries_another_address(client: Client):
    return client.post("/account/email/", {"action_add": "1", "email": "third@example.net"})


def tries_another_app(client: Client):
    secret = client.get("/account/app/add/").context["form"].secret
    return client.post("/account/app/add/", {"code": app_code(secret)})


@pytest.mark.parametrize(
    ("change", "again"), [(changes_address, tries_another_address), (sets_up_app, tries_another_app)]
)
def test_what_waits_gives_way_to_no_other_of_its_kind_and_the_page_tells_whose_it_is(kim, change, again):
    hers, his = signed_in(kim), signed_in(kim)
    change(hers)
    before, sent = list(DelayedChange.objects.values()), len(mail.outbox)
    assert "Set up on" in shown(hers)
    assert ("in this sign-in." in shown(hers), "in this sign-in." in shown(his)) == (True, False)
    assert "in another sign-in." in shown(his)
    proves_it_again(his)
    answer = again(his)

    assert list(DelayedChange.objects.values()) == before
    assert len(mail.outbox) == sent
    assert [errors for errors in answer.context["form"].errors.values() if "waits already" in str(errors)]
    assert text_of(answer).count("Another one was set up and waits already.") == 2  # at the field, and above


def test_a_sixth_passkey_is_refused_and_pushes_nothing_out(kim):
    hers, his = signed_in(kim), signed_in(kim)
    sets_up_app(hers)
    for _time in range(delays.MOST):
        sets_up_passkey(his)
    refused = Passkey().is_set_up(his)

    assert (refused.status_code, "As many of these as possible" in text_of(refused)) == (200, True)
    kinds = list(DelayedChange.objects.values_list("kind", flat=True))
    assert sorted(kinds) == ["app", *["passkey"] * delays.MOST]


def test_a_change_that_waits_already_is_the_same_one_when_it_is_asked_for_again(kim):
    """One intention, one thing: a button that is pressed twice, a page that is sent again."""
    for kind, content in ((delays.Kind.RECOVERY_CODES, {}), (delays.Kind.REMOVAL, {"id": 1})):
        before, sent = delays.put_off(kim, kind, content), len(mail.outbox)
        assert delays.put_off(kim, kind, content, signed_in(kim).session) == before
        assert len(mail.outbox) == sent
    assert delays.put_off(kim, delays.Kind.REMOVAL, {"id": 2}) != before
    assert DelayedChange.objects.count() == 3
    delays.cancel(kim, before.pk)
    assert delays.put_off(kim, delays.Kind.REMOVAL, {"id": 1}) != before


def test_an_address_whose_code_comes_after_another_began_to_wait_is_refused(kim):
    hers, his = signed_in(kim), signed_in(kim)
    proves_it_again(his)
    his.post("/account/email/", {"action_add": "1", "email": "his@example.net"})
    code = last_code()
    changes_address(hers)
    his.post("/account/confirm/", {"code": code})

    (one,) = delays.of(kim)
    assert delays_sealed.opened(one)["email"] == NEW
    assert "Another one was set up and waits already." in shown(his)


def test_a_cancellation_is_named_for_72_hours_and_counts_for_nothing(kim):
    """Each of a kind in one row with how many there were: nobody hides one among many, or fills the table."""
    hers, his = signed_in(kim), signed_in(kim)
    for _time in range(3):
        sets_up_app(hers)
        (one,) = delays.of(kim)
        his.post(f"/account/changes/{one.pk}/cancel/")
    sets_up_passkey(hers)
    assert "was cancelled 3 times, the last time on" in shown(hers)
    assert [page.count("in another sign-in.") for page in (shown(hers), shown(his))] == [1, 1]
    assert shown(hers).count("Cancel this") == 1
    (cancelled, _passkey) = DelayedChange.objects.order_by("kind")
    assert his.post(f"/account/changes/{cancelled.pk}/cancel/").status_code == 404
    assert delays.tell_untold() == 0

    time_goes(71.9)
    assert "was cancelled 3 times" in shown(hers)
    time_goes(0.2)
    assert not DelayedChange.objects.exists()
    assert "totp" not in factors_of(kim)


def test_what_counts_at_once_by_a_factor_ends_what_waits_and_says_so(kim):
    his, hers = signed_in(kim), used_a_factor(kim)
    delays.put_off(kim, delays.Kind.ADDRESS, {"email": "his@example.net"}, his.session)
    changes_address(hers)
    time_goes(71.9)

    assert state(kim)[0] == NEW
    assert "A new e-mail address</strong> was cancelled on" in shown(hers)


def test_in_which_sign_in_it_was_is_known_after_a_new_password_too(kim):
    hers = signed_in(kim)
    changes_address(hers)
    hers.post("/account/password/", {"oldpassword": PASSWORD, "password1": "another lake 88"})

    assert "in this sign-in." in shown(hers)


def test_a_row_from_before_this_was_known_says_nothing_of_a_sign_in(kim):
    change = delays.put_off(kim, delays.Kind.ADDRESS, {"email": NEW})
    change.sealed = delays_sealed.sealed(change, {"email": NEW})
    change.save()
    page = shown(signed_in(kim))

    assert "Set up on" in page
    assert "sign-in." not in page.split("Set up on")[1].split("</section>")[0]


def test_however_many_changes_there_are_one_mail_a_day_tells_of_them_and_the_page_of_all(kim):
    his, hers = signed_in(kim), signed_in(kim)
    mail.outbox.clear()
    for number in range(25):
        with suppress(Refused):
            delays.put_off(
                kim, delays.Kind.PASSKEY if number % 2 else delays.Kind.ADDRESS, {"number": number}
            )
    proves_it_again(his)
    delays.tell_untold()

    assert len(mail.outbox) == 1
    assert text_of(hers.get("/account/")).count("Cancel this") == delays.MOST + 1


def test_what_was_added_after_the_mail_of_the_day_is_told_the_next_day(kim, monkeypatch):
    """Otherwise the first one could be a feint: cancelled, and another in its place."""
    first = delays.put_off(kim, delays.Kind.APP, {})
    delays.cancel(kim, first.pk)
    delays.put_off(kim, delays.Kind.APP, {})
    mail.outbox.clear()
    delays.tell_untold()
    assert mail.outbox == []
    cache.delete(f"mail about changes that wait {kim.pk}")  # a day has gone by
    delays.tell_untold()
    delays.tell_untold()

    assert [one.to for one in mail.outbox] == [[ADDRESS]]
