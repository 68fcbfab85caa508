"""A mail about a change says what to do if it wasn’t you, also to who can’t sign in, and names nothing private."""

from pathlib import Path

import pytest
from allauth.account.adapter import get_adapter

ROOT = Path(__file__).parents[3] / "templates"
ABOUT = sorted(
    str(path.relative_to(ROOT)).removesuffix("_message.txt")
    for folder in ("account", "mfa")
    for path in (ROOT / folder / "email").glob("*_message.txt")
    if path.stem not in ("base_message", "changed_message")
)
NOTHING_CHANGED = {
    *("account_already_exists", "unknown_account", "login_code", "password_reset_code"),
    *("email_confirmation", "email_confirmation_signup"),
}
"""Somebody only asked for something: who did not can leave it."""
CHANGED = [name for name in ABOUT if Path(name).name not in NOTHING_CHANGED]


def body(name: str) -> str:
    about = {"user": None, "day": "Monday", "code": "1234-5678"}
    return str(get_adapter().render_mail(name, "kim@example.org", about).body)


def test_there_are_some_of_each():
    assert len(CHANGED) >= 10
    assert len(ABOUT) - len(CHANGED) == len(NOTHING_CHANGED)


@pytest.mark.parametrize("name", CHANGED)
def test_it_says_how_to_get_in_again(name):
    said = body(name)

    assert "If this wasn’t you" in said
    if name != "account/email/email_changed":  # codes go to the other address by now
        assert "“I forgot my password” on the sign-in page" in said
    if name != "account/email/change_delayed":  # nothing has changed yet
        assert "ask the people who run Counterpoint" in said


@pytest.mark.parametrize("name", [f"account/email/password_{how}" for how in ("changed", "set", "reset")])
def test_nobody_is_told_to_use_a_password_that_they_may_not_know(name):
    assert "change your password" not in body(name)
    assert "sign in, sign out" not in body(name)


@pytest.mark.parametrize("name", ABOUT)
def test_it_names_nothing_private(name):
    assert not [word for word in ("PIN", "private", "Kim", "lock") if word in body(name)]
