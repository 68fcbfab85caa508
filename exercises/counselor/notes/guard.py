"""The decorator of the pages of notes: the file is the counselor's own, or there is nothing here."""

from __future__ import annotations

from functools import wraps
from typing import Any, Protocol
from uuid import UUID

from django.http import Http404, HttpResponse

from couples.page_decorators import SignedIn
from exercises.counselor.notes import book, files
from exercises.counselor.notes.book import Gone
from exercises.counselor.notes.files import NoteFile


class View(Protocol):
    def __call__(self, request: SignedIn, file: NoteFile, **more: Any) -> HttpResponse:
        """A page of this file."""


class Page(Protocol):
    def __call__(self, request: SignedIn, counseling_id: UUID, **more: Any) -> HttpResponse:
        """A page at an address with the id of a link."""


def of_file(view: Any) -> Page:
    """Give a page the file about the couple of this link; 404 if it is not hers, or what is asked for not in it."""
    made: View = view

    @wraps(view)
    def guarded(request: SignedIn, counseling_id: UUID, **more: Any) -> HttpResponse:
        file = files.of_link(request.user, counseling_id)
        if file is None or more.get("section", files.BOTH) not in files.SECTIONS:
            raise Http404
        try:
            return made(request, file, **more)
        except Gone:
            raise Http404 from None

    return guarded


def found(file: NoteFile, section: str, page_id: UUID) -> book.Page:
    """Return the page at this address. Raises Http404."""
    try:
        return book.page(file, section, page_id)
    except Gone:
        raise Http404 from None
