"""The addresses of a counselor's own notes."""

from __future__ import annotations

from typing import Final

from django.urls import path

from exercises.counselor.notes import pages, writing_pages

PAGE: Final = "<uuid:counseling_id>/<slug:section>/<uuid:page_id>/"

urlpatterns = [
    path("", pages.earlier_files, name="earlier_notes"),
    path("<uuid:counseling_id>/", pages.sections, name="note_file"),
    path("<uuid:counseling_id>/<slug:section>/", pages.section, name="note_section"),
    path(PAGE, pages.note, name="note"),
    path(f"{PAGE}write/", writing_pages.write, name="write_note"),
    path(f"{PAGE}draft/", writing_pages.keep, name="keep_note"),
    path(f"{PAGE}remove/", pages.remove, name="remove_note"),
]
