"""All pages at a glance."""

from django.contrib import admin
from django.urls import include, path

from couples.account_pages import admin_login

urlpatterns = [
    path("", include("couples.urls")),
    path("", include("exercises.urls")),
    path("admin/login/", admin_login),
    path("admin/", admin.site.urls),
]

handler400 = "config.errors.strange_request"
handler500 = "config.errors.broken"
