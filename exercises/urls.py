"""Addresses of the pages where two people work."""

from django.urls import include, path

from exercises import balcony_page, home, views
from exercises.agreements import pages as agreements

urlpatterns = [
    path("", home.home, name="home"),
    path("sessions/start/", views.start, name="start_session"),
    path("sessions/<uuid:session_id>/", views.session, name="session"),
    path("sessions/<uuid:session_id>/here.css", views.here, name="here"),
    path("", include("exercises.alone.urls")),
    path("counseling/<uuid:link_id>/room/", balcony_page.room, name="room"),
    path("agreements/", agreements.agreements, name="ledger"),
    path("counsel/", include("exercises.counsel.urls")),
    path("agreements/earlier/", agreements.earlier_agreements, name="earlier_agreements"),
]
