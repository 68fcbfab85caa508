"""The addresses of passing a device, below that of the session. The cookie of the second goes to `beside/` alone."""

from django.urls import path

from exercises.live.passing import cover_pages, part_pages

urlpatterns = [
    path("pass/", cover_pages.pass_device, name="pass_device"),
    path("pass/key/", cover_pages.pass_by_passkey, name="pass_by_passkey"),
    path("beside/", part_pages.beside_part, name="beside"),
    path("beside/back/", part_pages.give_back, name="give_back"),
]
