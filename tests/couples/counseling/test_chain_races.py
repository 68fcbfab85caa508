"""Many acts at once make one chain; and what is begun anew holds from then on."""

import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import call_command
from django.db import connections, transaction

from couples.counseling import access_log, chain, check_chains, consent
from couples.counseling.models import AccessRecord, ChainLink
from couples.counseling.scopes import PROGRESS
from couples.keys import latest

pytestmark = pytest.mark.django_db(transaction=True)
READ = AccessRecord.Role.COUNSELOR
MANY = 20


def at_once(act, times):
    """Let this many threads do it, each with connections of its own, which it gives back."""

    def own(_number):
        try:
            act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as threads:
        list(threads.map(own, range(times)))


def test_many_at_once_make_one_chain(couple, casey):
    at_once(lambda: access_log.record(couple, casey, READ, "progress"), MANY)

    assert list(ChainLink.objects.order_by("number").values_list("number", flat=True)) == [
        *range(1, MANY + 2)
    ]
    assert AccessRecord.objects.count() == MANY
    assert check_chains.chains() == []


def test_an_act_that_is_undone_leaves_the_chain_as_it_was(couple, linked, alex):
    consent.give(linked, alex, PROGRESS)
    with transaction.atomic():
        consent.withdraw(linked, alex, PROGRESS)
        transaction.set_rollback(True)
    assert check_chains.chains() == []
    consent.withdraw(linked, alex, PROGRESS)
    assert check_chains.chains() == []


def test_an_act_that_was_cut_off_before_it_was_settled_is_settled_by_the_check(couple, linked, alex, casey):
    consent.give(linked, alex, PROGRESS)
    last = ChainLink.objects.latest("number")
    latest.put(chain.CHAIN, couple.pk, chain.EMPTY)
    latest.announce(chain.CHAIN, couple.pk, chain.EMPTY, chain.state_of(last))
    assert check_chains.chains() == []
    access_log.record(couple, casey, READ, "progress")
    assert check_chains.chains() == []


def test_after_an_older_backup_the_operator_begins_the_chains_anew(
    couple, linked, alex, blair, casey, caplog
):
    consent.give(linked, alex, PROGRESS)
    backup = list(ChainLink.objects.values())
    access_log.record(couple, casey, READ, "progress")
    AccessRecord.objects.all().delete()
    ChainLink.objects.exclude(pk__in=[row["id"] for row in backup]).delete()
    assert check_chains.chains() == [f"couple {couple.pk}: link 3: the link is missing at the end"]

    with caplog.at_level("INFO", logger="security"):
        call_command("restore", "--yes", stdout=io.StringIO())
    assert check_chains.chains() == []
    assert ChainLink.objects.get(number=1).kind == "restored"
    assert "records_signed" in caplog.text
    consent.give(linked, blair, PROGRESS)
    assert check_chains.chains() == []
