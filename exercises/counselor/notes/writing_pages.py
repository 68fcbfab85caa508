"""Write a page of notes: by its form, with or without a script, which keeps what is typed as a draft meanwhile."""

from __future__ import annotations

from typing import Final
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from couples.page_decorators import ACT, FORM, REFUSED, SignedIn, counselor_page
from couples.refused import Refused
from exercises.counselor.notes import book
from exercises.counselor.notes.book import Overtaken, Page
from exercises.counselor.notes.contents import TooLong
from exercises.counselor.notes.files import NoteFile
from exercises.counselor.notes.forms import NoteForm
from exercises.counselor.notes.guard import found, of_file
from exercises.counselor.notes.pages import shown

OVERTAKEN: Final = 412
"""The status for a script whose page was changed elsewhere since it was shown."""
KEEP: Final = "keep"
"""The value of the button that keeps a draft."""


@counselor_page(FORM)
@of_file
def write(request: SignedIn, file: NoteFile, section: str, page_id: UUID) -> HttpResponse:
    """Show the form (GET), or finish the page, or keep it as a draft (POST)."""
    page = found(file, section, page_id)
    if request.method != "POST":
        return _show(request, file, page, NoteForm.of(page.last.words))
    is_draft = request.POST.get("go") == KEEP
    form = NoteForm(request.POST, is_draft=is_draft)
    try:
        if form.is_valid():
            act = book.keep if is_draft else book.finish
            act(file, page, form.words, *_ids(request))
            messages.info(
                request, _("Kept as a draft.") if is_draft else _("Finished. Only you can read it.")
            )
            return redirect("note", file.link, section, page_id)
    except Overtaken:
        page = found(file, section, page_id)
        form.add_error(None, _("This page was changed in another window. What was saved there stands below."))
        return _show(request, file, page, form, overtaken=True)
    except TooLong:
        form.add_error("text", _("This takes more room than a page has. Please make it shorter."))
    except Refused as refused:
        form.add_error(None, str(refused))
    return _show(request, file, page, form)


@counselor_page(ACT)
@of_file
def keep(request: SignedIn, file: NoteFile, section: str, page_id: UUID) -> HttpResponse:
    """Keep a draft, for the script: 204 if it is kept, 412 if the page was changed elsewhere, 422 if it can't be."""
    form = NoteForm(request.POST, is_draft=True)
    if not form.is_valid():
        return HttpResponse(status=REFUSED)
    try:
        book.keep(file, found(file, section, page_id), form.words, *_ids(request))
    except Overtaken:
        return HttpResponse(status=OVERTAKEN)
    except (TooLong, Refused):
        return HttpResponse(status=REFUSED)
    return HttpResponse(status=204)


def _ids(request: SignedIn) -> tuple[str, str]:
    """Return the id of this form, and of that which it follows."""
    return request.POST.get("form", "")[:36], request.POST.get("after", "")[:36]


def _show(
    request: SignedIn, file: NoteFile, page: Page, form: NoteForm, overtaken: bool = False
) -> HttpResponse:
    """Show the form. One that was sent stays the form it was, unless she has now seen what overtook it."""
    mine, after = _ids(request) if form.is_bound and not overtaken else (str(uuid4()), page.last.form)
    seen = {**shown(file, page.last.section), "page": page, "form": form, "mine": mine, "after": after}
    seen |= {"overtaken": overtaken, "left": [page.last] if overtaken else []}
    return render(request, "counselor/notes/write.html", seen, status=REFUSED if form.errors else 200)
