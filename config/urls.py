"""Every address of the site, grouped by purpose."""

from django.contrib import admin
from django.urls import include, path

from couples import demo_sign_in, front_pages, sign_in_pages
from couples.counseling import consent_pages, counselor_pages, end_page, link_pages
from couples.counseling.invitees import pages as answering_pages
from couples.help import exit_page
from couples.help import pages as help_pages
from couples.lock import pages as lock_pages
from couples.lock import settings_pages as lock_settings_pages
from couples.meetings import pages as meeting_pages
from couples.pairing import invitee_pages, inviter_pages
from couples.privacy import leaving_page, own_data_pages
from exercises.agreements import pages as agreements
from exercises.counselor import pages as workspace
from exercises.counselor.asking import addresses as asking
from exercises.counselor.assignments import pages as assignment_pages
from exercises.counselor.assignments import partner_pages
from exercises.counselor.brief import pages as brief_pages
from exercises.counselor.caseload import entry_pages
from exercises.counselor.caseload import pages as caseload_pages
from exercises.counselor.programmes import addresses as programme_addresses
from exercises.favorites import pages as favorite_pages
from exercises.home import catalogue, exercise_page, history, own_line
from exercises.home import pages as home_pages
from exercises.library import pages as library
from exercises.library import try_pages
from exercises.live import pages as live_pages
from exercises.live.observer import pages as observer_pages
from exercises.preview import pages as preview_pages
from exercises.private.pages import bring, check_in, handouts, limits, overview, support_map, writing
from exercises.reminders import pages as reminder_pages

from .account_urls import ACCOUNT

urlpatterns = [
    path("", home_pages.home, name="home"),
    path("welcome/", front_pages.welcome, name="welcome"),
    path("demo/<slug:name>/", demo_sign_in.demo_sign_in, name="demo_sign_in"),
    # Inviting a partner
    path("invite/", inviter_pages.invite, name="invite"),
    path("invite/take-back/", inviter_pages.cancel_invitation, name="take_back"),
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
    path("meeting/<uuid:meeting_id>/take-back/", meeting_pages.cancel, name="take_meeting_back"),
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
    path("counselor/couples/<uuid:link_id>/", link_pages.couple_link, name="couple_link"),
    path("counselor/couples/<uuid:link_id>/renew/", link_pages.renew_link, name="renew_link"),
    path("counselor/couples/<uuid:link_id>/take-back/", link_pages.take_link_back, name="take_link_back"),
    path("counseling/declined/", answering_pages.declined, name="counseling_declined"),
    path(
        "counseling/<str:token>/",
        answering_pages.counseling_invitation,
        name="counseling_invitation",
    ),
    path("counseling/<uuid:link_id>/end/", end_page.end_counseling, name="end_counseling"),
    path("counselors/", consent_pages.counselors, name="counselors"),
    path("counselors/<uuid:link_id>/", consent_pages.choose_several, name="choose_several"),
    path("counselors/<uuid:link_id>/choose/", consent_pages.choose, name="choose"),
    path("counselors/<uuid:link_id>/rule/", consent_pages.rule_read, name="rule_read"),
    path(
        "counselors/<uuid:link_id>/not-yet/", consent_pages.take_acceptance_back, name="take_acceptance_back"
    ),
    path("counselors/who-read-what/", consent_pages.access_records, name="access_records"),
    # Help and reading, the same for everyone
    path("help/", help_pages.help_page, name="help"),
    path("reading/", help_pages.index, name="reading"),
    path("reading/<int:number>/", help_pages.reading_page, name="reading_page"),
    path("privacy/", help_pages.privacy, name="privacy"),
    path("example/", help_pages.example, name="example"),
    # Exit, from every page
    path("exit/", exit_page.exit_page, name="exit"),
    # The lock of the private pages
    path("account/lock/", lock_pages.unlock, name="lock_open"),
    path("account/lock/now/", lock_pages.lock_now, name="lock_now"),
    path("account/lock/passkey/", lock_pages.passkey, name="lock_passkey"),
    path("account/lock/settings/", lock_settings_pages.settings, name="lock_settings"),
    path("account/lock/settings/passkey/", lock_settings_pages.let_passkey_in, name="lock_let_passkey_in"),
    # Exercises
    path("exercises/", catalogue.catalogue, name="catalogue"),
    path("exercises/<slug:slug>/", exercise_page.exercise, name="exercise"),
    path("exercises/<slug:slug>/favorite/", favorite_pages.favorite, name="favorite"),
    path("exercises/<slug:slug>/paper/", preview_pages.paper, name="paper"),
    path("exercises/<slug:slug>/preview/", preview_pages.preview, name="preview"),
    # Sessions
    path("sessions/", history.earlier_sessions, name="earlier_sessions"),
    path("sessions/own-line/", own_line.own_line, name="own_line"),
    path("sessions/start/", home_pages.start, name="start_session"),
    path("sessions/<uuid:session_id>/", live_pages.session, name="session"),
    path("sessions/<uuid:session_id>/here.css", live_pages.here, name="here"),
    path("sessions/<uuid:session_id>/own/", bring.bring, name="bring"),
    path("sessions/<uuid:session_id>/", include("exercises.live.passing.addresses")),
    path("counseling/<uuid:link_id>/room/", observer_pages.room, name="room"),
    # Agreements
    path("agreements/", agreements.agreements, name="agreements"),
    path("agreements/days.ics", reminder_pages.days_of_review, name="days_of_review"),
    path("agreements/earlier/", agreements.earlier_agreements, name="earlier_agreements"),
    # Private pages: their addresses tell little to whoever reads the history of a browser
    path("alone/", overview.overview, name="private_pages"),
    path("account/lock/empty/", overview.empty, name="private_empty"),
    path("alone/a/", check_in.check_in, name="private_check_in"),
    path("alone/a/<int:step>/", check_in.check_in_step, name="private_check_in_step"),
    path("alone/a/at/<slug:entry_id>/", check_in.check_in_read, name="private_check_in_read"),
    path("alone/b/", limits.limits, name="private_limits"),
    path("alone/b/<slug:entry_id>/", limits.limit, name="private_limit"),
    path("alone/c/", support_map.support_map_page, name="private_support_map"),
    path("alone/c/<slug:entry_id>/", support_map.support_map_entry, name="private_support_map_entry"),
    path("alone/d/<slug:address>/", writing.writing, name="private_writing"),
    path("alone/e/<slug:entry_id>/", writing.written, name="private_written"),
    path("alone/f/", handouts.handouts, name="private_handouts"),
    path("alone/g/", partner_pages.off_home, name="private_off_home"),
    # A counselor's work with couples, and what the two do with an assignment
    path("counsel/", caseload_pages.couples, name="counselor_home"),
    path("counsel/still/", caseload_pages.still, name="caseload_still"),
    path("counsel/couples/<uuid:counseling_id>/entry/", entry_pages.entry, name="caseload_entry"),
    path(
        "counsel/meetings/<uuid:meeting_id>/file/", entry_pages.calendar_file, name="counselor_meeting_file"
    ),
    path("counsel/couples/<uuid:counseling_id>/", workspace.couple, name="counselor_couple"),
    path("counsel/couples/<uuid:counseling_id>/assign/", assignment_pages.assign, name="assign"),
    path(
        "counsel/couples/<uuid:counseling_id>/read/<slug:scope>/", workspace.report, name="counselor_report"
    ),
    path("counsel/couples/<uuid:counseling_id>/brief/", brief_pages.brief, name="counselor_brief"),
    path(
        "counsel/couples/<uuid:counseling_id>/brief/print/",
        brief_pages.on_paper,
        name="counselor_brief_on_paper",
    ),
    path(
        "counsel/couples/<uuid:counseling_id>/brief/<slug:kind>/",
        brief_pages.as_file,
        name="counselor_brief_file",
    ),
    path(
        "counsel/couples/<uuid:counseling_id>/still/", workspace.couple_still, name="counselor_couple_still"
    ),
    path(
        "counsel/couples/<uuid:counseling_id>/still/<slug:scope>/",
        workspace.report_still,
        name="counselor_report_still",
    ),
    path("counsel/programmes/", include(programme_addresses.written)),
    path("counsel/couples/<uuid:counseling_id>/programmes/", include(programme_addresses.running)),
    path("counsel/couples/<uuid:counseling_id>/ask/", include(asking.of_counselor)),
    path("counsel/asked/", include(asking)),
    path(
        "counsel/couples/<uuid:counseling_id>/assignments/",
        include("exercises.counselor.assignments.addresses"),
    ),
    path("counsel/assignments/<uuid:assignment_id>/take-up/", partner_pages.take_up, name="take_up"),
    path("counsel/assignments/<uuid:assignment_id>/not-this/", partner_pages.not_this, name="not_this"),
    # The exercises as she looks at them before she assigns one
    path("counsel/exercises/", library.exercises, name="counselor_exercises"),
    path("counsel/exercises/<slug:slug>/", library.exercise, name="counselor_exercise"),
    path("counsel/exercises/<slug:slug>/assign/", library.assign_exercise, name="assign_exercise"),
    path("counsel/exercises/<slug:slug>/try/", try_pages.try_exercise, name="try_exercise"),
    # Her own notes, which are nobody else's
    path("counsel/notes/", include("exercises.counselor.notes.addresses")),
    # What she gives to one of the two alone
    path("counsel/one/", include("exercises.counselor.to_one.addresses")),
    *ACCOUNT,
    # The operator
    path("admin/login/", sign_in_pages.admin_login),
    path("admin/", admin.site.urls),
]

handler400 = "config.errors.strange_request"
handler429 = "config.errors.too_many_requests"
handler500 = "config.errors.broken"
