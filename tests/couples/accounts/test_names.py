"""A name is something that others can read."""

import pytest

from couples.accounts.signup_forms import SignUp

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["\u202eAlex", "\u200b", "\u200d", "Al\x00ex", "Alex\u2066"])
def test_a_name_that_hides_or_turns_text_is_refused_at_its_field(name):
    assert "name" in errors(name)


@pytest.mark.parametrize("name", ["Alex", "Zoë", "می‌شا", "小明", "O’Neil", "Alex\nB"])
def test_names_of_all_scripts_are_fine(name):
    assert "name" not in errors(name)


def errors(name):
    form = SignUp({"name": name, "email": "new@example.org", "password1": "x", "adult": "on"})
    return form.errors
