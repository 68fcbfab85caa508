"""Gives every link of every chain its MAC under the first master key, so that an old one can be removed."""

from uuid import UUID

from django.db import transaction

from couples.counseling import chain, check_chains
from couples.counseling.models import ChainLink
from couples.keys import latest


class ChainBroken(Exception):
    """A chain that somebody else has changed keeps its old MACs, or it would count as whole. The text names couples."""


def sign_again() -> int:
    """Make the MACs of all chains anew; return how many chains changed. Raises ChainBroken when the others are done."""
    couples = ChainLink.objects.order_by("couple").values_list("couple", flat=True).distinct()
    done, broken = 0, []
    for couple in list(couples):
        try:
            done += _sign_again(couple)
        except ChainBroken:
            broken.append(str(couple))
    if broken:
        raise ChainBroken(
            f"The chains of these couples are broken, and were not signed again: {', '.join(broken)}. "
            "See what check_records says, before the old master key is removed."
        )
    return done


def _sign_again(couple: UUID) -> bool:
    with transaction.atomic():
        links = check_chains.links_of(couple)
        if not check_chains.holds(couple, links):
            raise ChainBroken
        before, changed = chain.before_first(couple), chain.state_of(links[-1])
        for link in links:
            link.mac = chain.mac_of(link, before)
            before = link
        if chain.state_of(links[-1]) == changed:
            return False
        ChainLink.objects.bulk_update(links, ["mac"], batch_size=200)
        latest.announce(chain.CHAIN, couple, changed, chain.state_of(links[-1]))
        return True
