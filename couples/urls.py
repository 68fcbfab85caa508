"""The addresses of the pages about people, by errand. Only the account pages that we offer are here."""

from allauth.account.views import LoginView, LogoutView, SignupView, account_inactive
from django.urls import path

from .forms import SignIn, SignUp
from .pages import becoming, consenting, front, inviting, linking, reading

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
    path("counselor/invitation/<str:token>/", becoming.counselor_invitation, name="counselor_invitation"),
    path("counselor/profile/", becoming.counselor_profile, name="counselor_profile"),
    path("counselor/couples/", linking.invite_couple, name="invite_couple"),
    path("counselor/couples/<uuid:link_id>/take-back/", linking.take_link_back, name="take_link_back"),
    path("counseling/declined/", linking.declined, name="counseling_declined"),
    path("counseling/<str:token>/", linking.counseling_invitation, name="counseling_invitation"),
    path("counseling/<uuid:link_id>/end/", linking.end_counseling, name="end_counseling"),
    path("counselors/", consenting.counselors, name="counselors"),
    path("counselors/<uuid:link_id>/choose/", consenting.choose, name="choose"),
    path("counselors/<uuid:link_id>/rule/", consenting.rule_read, name="rule_read"),
    path("counselors/<uuid:link_id>/not-yet/", linking.take_acceptance_back, name="take_acceptance_back"),
    path("counselors/who-read-what/", consenting.access_records, name="access_records"),
    # Help and reading, the same for everyone
    path("help/", reading.help_page, name="help"),
    path("example/", reading.example, name="example"),
    # Accounts
    path("account/signup/", SignupView.as_view(form_class=SignUp), name="account_signup"),
    path("account/login/", LoginView.as_view(form_class=SignIn), name="account_login"),
    path("account/logout/", LogoutView.as_view(), name="account_logout"),
    path("account/inactive/", account_inactive, name="account_inactive"),
]
