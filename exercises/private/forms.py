"""A private form: the fields of the core, shown, checked and saved; or filled with what was sent in too late."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from couples.page_decorators import REFUSED, SignedIn
from exercises.core.fields import Field
from exercises.core.offer import Offer
from exercises.core.text import Refused
from exercises.core.text import say as _
from exercises.live.posted import read_fields, refusal
from exercises.live.screens import forms
from exercises.private import pending, store
from exercises.translate import Reader

Raw = Mapping[str, Any]
SEEN: Final = "sent_in"
"""The field of a form that shows what was sent in: which one it was."""


@dataclass(frozen=True)
class PrivateForm:
    """`some`: at least one of the fields must hold something, whichever it is."""

    fields: tuple[Field, ...]
    some: bool = False

    def clean(self, posted: Raw) -> dict[str, Any]:
        """The values. Raises Refused, which names each field that does not fit."""
        offer = Offer(name="sheet", label=_("Save"), fields=self.fields)
        values = offer.clean(
            {field.name: posted[field.name] for field in self.fields if field.name in posted}
        )
        if self.some and not any(values.values()):
            first = self.fields[0]
            why = _("Please write something in at least one place.")
            raise Refused("invalid", _("There is nothing to keep yet."), {first.name: why})
        return {name: value for name, value in values.items() if value is not None}

    def shown(self, values: Raw, errors: Mapping[str, str] | None = None) -> dict[str, Any]:
        """For a template; `values` as they were typed or kept."""
        offer = Offer(name="sheet", label=_("Save"), fields=self.fields)
        as_typed = {name: str(value) if isinstance(value, int) else value for name, value in values.items()}
        return forms.shown(offer, 0, Reader.for_anybody(), as_typed, errors or {}) | {"refused": ""}

    def refused(self, posted: Raw, refused: Refused) -> dict[str, Any]:
        """The form again with everything that was typed, and what is wrong with it."""
        sentence, errors = refusal(refused)
        return self.shown(posted, errors) | {"refused": sentence}


def fill_in(
    request: SignedIn,
    template: str,
    form: PrivateForm,
    save: Callable[[store.Contents, Raw], None],
    **seen: Any,
) -> HttpResponse | None:
    """Save a filled-in sheet; None when it is saved, else the page again with everything that was typed."""
    posted = read_fields(request.POST)
    try:
        values = form.clean(posted)
        with store.changing(request.user.pk) as contents:
            save(contents, values)
            pending.drop(request.user.pk, request.POST.get(SEEN, ""))
    except Refused as refused:
        return _form_page(request, template, form.refused(posted, refused), _shown_before(request), **seen)
    except (store.Full, store.Gone) as error:
        shown = form.shown(posted) | {"refused": _why_not(error)}
        return _form_page(request, template, shown, _shown_before(request), **seen)
    return None


def _why_not(error: store.Full | store.Gone) -> str:
    if isinstance(error, store.Full):
        return gettext(
            "Your own pages are full. Nothing of this is lost; delete something older in another tab, then save."
        )
    return gettext("Your own pages can’t be written any more: what opened them was removed.")


def open_form(
    request: SignedIn, template: str, form: PrivateForm, values: Raw | None = None, /, **seen: Any
) -> HttpResponse:
    """The form with the `values` kept before; or, marked as that and never mixed, with what was sent in too late."""
    sent = pending.at(request.user.pk, request.path)
    return _form_page(request, template, form.shown(sent.fields if sent else values or {}), sent, **seen)


def _form_page(
    request: SignedIn, template: str, form: dict[str, Any], sent: pending.SentIn | None, **seen: Any
) -> HttpResponse:
    status = REFUSED if form["refused"] else 200
    return render(request, template, seen | {"form": form, "sent_in": sent}, status=status)


def _shown_before(request: SignedIn) -> pending.SentIn | None:
    """What was sent in, where the form that comes back now has shown it."""
    sent = pending.at(request.user.pk, request.path)
    return sent if sent and sent.mark == request.POST.get(SEEN) else None
