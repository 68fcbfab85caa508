"""The addresses of the pages about people, by errand. Only the account pages that we offer are here."""

from allauth.account.views import LoginView, LogoutView, SignupView, account_inactive
from django.urls import path

from .forms import SignIn, SignUp
from .pages import front, inviting, locking, reading

urlpatterns = [
    path("welcome/", front.welcome, name="welcome"),
    path("demo/<slug:name>/", front.demo_sign_in, name="demo_sign_in"),
    # Inviting a partner
    path("invite/", inviting.invite, name="invite"),
    path("invite/take-back/", inviting.take_back, name="take_back"),
    path("invite/declined/", inviting.declined, name="declined"),
    path("invite/<str:token>/", inviting.invitation, name="invitation"),
    # Meeting
    # Leaving, export, erasure
    # Counselors and consent
    # Help and reading, the same for everyone
    path("help/", reading.help_page, name="help"),
    path("example/", reading.example, name="example"),
    # The lock of the private pages
    path("account/lock/", locking.unlock, name="lock_open"),
    path("account/lock/now/", locking.lock_now, name="lock_now"),
    path("account/lock/settings/", locking.settings, name="lock_settings"),
    # Accounts
    path("account/signup/", SignupView.as_view(form_class=SignUp), name="account_signup"),
    path("account/login/", LoginView.as_view(form_class=SignIn), name="account_login"),
    path("account/logout/", LogoutView.as_view(), name="account_logout"),
    path("account/inactive/", account_inactive, name="account_inactive"),
]
