"""An operator removes a counselor: the role, every link and consent, and every sign-in end at once."""

from couples.accounts import sign_ins
from couples.accounts.models import User
from couples.counseling import counselors, links, readings
from couples.counseling.models import Counseling
from couples.facts.changing import taking_away
from couples.security_log import Kind, note


def remove(counselor: User) -> int:
    """End everything that this person may do as a counselor. Returns how many couples were linked. Idempotent.

    Open sockets close, a page that is being made comes out without what she may not read any more, and the couples
    read that she is no longer a counselor here. The account stays, as that of somebody without a role. Returns when
    no page can leave that was checked before.
    """
    with taking_away(counselor):
        counselor.write(is_counselor=False)
        counselors.expire_all_for(counselor.email)
        open_ones = list(Counseling.objects.filter(counselor=counselor, ended_at__isnull=True))
        for link in open_ones:
            links.end(link)
    sign_ins.end_all(counselor)
    note(Kind.COUNSELOR_REMOVED)
    readings.let_leave()
    return sum(link.linked_at is not None for link in open_ones)
