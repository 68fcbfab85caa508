"""The pages on which a counselor writes programmes down. They show nothing of a couple."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from couples import sent_once
from couples.page_decorators import ACT, FORM, REFUSED, SignedIn, counselor_page
from couples.refused import Refused
from exercises import catalog
from exercises.core.text import Written as Text
from exercises.counselor import linked_couples
from exercises.counselor.programmes import templates
from exercises.counselor.programmes.contents import Written
from exercises.counselor.programmes.delivery import When
from exercises.counselor.programmes.forms import ItemForm, NewPosition, Title, in_words
from exercises.counselor.programmes.templates import Template
from exercises.translate import Reader


class Page(Protocol):
    def __call__(self, request: SignedIn, template_id: UUID, **more: Any) -> HttpResponse:
        """A page at an address with the id of a programme that is written down."""


def of_template(view: Callable[..., HttpResponse]) -> Page:
    """Give a page the programme; 404 if it is not hers, or what is asked for not in it."""

    @wraps(view)
    def guarded(request: SignedIn, template_id: UUID, **more: Any) -> HttpResponse:
        try:
            return view(request, templates.find(request.user, template_id), **more)
        except LookupError:
            raise Http404 from None

    return guarded


@counselor_page(FORM)
def programmes(request: SignedIn) -> HttpResponse:
    """Show what she has written down (GET), or begin a new one (POST)."""
    form = Title(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            title, sent = form.cleaned_data["title"], sent_once.id_of(request)
            return redirect("programme_template", templates.begin(request.user, title, sent))
        except Refused as refused:
            form.add_error(None, str(refused))
    seen = {"form": form, "templates": templates.all_of(request.user)}
    return render(request, "counselor/programmes/all.html", seen, status=REFUSED if form.errors else 200)


@counselor_page(FORM)
@of_template
def template(request: SignedIn, one: Template) -> HttpResponse:
    """Show a programme (GET), or give it another title (POST)."""
    form = Title(request.POST if request.method == "POST" else None, initial={"title": one.title})
    if request.method == "POST" and form.is_valid():
        templates.rename(request.user, one.id, form.cleaned_data["title"])
        return redirect("programme_template", one.id)
    couples = linked_couples.all_of(request.user) if one.items else []
    seen = {"template": one, "lines": _lines(one), "form": form, "couples": couples}
    seen |= {"most": templates.MAX_ITEMS}
    return render(request, "counselor/programmes/template.html", seen, status=REFUSED if form.errors else 200)


@counselor_page(FORM)
@of_template
def add_item(request: SignedIn, one: Template) -> HttpResponse:
    """Show the form of an exercise to add (GET), or add it at the end (POST)."""
    first = When.AFTER if one.items else When.AT_ONCE
    blank = Written(sent_once.id_of(request), request.GET.get("exercise", ""), first)
    return _item(request, one, blank, is_new=True)


@counselor_page(FORM)
@of_template
def item(request: SignedIn, one: Template, item_id: UUID) -> HttpResponse:
    """Show an exercise in it (GET), or change what is said of it (POST)."""
    return _item(request, one, one.item(item_id), is_new=False)


@counselor_page(ACT)
@of_template
def move(request: SignedIn, one: Template, item_id: UUID) -> HttpResponse:
    """Move an exercise to another position."""
    form = NewPosition(request.POST)
    if form.is_valid():
        templates.move(request.user, one.id, item_id, form.cleaned_data["position"])
    else:
        messages.info(request, _("Please choose a place from the list."))
    return redirect("programme_template", one.id)


@counselor_page(ACT)
@of_template
def take_out(request: SignedIn, one: Template, item_id: UUID) -> HttpResponse:
    """Take an exercise out."""
    templates.take_out(request.user, one.id, item_id)
    return redirect("programme_template", one.id)


@counselor_page(ACT)
def remove(request: SignedIn, template_id: UUID) -> HttpResponse:
    """Delete a programme that is written down, if it is hers. What was started from it goes on."""
    templates.remove(request.user, template_id)
    messages.info(request, _("It is gone. What you started from it goes on."))
    return redirect("programmes")


def _item(request: SignedIn, one: Template, written: Written, is_new: bool) -> HttpResponse:
    is_first = not one.items or one.items[0].id == written.id
    form = ItemForm.of(written, request.POST if request.method == "POST" else None, is_first)
    if request.method == "POST" and form.is_valid():
        try:
            templates.put(request.user, one.id, form.written(written.id))
            return redirect("programme_template", one.id)
        except Refused as refused:
            form.add_error(None, str(refused))
    seen = {"template": one, "form": form, "is_new": is_new}
    return render(request, "counselor/programmes/item.html", seen, status=REFUSED if form.errors else 200)


def _lines(one: Template) -> list[dict[str, Any]]:
    reader = Reader.for_anybody()
    found = []
    for number, each in enumerate(one.items, 1):
        definition = catalog.named(each.slug)
        found.append(
            {
                "id": each.id,
                "number": number,
                "title": reader.text(Text(definition.title)) if definition else "",
                "when": in_words(each.when, each.days, is_first=number == 1),
                "topic": each.topic,
                "note": each.note,
            }
        )
    return found
