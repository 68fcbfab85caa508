"""The addresses of the pages about people. Only the account pages that we offer are here, each in our own look."""

from allauth.account.views import LoginView, LogoutView, SignupView, account_inactive
from django.urls import path

from . import views
from .forms import SignIn, SignUp

urlpatterns = [
    path("welcome/", views.welcome, name="welcome"),
    path("help/", views.help_page, name="help"),
    path("example/", views.example, name="example"),
    path("invite/", views.invite, name="invite"),
    path("invite/take-back/", views.take_back, name="take_back"),
    path("invite/declined/", views.declined, name="declined"),
    path("invite/<str:token>/", views.invitation, name="invitation"),
    path("account/signup/", SignupView.as_view(form_class=SignUp), name="account_signup"),
    path("account/login/", LoginView.as_view(form_class=SignIn), name="account_login"),
    path("account/logout/", LogoutView.as_view(), name="account_logout"),
    path("account/inactive/", account_inactive, name="account_inactive"),
    path("demo/<slug:name>/", views.demo_sign_in, name="demo_sign_in"),
]
