"""The addresses of the pages about people, by errand."""

from django.urls import include, path

from .pages import (
    becoming,
    consenting,
    demo_sign_in,
    exiting,
    front,
    invited,
    inviting,
    leaving,
    linking,
    locking,
    meeting,
    own_data,
    reading,
)

urlpatterns = [
    path("welcome/", front.welcome, name="welcome"),
    path("demo/<slug:name>/", demo_sign_in.demo_sign_in, name="demo_sign_in"),
    # Inviting a partner
    path("invite/", inviting.invite, name="invite"),
    path("invite/take-back/", inviting.take_back, name="take_back"),
    path("invite/digits/ask/", inviting.ask_for_digits, name="ask_for_digits"),
    path("invite/confirm/", inviting.confirm, name="confirm_partner"),
    path("invite/digits/", invited.enter_code, name="enter_code"),
    path("invite/yes/take-back/", invited.take_yes_back, name="take_yes_back"),
    path("invite/declined/", invited.declined, name="declined"),
    path("invite/<str:token>/", invited.invitation, name="invitation"),
    # Meeting
    path("meeting/", meeting.meeting, name="meeting"),
    path("meeting/zone/", meeting.choose_zone, name="choose_zone"),
    path("meeting/<uuid:meeting_id>/answer/", meeting.answer, name="answer_meeting"),
    path("meeting/<uuid:meeting_id>/take-back/", meeting.take_back, name="take_meeting_back"),
    path("meeting/<uuid:meeting_id>/mail/", meeting.mail, name="meeting_mail"),
    path("meeting/<uuid:meeting_id>/appointment.ics", meeting.calendar_file, name="appointment"),
    # Leaving, export, erasure
    path("leave/", leaving.leave, name="leave"),
    path("data/", own_data.own_data, name="own_data"),
    path("data/download/", own_data.export, name="export"),
    path("data/erase/", own_data.erase, name="erase"),
    path("data/erased/", own_data.erased, name="erased"),
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
    path("reading/", reading.index, name="reading"),
    path("reading/<int:number>/", reading.reading_page, name="reading_page"),
    path("example/", reading.example, name="example"),
    # Exit, from every page
    path("exit/", exiting.exit_page, name="exit"),
    # The lock of the private pages
    path("account/lock/", locking.unlock, name="lock_open"),
    path("account/lock/now/", locking.lock_now, name="lock_now"),
    path("account/lock/settings/", locking.settings, name="lock_settings"),
    # Accounts
    path("account/", include("couples.account_urls")),
]
