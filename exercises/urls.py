"""Addresses of the pages where two people work."""

from django.urls import include, path

from exercises import agreement_pages, balcony_page, home_pages, views

urlpatterns = [
    path("", home_pages.home, name="home"),
    path("sessions/start/", home_pages.start, name="start_session"),
    path("sessions/<uuid:session_id>/", views.session, name="session"),
    path("sessions/<uuid:session_id>/here.css", views.here, name="here"),
    path("", include("exercises.alone.urls")),
    path("counseling/<uuid:link_id>/room/", balcony_page.room, name="room"),
    path("agreements/", agreement_pages.ledger, name="ledger"),
    path("counsel/", include("exercises.counsel.urls")),
    path("agreements/earlier/", agreement_pages.earlier_agreements, name="earlier_agreements"),
]
