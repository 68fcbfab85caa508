"""The addresses of what a counselor gives to one of two partners alone."""

from __future__ import annotations

from typing import Final

from django.urls import path

from exercises.counselor.to_one import pages

PERSON: Final = "<uuid:counseling_id>/<slug:voice>/"

urlpatterns = [
    path("<uuid:counseling_id>/", pages.which, name="to_one"),
    path(PERSON, pages.to_person, name="to_person"),
    path(f"{PERSON}give/", pages.give, name="give_to_person"),
    path(f"{PERSON}<uuid:handout_id>/take-back/", pages.take_back, name="take_handout_back"),
]
