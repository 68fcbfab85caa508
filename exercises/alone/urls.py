"""Addresses of the private pages. They tell little to whoever reads the history of a browser."""

from django.urls import path

from exercises.alone.pages import limits, looking, own, people, writing

urlpatterns = [
    path("alone/", own.own, name="alone"),
    path("account/lock/empty/", own.empty, name="alone_empty"),
    path("alone/a/", looking.look, name="alone_look"),
    path("alone/a/<int:step>/", looking.look_step, name="alone_look_step"),
    path("alone/a/at/<slug:entry_id>/", looking.look_read, name="alone_look_read"),
    path("alone/b/", limits.limits, name="alone_limits"),
    path("alone/b/<slug:entry_id>/", limits.limit, name="alone_limit"),
    path("alone/c/", people.people, name="alone_people"),
    path("alone/c/<slug:entry_id>/", people.person, name="alone_person"),
    path("alone/d/<slug:address>/", writing.writing, name="alone_writing"),
    path("alone/e/<slug:entry_id>/", writing.written, name="alone_written"),
]
