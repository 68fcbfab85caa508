"""Addresses of a counselor's work with couples, below /counsel/, and of what the two do with an assignment."""

from django.urls import path

from exercises.counsel import pages, taking

urlpatterns = [
    path("", pages.couples, name="counsel"),
    path("couples/<uuid:counseling_id>/", pages.couple, name="counsel_couple"),
    path("couples/<uuid:counseling_id>/assign/", pages.assign, name="assign"),
    path("couples/<uuid:counseling_id>/read/<slug:scope>/", pages.reading, name="counsel_reading"),
    path("couples/<uuid:counseling_id>/still/<slug:scope>/", pages.still, name="counsel_still"),
    path(
        "couples/<uuid:counseling_id>/assignments/<uuid:assignment_id>/withdraw/",
        pages.withdraw,
        name="withdraw_assignment",
    ),
    path("assignments/<uuid:assignment_id>/take-up/", taking.take_up, name="take_up"),
    path("assignments/<uuid:assignment_id>/not-this/", taking.not_this, name="not_this"),
]
