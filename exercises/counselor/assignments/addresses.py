"""The addresses of what a counselor gave one couple, below those of that couple."""

from __future__ import annotations

from django.urls import path

from exercises.counselor.assignments import pages
from exercises.counselor.marks import pages as marks_pages

urlpatterns = [
    path("<uuid:assignment_id>/marks/", marks_pages.marks, name="counselor_marks"),
    path("archive/", pages.archive, name="assignment_archive"),
    path("<uuid:assignment_id>/edit/", pages.edit, name="edit_assignment"),
    path("<uuid:assignment_id>/archive/", pages.put_away, name="archive_assignment"),
    path("<uuid:assignment_id>/take-out/", pages.take_out, name="take_out_of_archive"),
    path("<uuid:assignment_id>/withdraw/", pages.withdraw, name="withdraw_assignment"),
]
