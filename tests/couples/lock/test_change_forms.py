"""What the forms ask for that change what opens the private pages, and what they say to what is typed."""

import pytest

from couples.lock import change_forms, locks
from tests.couples.lock.unlocking import (
    PASSWORD,
    PIN,
    changes,
    for_real,
    request_of,
    reset_by_mail,
    robin,
    signed_in_with_password,
    with_pin,
)

__all__ = ["for_real", "robin"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("for_real")]


def asked(user, has_pin):
    request = request_of(signed_in_with_password(), user)
    field = change_forms.Present(request, "pin", has_pin).fields["present"]
    return str(field.label), str(field.help_text)


def test_each_form_asks_for_what_opens_the_pages_now(robin):
    assert asked(robin, has_pin=False) == ("Your password, or a code", "")
    assert asked(robin, has_pin=True) == ("Your present PIN, or a code", "")


def test_after_a_reset_by_mail_it_says_which_password_unless_there_is_a_pin(robin):
    robin.password_before_reset = robin.password
    reset_by_mail(robin, PASSWORD)
    assert "the one from before the reset" in asked(robin, has_pin=False)[1]
    assert asked(robin, has_pin=True)[1] == ""


@pytest.mark.parametrize("again", ["", "592637"])
def test_a_pin_that_was_not_repeated_is_refused_at_the_field(robin, again):
    refused = changes(signed_in_with_password(), pin=PIN, again=again)
    assert (refused.status_code, b"id_pin_again_error" in refused.content) == (422, True)
    assert not locks.has_pin(robin.pk)


@pytest.mark.parametrize("before", [lambda user: PASSWORD, lambda user: with_pin(user) and PIN])
def test_ones_password_is_refused_as_a_pin(robin, before):
    client, present = signed_in_with_password(), before(robin)
    client.post("/account/lock/", {"secret": present})
    refused = changes(client, present, pin=PASSWORD, again=PASSWORD)
    assert (refused.status_code, b"That is your password." in refused.content) == (422, True)


def test_who_changed_it_at_the_same_moment_is_told_apart_from_who_typed_a_wrong_one(robin, monkeypatch):
    """The pages were opened by what was typed, and shut again by somebody else before this change."""
    form = change_forms.Present(
        request_of(signed_in_with_password(), robin), "pin", False, {"present": PASSWORD}
    )
    assert form.is_valid()
    monkeypatch.setattr("couples.lock.change_forms.lock_state.opened", lambda _request: None)
    with pytest.raises(locks.Changed):
        form.is_proved()
