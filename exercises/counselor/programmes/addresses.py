"""The addresses of programmes: those that a counselor has written down, and those that run with one couple."""

from __future__ import annotations

from typing import Final

from django.urls import path

from exercises.counselor.programmes import pages, template_pages

ITEM: Final = "<uuid:template_id>/items/<uuid:item_id>/"

written = [
    path("", template_pages.programmes, name="programmes"),
    path("<uuid:template_id>/", template_pages.template, name="programme_template"),
    path("<uuid:template_id>/remove/", template_pages.remove, name="remove_programme"),
    path("<uuid:template_id>/items/add/", template_pages.add_item, name="add_programme_item"),
    path(ITEM, template_pages.item, name="programme_item"),
    path(f"{ITEM}move/", template_pages.move, name="move_programme_item"),
    path(f"{ITEM}take-out/", template_pages.take_out, name="take_out_programme_item"),
]
running = [
    path("start/", pages.start, name="start_programme"),
    path("<uuid:programme_id>/", pages.programme, name="programme"),
    path("<uuid:programme_id>/add/", pages.add, name="add_given"),
    path("<uuid:programme_id>/end/", pages.end, name="end_programme"),
    path("<uuid:programme_id>/<uuid:assignment_id>/move/", pages.move, name="move_given"),
    path("<uuid:programme_id>/<uuid:assignment_id>/again/", pages.give_again, name="give_again"),
]
