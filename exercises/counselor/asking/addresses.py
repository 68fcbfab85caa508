"""The addresses of what a counselor asks a couple for."""

from __future__ import annotations

from django.urls import path

from exercises.counselor.asking import pages

urlpatterns = [
    path("<uuid:asked_id>/put-away/", pages.put_away, name="put_asked_away"),
]
of_counselor = [
    path("", pages.ask, name="ask_for_scope"),
    path("withdraw/", pages.withdraw, name="withdraw_asked"),
]
