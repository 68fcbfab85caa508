"""Her notes to be read: the files of earlier couples, the sections of one couple, a section, a page."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from couples import sent_once
from couples.page_decorators import ACT, FORM, READ, SignedIn, counselor_page
from couples.refused import Refused
from exercises.counselor.notes import book, files
from exercises.counselor.notes.files import NoteFile
from exercises.counselor.notes.guard import found, of_file

PAGES_ON_A_PAGE: Final = 20


@counselor_page(READ)
def earlier_files(request: SignedIn) -> HttpResponse:
    """Show the couples with whom she is not linked any more and about whom she has notes."""
    return render(request, "counselor/notes/earlier.html", {"files": files.of_earlier(request.user)})


@counselor_page(READ)
@of_file
def sections(request: SignedIn, file: NoteFile) -> HttpResponse:
    """Show the three sections, without what is in them."""
    return render(request, "counselor/notes/file.html", {"file": file, "sections": titles(file)})


@counselor_page(FORM)
@of_file
def section(request: SignedIn, file: NoteFile, section: str) -> HttpResponse:
    """Show the pages in one section (GET), or begin a new one (POST)."""
    if request.method == "POST":
        page_id = sent_once.id_of(request)
        try:
            book.begin(file, section, page_id, timezone.localdate().isoformat())
        except Refused as refused:
            messages.info(request, str(refused))
            return redirect("note_section", file.link, section)
        return redirect("write_note", file.link, section, page_id)
    begun = [one for one in book.pages(file, section) if not one.is_blank]
    pages = Paginator(begun, PAGES_ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "counselor/notes/section.html", {**shown(file, section), "pages": pages})


@counselor_page(READ)
@of_file
def note(request: SignedIn, file: NoteFile, section: str, page_id: UUID) -> HttpResponse:
    """Show one page, with what stood there before it was amended."""
    seen = {**shown(file, section), "page": found(file, section, page_id)}
    return render(request, "counselor/notes/note.html", seen)


@counselor_page(ACT)
@of_file
def remove(request: SignedIn, file: NoteFile, section: str, page_id: UUID) -> HttpResponse:
    """Delete a page for good, or only what is not finished."""
    if book.remove(file, section, page_id, only_draft=request.POST.get("what") == "draft"):
        return redirect("note", file.link, section, page_id)
    messages.info(request, _("It is gone."))
    return redirect("note_section", file.link, section)


def titles(file: NoteFile) -> list[tuple[str, str]]:
    """Return each section with its title."""
    of_one = [
        (key, _("About %(name)s alone") % {"name": name}) for key, name in zip("ab", file.names, strict=True)
    ]
    return [(files.BOTH, _("Joint notes")), *of_one]


def shown(file: NoteFile, section: str) -> dict[str, Any]:
    """Return what each page of a section has: whose file and which section it is."""
    return {"file": file, "section": section, "title": dict(titles(file))[section]}
