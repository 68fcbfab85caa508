"""The addresses of the pages about people, by errand."""

from django.urls import include, path

from couples import front
from couples.accounts import demo_sign_in
from couples.counseling import consent_pages, counselor_pages, link_pages
from couples.help import exit_page
from couples.help import pages as help_pages
from couples.lock import pages as lock_pages
from couples.meetings import pages as meeting_pages
from couples.pairing import invitee_pages, inviter_pages
from couples.privacy import leaving_page, own_data_pages

urlpatterns = [
    path("welcome/", front.welcome, name="welcome"),
    path("demo/<slug:name>/", demo_sign_in.demo_sign_in, name="demo_sign_in"),
    # Inviting a partner
    path("invite/", inviter_pages.invite, name="invite"),
    path("invite/take-back/", inviter_pages.take_back, name="take_back"),
    path("invite/digits/ask/", inviter_pages.ask_for_digits, name="ask_for_digits"),
    path("invite/confirm/", inviter_pages.confirm, name="confirm_partner"),
    path("invite/digits/", invitee_pages.enter_code, name="enter_code"),
    path("invite/yes/take-back/", invitee_pages.take_yes_back, name="take_yes_back"),
    path("invite/declined/", invitee_pages.declined, name="declined"),
    path("invite/<str:token>/", invitee_pages.invitation, name="invitation"),
    # Meeting
    path("meeting/", meeting_pages.meeting, name="meeting"),
    path("meeting/zone/", meeting_pages.choose_zone, name="choose_zone"),
    path("meeting/<uuid:meeting_id>/answer/", meeting_pages.answer, name="answer_meeting"),
    path("meeting/<uuid:meeting_id>/take-back/", meeting_pages.take_back, name="take_meeting_back"),
    path("meeting/<uuid:meeting_id>/mail/", meeting_pages.mail, name="meeting_mail"),
    path("meeting/<uuid:meeting_id>/appointment.ics", meeting_pages.calendar_file, name="appointment"),
    # Leaving, export, erasure
    path("leave/", leaving_page.leave, name="leave"),
    path("data/", own_data_pages.own_data, name="own_data"),
    path("data/download/", own_data_pages.export, name="export"),
    path("data/erase/", own_data_pages.erase, name="erase"),
    path("data/erased/", own_data_pages.erased, name="erased"),
    # Counselors and consent
    path(
        "counselor/invitation/<str:token>/", counselor_pages.counselor_invitation, name="counselor_invitation"
    ),
    path("counselor/profile/", counselor_pages.counselor_profile, name="counselor_profile"),
    path("counselor/couples/", link_pages.invite_couple, name="invite_couple"),
    path("counselor/couples/<uuid:link_id>/take-back/", link_pages.take_link_back, name="take_link_back"),
    path("counseling/declined/", link_pages.declined, name="counseling_declined"),
    path("counseling/<str:token>/", link_pages.counseling_invitation, name="counseling_invitation"),
    path("counseling/<uuid:link_id>/end/", link_pages.end_counseling, name="end_counseling"),
    path("counselors/", consent_pages.counselors, name="counselors"),
    path("counselors/<uuid:link_id>/choose/", consent_pages.choose, name="choose"),
    path("counselors/<uuid:link_id>/rule/", consent_pages.rule_read, name="rule_read"),
    path("counselors/<uuid:link_id>/not-yet/", link_pages.take_acceptance_back, name="take_acceptance_back"),
    path("counselors/who-read-what/", consent_pages.access_records, name="access_records"),
    # Help and reading, the same for everyone
    path("help/", help_pages.help_page, name="help"),
    path("reading/", help_pages.index, name="reading"),
    path("reading/<int:number>/", help_pages.reading_page, name="reading_page"),
    path("example/", help_pages.example, name="example"),
    # Exit, from every page
    path("exit/", exit_page.exit_page, name="exit"),
    # The lock of the private pages
    path("account/lock/", lock_pages.unlock, name="lock_open"),
    path("account/lock/now/", lock_pages.lock_now, name="lock_now"),
    path("account/lock/settings/", lock_pages.settings, name="lock_settings"),
    # Accounts
    path("account/", include("config.account_urls")),
]
