"""Private forms: show, validate and save fields of the core, or show what was sent in while the pages were locked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from couples.lock.guards import Opened
from couples.page_decorators import REFUSED
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
"""The hidden field with the mark of the pending entry that the form shows."""


@dataclass(frozen=True)
class PrivateForm:
    """`some`: at least one of the fields must be filled in. `name`: tells it from other forms on its page."""

    fields: tuple[Field, ...]
    some: bool = False
    name: str = "sheet"

    def clean(self, posted: Raw) -> dict[str, Any]:
        """Return the values. Raises Refused, which names each invalid field."""
        offer = Offer(name=self.name, label=_("Save"), fields=self.fields)
        values = offer.clean(
            {field.name: posted[field.name] for field in self.fields if field.name in posted}
        )
        if self.some and not any(values.values()):
            first = self.fields[0]
            why = _("Please write something in at least one place.")
            raise Refused("invalid", _("There is nothing to save yet."), {first.name: why})
        return {name: value for name, value in values.items() if value is not None}

    def shown(self, values: Raw, errors: Mapping[str, str] | None = None) -> dict[str, Any]:
        """Return the form for a template; `values` as they were typed or saved."""
        offer = Offer(name=self.name, label=_("Save"), fields=self.fields)
        as_typed = {name: str(value) if isinstance(value, int) else value for name, value in values.items()}
        return forms.shown(offer, 0, Reader.for_anybody(), as_typed, errors or {}) | {"refused": ""}

    def refused(self, posted: Raw, refused: Refused) -> dict[str, Any]:
        """Return the form with everything that was typed and its errors."""
        sentence, errors = refusal(refused)
        return self.shown(posted, errors) | {"refused": sentence}


def fill_in(
    request: Opened,
    template: str,
    form: PrivateForm,
    save: Callable[[store.Contents, Raw], None],
    **seen: Any,
) -> HttpResponse | None:
    """Save a posted form. Returns None when saved, otherwise the page again with everything that was typed."""
    posted = read_fields(request.POST)
    try:
        values = form.clean(posted)
        with store.changing(request.open_store) as contents:
            save(contents, values)
            pending.drop(request.open_store, request.POST.get(SEEN, ""))
    except Refused as refused:
        return _form_page(request, template, form.refused(posted, refused), _shown_before(request), **seen)
    except (store.Full, store.Gone) as error:
        shown = form.shown(posted) | {"refused": _why_not(error)}
        return _form_page(request, template, shown, _shown_before(request), **seen)
    return None


def _why_not(error: store.Full | store.Gone) -> str:
    if isinstance(error, store.Full):
        return gettext(
            "Your private pages are full. None of this is lost; delete something older in another tab, then save."
        )
    return gettext(
        "Your private pages were emptied, or locked anew, since you opened them here. Nothing was saved; copy what you "
        "still need."
    )


def open_form(
    request: Opened, template: str, form: PrivateForm, values: Raw | None = None, /, **seen: Any
) -> HttpResponse:
    """Show the form with the saved `values`, or with a pending entry for this page, marked as such; never with both."""
    sent = pending.at(request.open_store, request.path)
    return _form_page(request, template, form.shown(sent.fields if sent else values or {}), sent, **seen)


def _form_page(
    request: Opened, template: str, form: dict[str, Any], sent: pending.SentIn | None, **seen: Any
) -> HttpResponse:
    status = REFUSED if form["refused"] else 200
    return render(request, template, seen | {"form": form, "sent_in": sent}, status=status)


def _shown_before(request: Opened) -> pending.SentIn | None:
    """Return the pending entry for this page if the posted form had shown it."""
    sent = pending.at(request.open_store, request.path)
    return sent if sent and sent.mark == request.POST.get(SEEN) else None
