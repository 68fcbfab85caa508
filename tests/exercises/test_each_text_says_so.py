"""Each form of Django's says which of its fields are texts: what it says of none is given back by no page.

Those of sessions and private pages are made from offers; `live/test_templates.py` looks at these.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages

import pytest
from django import forms

import couples
import exercises
from couples.written import Words
from tests.exercises.counselor.at_work import signed_in
from tests.exercises.test_page_owner import Sheet

NO_TEXTS = {"code", "digits", "email", "login", "username"}
"""Fields for what is known elsewhere, or secret: nobody loses words with them."""
LATER = {("NamePasskey", "name"), ("AddPasskey", "name")}
"""Fields of allauth that become texts when their form is made."""


def of(form: type[forms.BaseForm]) -> Iterator[type[forms.BaseForm]]:
    for one in form.__subclasses__():
        yield one
        yield from of(one)


def forms_here() -> set[type[forms.BaseForm]]:
    for package in (couples, exercises):
        for module in walk_packages(package.__path__, package.__name__ + "."):
            if ".migrations" not in module.name and ".steps." not in module.name:
                import_module(module.name)
    return {one for one in of(forms.BaseForm) if one.__module__.startswith(("couples", "exercises"))}


def test_whatever_is_typed_into_a_form_is_a_text_that_says_so_or_known_elsewhere():
    found = forms_here()
    assert {one.__name__ for one in found} >= {"Profile", "Name", "SignUp", "NamePasskey"}
    typed = {
        (one.__name__, name): field
        for one in found
        for name, field in getattr(one, "base_fields", {}).items()
        if type(field.widget) in (forms.TextInput, forms.Textarea)
    }
    silent = {key for key, field in typed.items() if not isinstance(field, Words) and key[1] not in NO_TEXTS}
    assert silent - LATER == set()


def said(page: str) -> list[list[str]]:
    named = [[value for name, value in form if name == "text_field"] for form in Sheet(page).forms]
    return [one for one in named if one]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("/counselor/profile/", ["practice", "confidences", "response_time"]),
        ("/account/name/", ["name"]),
        ("/counsel/couples/{}/assign/", ["topic", "note"]),
    ],
)
def test_a_form_names_its_texts_and_nothing_else(linked, casey, path, names):
    page = signed_in(casey).get(path.format(linked.pk)).content.decode()
    assert said(page) == [names]
