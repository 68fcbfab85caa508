"""Every page that somebody signed in can open: who opens it here, and how many queries it may cost, at most."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from allauth.mfa.models import Authenticator
from django.urls import reverse

from couples.counseling import links
from exercises import catalog
from exercises.counselor.brief.pages import FILES
from exercises.counselor.programmes import running, templates
from exercises.counselor.reports import REPORTS
from exercises.private import store
from tests.couples.lock.opened import opened_store
from tests.exercises.live.rooms import NEED
from tests.exercises.page_costs.crowd import Crowd

MOST: Final[Mapping[str, Mapping[str, int]]] = {
    "alex": {
        "home": 33,
        "meeting": 7,
        "appointment": 5,
        "leave": 12,
        "own_data": 8,
        "export": 24,
        "erase": 10,
        "counselors": 11,
        "choose_several": 8,
        "access_records": 6,
        "catalogue": 7,
        "exercise": 9,
        "preview": 7,
        "paper": 5,
        "earlier_sessions": 7,
        "own_line": 9,
        "session": 12,
        "here": 8,
        "bring": 24,
        "pass_device": 12,
        "agreements": 9,
        "days_of_review": 8,
        "earlier_agreements": 12,
        "private_pages": 23,
        "private_empty": 4,
        "private_check_in": 20,
        "private_check_in_step": 21,
        "private_check_in_read": 20,
        "private_limits": 21,
        "private_limit": 21,
        "private_support_map": 21,
        "private_support_map_entry": 21,
        "private_writing": 21,
        "private_written": 21,
        "private_handouts": 30,
        "private_off_home": 30,
        "lock_settings": 28,
        "account": 9,
        "weekly_mail": 8,
        "account_name": 4,
        "account_email": 27,
        "account_logout": 4,
        "account_reauthenticate": 10,
        "account_inactive": 4,
        "account_change_password": 4,
        "account_reset_password": 4,
        "account_password_reset_completed": 4,
        "usersessions_list": 10,
        "mfa_reauthenticate": 10,
        "mfa_reauthenticate_webauthn": 14,
        "mfa_index": 7,
        "mfa_deactivate_totp": 24,
        "mfa_list_webauthn": 5,
        "mfa_add_webauthn": 40,
        "mfa_edit_webauthn": 10,
        "mfa_remove_webauthn": 23,
        "mfa_view_recovery_codes": 70,
        "mfa_download_recovery_codes": 37,
        "help": 0,
        "privacy": 0,
        "reading": 0,
        "reading_page": 0,
        "example": 0,
        "erased": 4,
        "declined": 4,
        "counseling_declined": 4,
        "enter_code": 4,
    },
    "casey": {
        "counselor_home": 22,
        "caseload_still": 6,
        "caseload_entry": 17,
        "counselor_meeting_file": 7,
        "counselor_profile": 17,
        "invite_couple": 24,
        "couple_link": 20,
        "end_counseling": 19,
        "counselor_couple": 49,
        "assign": 37,
        "counselor_marks": 54,
        "ask_for_scope": 40,
        "edit_assignment": 37,
        "programmes": 30,
        "programme_template": 34,
        "programme_item": 30,
        "add_programme_item": 30,
        "start_programme": 40,
        "programme": 49,
        "add_given": 40,
        "assignment_archive": 49,
        "counselor_report": 54,
        "counselor_brief": 75,
        "counselor_brief_on_paper": 80,
        "counselor_brief_file": 80,
        "counselor_couple_still": 6,
        "counselor_report_still": 6,
        "counselor_exercises": 30,
        "counselor_exercise": 30,
        "try_exercise": 30,
        "earlier_notes": 30,
        "note_file": 30,
        "note_section": 30,
        "note": 30,
        "write_note": 30,
        "to_one": 30,
        "to_person": 40,
        "give_to_person": 30,
        "room": 22,
        "session": 60,
        "account": 21,
    },
    "drew": {
        "welcome": 12,
        "counseling_invitation": 10,
        "invite": 6,
        "invitation": 5,
        "counselor_invitation": 18,
        "account_set_password": 35,
        "mfa_activate_totp": 62,
        "mfa_generate_recovery_codes": 25,
    },
}
"""By who opens it. A page costs what it costs with a fresh process's empty memory; later it costs less."""

LEADS_ON: Final = frozenset(
    {
        "account_complete_password_reset",
        "assign_exercise",
        "beside",
        "account_confirm_login_code",
        "account_confirm_password_reset_code",
        "account_email_verification_sent",
        "account_login",
        "account_request_login_code",
        "account_signup",
        "demo_sign_in",
        "exit",
        "lock_open",
        "mfa_authenticate",
        "mfa_login_webauthn",
        "recovery_sign_in",
    }
)
"""Addresses with nothing to show to who is signed in, has just proved it in both ways, and has a session open."""

Args = Callable[[Crowd], Iterable[Mapping[str, Any]]]


def _entry(section: str) -> Args:
    return lambda crowd: [{"entry_id": store.read(opened_store(crowd.alex))[section][-1]["id"]}]


def _scopes(crowd: Crowd) -> Iterable[Mapping[str, Any]]:
    return [{"counseling_id": crowd.link.pk, "scope": one.scope.value} for one in REPORTS]


def _couple(crowd: Crowd) -> list[Mapping[str, Any]]:
    return [{"counseling_id": crowd.link.pk}]


def _template(crowd: Crowd) -> Iterable[Mapping[str, Any]]:
    return [{"template_id": one.id} for one in templates.all_of(crowd.casey)[-1:]]


def _section(crowd: Crowd) -> Iterable[Mapping[str, Any]]:
    return [{"counseling_id": crowd.link.pk, "section": "both"}]


def _page(crowd: Crowd) -> Iterable[Mapping[str, Any]]:
    return [{"counseling_id": crowd.link.pk, "section": "both", "page_id": crowd.page}]


def _session(crowd: Crowd) -> Iterable[Mapping[str, Any]]:
    return [{"session_id": one} for one in (crowd.room.id, crowd.over.id, crowd.aside.id)]


def _passkey(crowd: Crowd) -> Iterable[Mapping[str, Any]]:
    return [{"pk": Authenticator.objects.filter(user=crowd.alex, type="webauthn").latest("pk").pk}]


ARGS: Final[Mapping[str, Args]] = {
    "appointment": lambda crowd: [{"meeting_id": crowd.couple.meetings.latest("pk").pk}],
    "ask_for_scope": _couple,
    "assign": _couple,
    "programme_template": _template,
    "programme_item": lambda crowd: [
        {"template_id": one.id, "item_id": one.items[-1].id} for one in templates.all_of(crowd.casey)[-1:]
    ],
    "add_programme_item": _template,
    "start_programme": _couple,
    "add_given": lambda crowd: [{**_couple(crowd)[0], "programme_id": running.of_link(crowd.link)[0].pk}],
    "programme": lambda crowd: [{**_couple(crowd)[0], "programme_id": running.of_link(crowd.link)[0].pk}],
    "edit_assignment": lambda crowd: [
        {**_couple(crowd)[0], "assignment_id": crowd.link.assignments.latest("created_at").pk}
    ],
    "assignment_archive": _couple,
    "bring": lambda crowd: [{"session_id": crowd.aside.id}],
    "counseling_invitation": lambda crowd: [{"token": links.token_of(links.open_links(crowd.casey)[-1])}],
    "choose_several": lambda crowd: [{"link_id": crowd.link.pk}],
    "couple_link": lambda crowd: [{"link_id": links.open_links(crowd.casey)[0].pk}],
    "caseload_entry": _couple,
    "counselor_couple": _couple,
    "counselor_meeting_file": lambda crowd: [{"meeting_id": crowd.meeting.pk}],
    "counselor_couple_still": _couple,
    "counselor_invitation": lambda crowd: [{"token": crowd.counselor_token}],
    "counselor_brief": _couple,
    "counselor_brief_on_paper": _couple,
    "counselor_brief_file": lambda crowd: [{**one, "kind": kind} for one in _couple(crowd) for kind in FILES],
    "counselor_marks": lambda crowd: [{**one, "assignment_id": crowd.marked.pk} for one in _couple(crowd)],
    "counselor_report": _scopes,
    "counselor_report_still": _scopes,
    "end_counseling": lambda crowd: [{"link_id": crowd.link.pk}],
    "counselor_exercise": lambda crowd: [{"slug": NEED}],
    "try_exercise": lambda crowd: [{"slug": NEED}],
    "room": lambda crowd: [{"link_id": crowd.link.pk}],
    "exercise": lambda crowd: [{"slug": NEED}],
    "paper": lambda crowd: [{"slug": NEED}, {"slug": catalog.check_in().address}],
    "preview": lambda crowd: [{"slug": NEED}, {"slug": catalog.writings()[0].address}],
    "here": lambda crowd: [{"session_id": crowd.room.id}],
    "invitation": lambda crowd: [{"token": crowd.partner_token}],
    "note": _page,
    "note_section": _section,
    "note_file": _couple,
    "write_note": _page,
    "mfa_edit_webauthn": _passkey,
    "mfa_remove_webauthn": _passkey,
    "private_check_in_read": _entry("check_ins"),
    "private_check_in_step": lambda crowd: [{"step": 1}],
    "private_limit": _entry("limits"),
    "private_support_map_entry": _entry("map"),
    "private_writing": lambda crowd: [{"address": one.address} for one in catalog.writings()],
    "private_written": _entry("sheets"),
    "to_one": _couple,
    "to_person": lambda crowd: [{**one, "voice": "a"} for one in _couple(crowd)],
    "give_to_person": lambda crowd: [{**one, "voice": "a"} for one in _couple(crowd)],
    "reading_page": lambda crowd: [{"number": number} for number in range(1, 9)],
    "pass_device": lambda crowd: [{"session_id": crowd.room.id}],
    "session": _session,
    "session of casey": lambda crowd: [{"session_id": crowd.room.id}],
}
"""What stands in an address: of one of them, or of one of each kind."""


@dataclass(frozen=True)
class Page:
    name: str
    who: str
    most: int

    def paths(self, crowd: Crowd) -> list[str]:
        args = ARGS.get(f"{self.name} of {self.who}") or ARGS.get(self.name)
        found = args(crowd) if args else [{}]
        return [reverse(self.name, kwargs=dict(one)) for one in found]


PAGES: Final = tuple(Page(name, who, most) for who, pages in MOST.items() for name, most in pages.items())
