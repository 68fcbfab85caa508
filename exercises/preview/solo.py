"""The screens of an exercise for one person: its forms, empty, as everybody who opens them sees them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from exercises.catalog import CheckIn, Writing
from exercises.core.fields import Field
from exercises.markup import markup
from exercises.preview.still import still
from exercises.private import check_in as check_ins
from exercises.private.forms import PrivateForm
from exercises.private.pages.writing import form_of
from exercises.translate import in_language


@dataclass(frozen=True)
class OwnForm:
    """One form with its fields, which are described as such and as a picture."""

    title: str
    intro: str
    fields: tuple[Field, ...]
    markup: SafeString


def forms_of(definition: Writing | CheckIn) -> list[OwnForm]:
    """Return the forms in their order."""
    if isinstance(definition, Writing):
        return [_form(_("Write"), in_language(definition.intro), form_of(definition), "0")]
    return list(_areas(definition))


def own_page(definition: Writing | CheckIn) -> str:
    """Return the private page of the exercise, which asks for its lock, whoever comes."""
    if isinstance(definition, Writing):
        return reverse("private_writing", args=[definition.address])
    return reverse("private_check_in")


def _areas(definition: CheckIn) -> Iterator[OwnForm]:
    for number, area in enumerate(definition.areas):
        form = check_ins.form(definition, area, check_ins.PARTNER)
        yield _form(in_language(area.title), in_language(area.intro), form, str(number))


def _form(title: str, intro: str, form: PrivateForm, ending: str) -> OwnForm:
    fields = form.shown({})["fields"]
    shown = "".join(markup("live/field.jinja", {"field": field}) for field in fields)
    return OwnForm(title, intro, form.fields, still(shown, ending))
