"""What was there before chains were is in them after an update, whichever database is migrated first."""

from importlib import import_module

import pytest
from django.apps import apps

from couples.counseling import access_log, check_chains, consent
from couples.counseling.models import AccessRecord, ChainLink
from couples.counseling.scopes import PROGRESS
from couples.keys import latest
from couples.keys.models import Latest

pytestmark = pytest.mark.django_db
migration = import_module("couples.migrations.0005_chains")


@pytest.fixture
def before(couple, linked, alex, blair, casey):
    """Rows without a chain."""
    for person in (alex, blair):
        consent.give(linked, person, PROGRESS)
    consent.withdraw(linked, alex, PROGRESS)
    access_log.record(couple, casey, AccessRecord.Role.COUNSELOR, "progress")
    ChainLink.objects.all().delete()
    Latest.objects.filter(purpose="chain").delete()
    assert len(check_chains.chains()) == 3
    return couple


def test_the_keys_first(before, linked, alex):
    migration.begin(apps, None)
    assert check_chains.chains() == []
    kinds = list(ChainLink.objects.order_by("number").values_list("kind", flat=True))
    assert kinds == ["begun", "withdrawn", "given", "read"]
    consent.give(linked, alex, PROGRESS)
    assert check_chains.chains() == []


def test_the_keys_last(before, linked, alex):
    migration.make_links(apps)
    assert [line.rsplit(": ", 1)[1] for line in check_chains.chains()] == [
        "the keys database does not know this chain"
    ]
    migration.end(apps, None)
    assert check_chains.chains() == []
    assert latest.values("chain").keys() == {before.pk}
