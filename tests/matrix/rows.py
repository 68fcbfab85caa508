"""The matrix: for every address, who has access and what others get. A new address without a row fails the test.

`may` says who has access. Everybody else gets a 404 ("nothing") or one of `else_`; without a sign-in, the sign-in page
or a 404.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from couples.counseling import scopes
from exercises.counselor.brief.pages import FILES
from exercises.counselor.reports import REPORTS
from tests.exercises.counselor.to_one.handing import SLUG
from tests.exercises.live.rooms import BALANCE, LIMIT, NEED
from tests.matrix.world import World, shared_in

Who = Callable[[str, World], bool]


def everybody(role: str, world: World) -> bool:
    return True


def nobody_at_all(role: str, world: World) -> bool:
    return False


def signed_in(role: str, world: World) -> bool:
    return role != "nobody"


def partners(role: str, world: World) -> bool:
    return role in ("alex", "blair")


def singles(role: str, world: World) -> bool:
    return role in ("emery", "drew", "olive")


def counselors(role: str, world: World) -> bool:
    return role in ("casey", "dana")


def linked_counselor(role: str, world: World) -> bool:
    return role == "casey" and world.state != "unlinked"


def casey_alone(role: str, world: World) -> bool:
    return role == "casey"


def reads_answers(role: str, world: World) -> bool:
    return role == "casey" and scopes.ANSWERS in shared_in(world.state)


def takes_away(role: str, world: World) -> bool:
    return role == "casey" and any(scope.leaves_from for scope in shared_in(world.state))


def the_three(role: str, world: World) -> bool:
    return role in ("alex", "blair", "casey") and world.state != "unlinked"


def in_the_room(role: str, world: World) -> bool:
    return partners(role, world) or (role == "casey" and scopes.LIVE in shared_in(world.state))


def in_the_room_from_outside(role: str, world: World) -> bool:
    return role == "casey" and in_the_room(role, world)


def alex_alone(role: str, world: World) -> bool:
    return role == "alex"


def linked_partners(role: str, world: World) -> bool:
    return partners(role, world) and world.state != "unlinked"


def operators(role: str, world: World) -> bool:
    return role == "olive"


@dataclass(frozen=True)
class Row:
    """`args` of the address, `data` of a POST. `else_`: what roles without access can get, besides a 404. `also`: what
    roles with access can get, though it looks like a refusal of access."""

    may: Who
    args: Callable[[World], Mapping[str, Any]] = lambda world: {}
    data: Mapping[str, Any] | None = None
    else_: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    methods: tuple[str, ...] = ("GET", "POST")

    def is_theirs(self, got: str) -> bool:
        return got in self.also or got not in ("sign in", "nothing", "forbidden")

    def otherwise(self, role: str) -> tuple[str, ...]:
        return ("sign in", "nothing", "not so") if role == "nobody" else ("nothing", "not so", *self.else_)


def _session(slug: str) -> Callable[[World], Mapping[str, Any]]:
    return lambda world: {"session_id": world.rooms[slug].id}


def _link(world: World) -> Mapping[str, Any]:
    return {"counseling_id": world.link.pk}


def _section(world: World) -> Mapping[str, Any]:
    return {**_link(world), "section": "a"}


def _page(world: World) -> Mapping[str, Any]:
    return {**_section(world), "page_id": world.page}


def _voice(world: World) -> Mapping[str, Any]:
    return {**_link(world), "voice": "a"}


def _handout_of_hers(world: World) -> Mapping[str, Any]:
    return {**_voice(world), "handout_id": world.handout}


def _a_link(world: World) -> Mapping[str, Any]:
    return {"link_id": world.link.pk}


def _meeting(world: World) -> Mapping[str, Any]:
    return {"meeting_id": world.suggested}


def _appointment(world: World) -> Mapping[str, Any]:
    return {"meeting_id": world.appointed}


def _entry(world: World) -> Mapping[str, Any]:
    return {"entry_id": world.entry}


def _reading(scope: str) -> Callable[[World], Mapping[str, Any]]:
    return lambda world: {"counseling_id": world.link.pk, "scope": scope}


def _file(kind: str) -> Callable[[World], Mapping[str, Any]]:
    return lambda world: {"counseling_id": world.link.pk, "kind": kind}


def _number(number: int) -> Callable[[World], Mapping[str, Any]]:
    return lambda world: {"number": number}


def _assignment(world: World) -> Mapping[str, Any]:
    return {"assignment_id": world.assignment}


def _asked(world: World) -> Mapping[str, Any]:
    return {"asked_id": world.asked}


def _marked(world: World) -> Mapping[str, Any]:
    return {**_link(world), "assignment_id": world.marked}


def _given(world: World) -> Mapping[str, Any]:
    return {**_link(world), **_assignment(world)}


def _of_programme(*names: str) -> Callable[[World], Mapping[str, Any]]:
    return lambda world: {name: world.programme[name] for name in names}


_template = _of_programme("template_id")
_item = _of_programme("template_id", "item_id")


def _running(world: World) -> Mapping[str, Any]:
    return {**_link(world), **_of_programme("programme_id")(world)}


def _in_programme(world: World) -> Mapping[str, Any]:
    return {**_link(world), **_of_programme("programme_id", "assignment_id")(world)}


HOME: Final = ("elsewhere",)
"""Redirected to a page of their own."""


SIGN_IN: Final = {
    name: (Row(everybody),)
    for name in (
        "account_signup",
        "account_login",
        "account_request_login_code",
        "recovery_sign_in",
        "account_logout",
        "account_inactive",
        "account_reset_password",
        "account_password_reset_completed",
    )
}
ON_THE_WAY_IN: Final = {
    name: (Row(everybody, also=("sign in",)),)
    for name in (
        "account_email_verification_sent",
        "account_confirm_login_code",
        "account_confirm_password_reset_code",
        "account_complete_password_reset",
        "mfa_authenticate",
        "mfa_login_webauthn",
    )
}
"""Pages in the middle of signing in: without its first step, they redirect to that."""
OWN_ACCOUNT: Final = {
    name: (Row(signed_in),)
    for name in (
        "account",
        "account_name",
        "account_email",
        "usersessions_list",
        "account_change_password",
        "account_set_password",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "mfa_generate_recovery_codes",
        "lock_open",
        "lock_now",
        "lock_passkey",
        "lock_settings",
        "lock_let_passkey_in",
        "own_data",
        "export",
        "erase",
    )
}
WITHOUT_A_FACTOR: Final = {
    name: (Row(signed_in, also=("nothing", "forbidden")),)
    for name in (
        "account_reauthenticate",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_download_recovery_codes",
    )
}
"""Pages of the own account that need a second factor, which most people in this world do not have."""
OF_NOBODY: Final = {
    name: (Row(nobody_at_all, args, else_=HOME),)
    for name, args in {
        "mfa_edit_webauthn": lambda world: {"pk": 1},
        "cancel_change": lambda world: {"change_id": UUID(int=1)},
        "mfa_remove_webauthn": lambda world: {"pk": 1},
        "demo_sign_in": lambda world: {"name": "zoe"},
    }.items()
}
"""Addresses of things that nobody in this world has."""
FOR_EVERYBODY: Final = {
    "home": (Row(everybody),),
    "help": (Row(everybody),),
    "privacy": (Row(everybody),),
    "reading": (Row(everybody),),
    "reading_page": tuple(Row(everybody, _number(n)) for n in range(1, 9)),
    "example": (Row(everybody),),
    "exit": (Row(everybody),),
    "declined": (Row(everybody),),
    "erased": (Row(everybody),),
    "enter_code": (Row(everybody),),
    "invitation": (Row(nobody_at_all, lambda world: {"token": "no-such-token"}),),
    "counseling_invitation": (Row(nobody_at_all, lambda world: {"token": "no-such-token"}),),
    "counselor_invitation": (Row(nobody_at_all, lambda world: {"token": "no-such-token"}),),
}
PEOPLE: Final = {
    "welcome": (Row(signed_in),),
    "invite": (Row(singles, else_=HOME),),
    "take_back": (Row(signed_in),),
    "ask_for_digits": (Row(signed_in),),
    "confirm_partner": (Row(signed_in),),
    "take_yes_back": (Row(signed_in),),
    "leave": (Row(partners, else_=HOME),),
    "meeting": (Row(partners, else_=HOME),),
    "choose_zone": (Row(signed_in),),
    "answer_meeting": (Row(partners, _meeting, {"answer": "yes"}),),
    "take_meeting_back": (Row(partners, _appointment),),
    "meeting_mail": (Row(partners, _appointment, {"wanted": "yes"}),),
    "appointment": (Row(partners, _appointment),),
}
SESSIONS: Final = {
    "catalogue": (Row(signed_in),),
    "favorite": (Row(signed_in, lambda world: {"slug": NEED}, {"wanted": "yes"}),),
    "preview": (Row(signed_in, lambda world: {"slug": NEED}),),
    "paper": (Row(signed_in, lambda world: {"slug": NEED}),),
    "exercise": (Row(partners, lambda world: {"slug": NEED}, else_=HOME),),
    "earlier_sessions": (Row(partners, else_=HOME),),
    "own_line": (Row(partners, else_=HOME),),
    "start_session": (Row(partners, data={"slug": "balance-check-in"}, else_=HOME),),
    "session": (
        Row(in_the_room, _session("open")),
        *(Row(partners, _session(slug)) for slug in ("apart", NEED, LIMIT, BALANCE)),
    ),
    "here": (Row(partners, _session("open")), Row(partners, _session("apart"))),
    "bring": (Row(partners, _session("open"), else_=HOME),),
    "pass_device": tuple(Row(partners, _session(slug)) for slug in ("open", "apart", NEED)),
    "pass_by_passkey": (Row(nobody_at_all, _session("apart")),),
    # Without a sign-in beside another one both only lead to the cover
    "beside": (Row(everybody, _session("apart")),),
    "give_back": (Row(everybody, _session("apart")),),
    "room": (Row(in_the_room_from_outside, _a_link),),
    "agreements": (Row(partners, else_=HOME),),
    "days_of_review": (Row(partners, else_=HOME),),
    "ready_mail": (Row(signed_in),),
    "weekly_mail": (Row(signed_in, data={"weekday": "2", "hour": "7", "zone": "UTC", "go": "mail"}),),
    "earlier_agreements": (Row(signed_in),),
}
COUNSELING: Final = {
    "counselor_profile": (Row(counselors),),
    "invite_couple": (Row(counselors),),
    "couple_link": (Row(nobody_at_all, _a_link),),
    "renew_link": (Row(nobody_at_all, _a_link),),
    "take_link_back": (Row(nobody_at_all, _a_link),),
    "take_acceptance_back": (Row(nobody_at_all, _a_link),),
    "end_counseling": (Row(the_three, _a_link, else_=HOME),),
    "counselors": (Row(partners, else_=HOME),),
    "choose_several": (Row(linked_partners, _a_link, {"scopes": "answers"}),),
    "choose": (Row(linked_partners, _a_link, {"scope": "answers", "answer": "allow"}),),
    "rule_read": (Row(linked_partners, _a_link),),
    "access_records": (Row(partners, else_=HOME),),
    "counseling_declined": (Row(everybody),),
    "counselor_home": (Row(counselors),),
    "caseload_still": (Row(counselors),),
    "caseload_entry": (Row(linked_counselor, _link, {"zone": "UTC", "label": "Thursdays"}),),
    "counselor_meeting_file": (Row(nobody_at_all, lambda _world: {"meeting_id": UUID(int=0)}),),
    "counselor_couple": (Row(linked_counselor, _link),),
    "assign": (Row(linked_counselor, _link, {"exercise": NEED, "note": "Take your time."}),),
    "counselor_couple_still": (Row(linked_counselor, _link),),
    "counselor_report_still": (Row(reads_answers, _reading("answers")),),
    "counselor_brief": (Row(linked_counselor, _link),),
    "counselor_brief_on_paper": (Row(takes_away, _link),),
    "counselor_brief_file": tuple(Row(takes_away, _file(kind)) for kind in FILES),
    "counselor_report": tuple(Row(linked_counselor, _reading(reading.scope.value)) for reading in REPORTS),
    "ask_for_scope": (Row(linked_counselor, _link, {"scope": "balance"}),),
    "withdraw_asked": (Row(linked_counselor, _link, methods=("POST",)),),
    "put_asked_away": (Row(linked_partners, _asked, methods=("POST",), else_=HOME),),
    "counselor_marks": (Row(linked_counselor, _marked, {"marked": "3"}),),
    "withdraw_assignment": (Row(linked_counselor, _given),),
    "take_out_of_archive": (Row(linked_counselor, _given),),
    "archive_assignment": (Row(linked_counselor, _given),),
    "edit_assignment": (Row(linked_counselor, _given, {"note": "Another word"}),),
    "assignment_archive": (Row(linked_counselor, _link),),
    "programmes": (Row(counselors, data={"title": "One more"}),),
    "programme_template": (Row(casey_alone, _template, {"title": "Another"}),),
    "remove_programme": (Row(counselors, _template),),
    "add_programme_item": (Row(casey_alone, _template, {"exercise": NEED, "when": "after"}),),
    "programme_item": (Row(casey_alone, _item, {"exercise": NEED, "when": "weekly"}),),
    "move_programme_item": (Row(casey_alone, _item, {"position": "2"}),),
    "take_out_programme_item": (Row(casey_alone, _item),),
    "start_programme": (Row(linked_counselor, _link, {"programme": "none of hers"}),),
    "programme": (Row(linked_counselor, _running, methods=("GET",)),),
    "end_programme": (Row(linked_counselor, _running),),
    "add_given": (Row(linked_counselor, _running, {"exercise": NEED, "when": "after"}),),
    "give_again": (Row(linked_counselor, _in_programme),),
    "move_given": (Row(linked_counselor, _in_programme, {"position": "2"}),),
    "counselor_exercises": (Row(counselors),),
    "counselor_exercise": (Row(counselors, lambda world: {"slug": NEED}),),
    "assign_exercise": (Row(counselors, lambda world: {"slug": NEED}),),
    "try_exercise": (Row(counselors, lambda world: {"slug": NEED}, {"by": "b", "command": "enter"}),),
    "earlier_notes": (Row(counselors),),
    "note_file": (Row(casey_alone, _link, methods=("GET",)),),
    "note_section": (Row(casey_alone, _section),),
    "note": (Row(casey_alone, _page, methods=("GET",)),),
    "write_note": (Row(casey_alone, _page, {"text": "More", "go": "keep", "form": "keep"}),),
    "keep_note": (Row(casey_alone, _page, {"text": "More", "form": "keep"}, methods=("POST",)),),
    "remove_note": (Row(casey_alone, _page, methods=("POST",)),),
    "to_one": (Row(linked_counselor, _link, methods=("GET",)),),
    "to_person": (Row(linked_counselor, _voice, methods=("GET",)),),
    "give_to_person": (Row(linked_counselor, _voice, {"exercise": SLUG, "note": "Take your time."}),),
    "take_handout_back": (Row(linked_counselor, _handout_of_hers, methods=("POST",)),),
    "take_up": (Row(linked_partners, _assignment, else_=HOME),),
    "not_this": (Row(linked_partners, _assignment, else_=HOME),),
}
ALONE: Final = {
    **{
        name: (Row(signed_in),)
        for name in (
            "private_pages",
            "private_empty",
            "private_check_in",
            "private_limits",
            "private_support_map",
        )
    },
    "private_handouts": (Row(signed_in),),
    "private_off_home": (Row(signed_in, data={"put_back": str(UUID(int=0))}),),
    "private_check_in_step": (Row(signed_in, lambda world: {"step": 1}),),
    "private_writing": (Row(signed_in, lambda world: {"address": world.writing}),),
    "private_check_in_read": (Row(nobody_at_all, _entry, else_=HOME),),
    "private_limit": (Row(alex_alone, _entry, else_=HOME),),
    "private_support_map_entry": (Row(nobody_at_all, _entry, else_=HOME),),
    "private_written": (Row(nobody_at_all, _entry, else_=HOME),),
}
"""A person whose private pages are locked is redirected to open them, whether or not there is anything in them."""
ROWS: Final[Mapping[str, tuple[Row, ...]]] = {
    **SIGN_IN,
    **ON_THE_WAY_IN,
    **OWN_ACCOUNT,
    **WITHOUT_A_FACTOR,
    **OF_NOBODY,
    **FOR_EVERYBODY,
    **PEOPLE,
    **SESSIONS,
    **COUNSELING,
    **ALONE,
}
