"""An open connection without its socket: what it asks is carried out at once, in this thread, as a batch of one."""

from __future__ import annotations

from exercises.core.pair import Partner
from exercises.live import batch
from exercises.live.batch import Alone, Look, Request, Result, Submission
from exercises.live.decision import Command
from exercises.live.screens.partner import PartnerScreen
from exercises.live.socket.roles import AsPartner, role_of
from tests.exercises.live.rooms import Chair, Room


def connected(chair: Chair, language: str = "en") -> AsPartner:
    """The role of this person, after its first screen."""
    role = role_of(chair.session, chair.caller, False, language)
    assert isinstance(role, AsPartner)
    role.shown(role.arrive())
    return role


def submission(room: Room, chair: Chair, command: Command) -> Submission:
    by = Partner.A if chair is room.alex else Partner.B
    return Submission(room.id, chair.caller, command, by)


def show(role: AsPartner) -> PartnerScreen:
    return role.shown(carry_out(Look(role.stream, role.caller, role.last)))


def submit(role: AsPartner, command: Command) -> PartnerScreen:
    return role.shown(carry_out(Submission(role.stream, role.caller, command, role.partner)))


def carry_out(request: Request) -> Result:
    """As `batches.carry_out`."""
    [answer] = batch.run([request])
    if isinstance(answer, Alone):
        return batch.alone(request)
    if isinstance(answer, Exception):
        raise answer
    return answer
