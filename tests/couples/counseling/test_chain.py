"""The chain of a couple's consents and access records: whoever changes the main database alone is found out."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F

from couples.accounts import users
from couples.counseling import access_log, check_chains, consent, links
from couples.counseling.models import AccessRecord, ChainLink, Consent
from couples.counseling.scopes import ANSWERS, PROGRESS
from couples.keys import latest
from couples.pairing import acceptance
from couples.privacy import erasure, leaving
from tests import forging

pytestmark = pytest.mark.django_db(transaction=True)
"""What was announced in a transaction counts until it ends."""
NEW = b"n" * 32
READ = AccessRecord.Role.COUNSELOR


@pytest.fixture
def other_couple(drew):
    return acceptance.pair(drew, users.create("erin@example.org", "Erin"))


@pytest.fixture
def written(couple, linked, alex, blair, casey):
    """What two allowed, one withdrew again, and the counselor read."""
    for person in (alex, blair):
        consent.give(linked, person, PROGRESS)
        consent.give(linked, person, ANSWERS)
    access_log.record(couple, casey, READ, "progress")
    consent.withdraw(linked, blair, ANSWERS)
    access_log.record(couple, casey, READ, "progress")
    assert check_chains.chains() == []
    return couple


def named(couple) -> list[str]:
    """What the command says about this couple, without its id."""
    return [line.removeprefix(f"couple {couple.pk}: ") for line in check_chains.chains()]


def test_every_act_adds_a_link(written):
    kinds = ChainLink.objects.filter(couple=written.pk).order_by("number").values_list("kind", flat=True)
    assert list(kinds) == ["begun", *["given"] * 4, "read", "withdrawn", "read"]


def test_a_changed_consent_is_named(written, blair):
    one = Consent.objects.get(person=blair, withdrawn_at__isnull=False)
    Consent.objects.filter(pk=one.pk).update(withdrawn_at=None)
    assert named(written) == [f"link 7: consent {one.pk} was changed"]

    Consent.objects.filter(pk=one.pk).update(withdrawn_at=one.withdrawn_at, version=7)
    assert named(written) == [f"link 7: consent {one.pk} was changed"]


@pytest.mark.parametrize("column", ["given_at", "withdrawn_at"])
def test_a_consent_at_another_time_is_named(written, blair, column):
    one = Consent.objects.filter(person=blair, withdrawn_at__isnull=False)
    one.update(**{column: F(column) - timedelta(days=1)})
    assert named(written) == [f"link 7: consent {one.get().pk} was changed"]


def test_a_row_that_is_gone_is_named(written):
    gone, read = Consent.objects.earliest("pk"), AccessRecord.objects.latest("pk")
    consent_pk, read_pk = gone.pk, read.pk
    gone.delete()
    read.delete()
    assert named(written) == [
        f"link 2: consent {consent_pk} is missing", f"link 8: access record {read_pk} is missing"
    ]  # fmt: skip


def test_a_row_that_was_put_in_is_named(written, casey):
    made = AccessRecord.objects.create(couple=written, reader=casey, role=READ, what="answers")
    assert named(written) == [f"no link: access record {made.pk} was added"]


def test_an_access_record_that_says_something_else_is_named(written, drew):
    one = AccessRecord.objects.earliest("pk")
    AccessRecord.objects.filter(pk=one.pk).update(reader=drew)
    assert named(written) == [f"link 6: access record {one.pk} was changed"]
    AccessRecord.objects.filter(pk=one.pk).update(reader=one.reader, at=F("at") - timedelta(days=1))
    assert named(written) == [f"link 6: access record {one.pk} was changed"]


@pytest.mark.forges
def test_a_consent_that_is_moved_to_another_couple_is_named(written, linked, other_couple):
    forging.run("UPDATE couples_counseling SET couple_id = %s WHERE id = %s", other_couple.pk, linked.pk)
    lines = check_chains.chains()
    assert sum("is missing" in line for line in lines) == 4
    assert sum(line.startswith(f"couple {other_couple.pk}: no link") for line in lines) == 4


def test_a_chain_that_was_cut_off_with_its_rows_is_named(written):
    """An older state of everything, put back: all its MACs hold."""
    AccessRecord.objects.latest("pk").delete()
    ChainLink.objects.filter(couple=written.pk).latest("number").delete()
    assert named(written) == ["link 8: the link is missing at the end"]


def test_a_chain_that_is_gone_with_all_its_rows_is_named(written):
    for model in (AccessRecord, Consent, ChainLink):
        model.objects.all().delete()
    assert named(written) == ["link 1: the link is missing at the end"]


def test_a_link_that_is_gone_or_changed_is_named(written):
    ChainLink.objects.filter(number=4).delete()
    assert named(written)[0] == "link 4: the link is missing"


@pytest.mark.parametrize(
    "changed", [{"digest": b"x" * 32}, {"kind": "read"}, {"row": 77}, {"mac": b"x" * 32}]
)
def test_a_link_that_was_changed_is_named(written, changed):
    ChainLink.objects.filter(number=4).update(**changed)
    assert "link 4: the link was not made here" in named(written)


def test_a_link_that_somebody_added_is_named(written):
    last = ChainLink.objects.latest("number")
    ChainLink.objects.create(
        couple=written.pk, number=last.number + 1, kind="read", row=1, digest=b"x" * 32, mac=b"x" * 32
    )
    assert "link 9: the link was not made here" in named(written)
    assert "link 9: the keys database knows another end of this chain" in named(written)


def test_a_link_of_another_couple_does_not_fit(written, other_couple, casey):
    access_log.record(other_couple, casey, READ, "progress")
    ChainLink.objects.filter(couple=other_couple.pk).update(couple=written.pk, number=F("number") + 8)
    assert "link 9: the link was not made here" in named(written)


def test_a_broken_chain_keeps_nobody_from_withdrawing_and_stays_named(written, linked, alex, caplog):
    AccessRecord.objects.latest("pk").delete()
    ChainLink.objects.latest("number").delete()
    consent.withdraw(linked, alex, PROGRESS)

    assert PROGRESS not in consent.own(linked, alex)
    assert "mac_broken" in [line.message for line in caplog.records if line.name == "security"]
    assert named(written) != []


def test_leaving_and_erasing_leave_a_chain_that_holds(written, alex, blair):
    leaving.leave(alex)
    assert check_chains.chains() == []
    kinds = list(ChainLink.objects.order_by("number").values_list("kind", flat=True))
    assert kinds.count("withdrawn") == 4

    erasure.erase(blair)
    erasure.erase(alex)
    assert check_chains.chains() == []
    assert ChainLink.objects.filter(couple=written.pk).count() == len(kinds)


def test_erasing_a_partner_or_the_counselor_straight_away_leaves_a_chain_that_holds(written, casey):
    erasure.erase(casey)
    assert check_chains.chains() == []
    assert ChainLink.objects.filter(kind="withdrawn").count() == 4


def test_ending_a_link_adds_what_ended_with_it(written, linked):
    links.end(linked)
    links.end(linked)
    assert check_chains.chains() == []
    assert ChainLink.objects.filter(kind="withdrawn").count() == 4


def test_an_older_backup_is_named_until_the_operator_restores(written, linked, alex, capsys):
    """The rows and links of yesterday, beside the keys of today."""
    before = latest.values("chain")[written.pk]
    latest.put("chain", written.pk, bytes(before[:7]) + bytes([before[7] + 2]) + before[8:])
    with pytest.raises(SystemExit):
        call_command("check_records")
    assert "link 9: the link is missing at the end" in capsys.readouterr().out


def test_keys_rotate_and_the_old_one_can_go(settings, couple, linked, alex, casey):
    consent.give(linked, alex, PROGRESS)
    settings.MASTER_KEYS = [NEW, *settings.MASTER_KEYS]
    assert check_chains.chains() == []
    access_log.record(couple, casey, READ, "progress")
    assert check_chains.chains() == []

    call_command("rotate_keys")
    assert check_chains.chains() == []
    settings.MASTER_KEYS = [NEW]
    assert check_chains.chains() == []


def test_rotation_does_not_make_a_broken_chain_whole(settings, couple, linked, alex, casey):
    consent.give(linked, alex, PROGRESS)
    ChainLink.objects.filter(number=2).update(digest=b"x" * 32)
    settings.MASTER_KEYS = [NEW, *settings.MASTER_KEYS]
    with pytest.raises(CommandError, match=str(couple.pk)):
        call_command("rotate_keys")
    assert check_chains.chains() != []


@pytest.mark.forges
def test_a_consent_under_a_link_without_a_couple_is_named(linked, alex):
    """Somebody wrote one that was withdrawn, where no chain looks."""
    consent.give(linked, alex, PROGRESS)
    one = forging.copy_of("couples_consent", Consent.objects.get().pk)
    counselors_own = links.invite(linked.counselor)
    link = forging.copy_of("couples_counseling", counselors_own.pk)["id"]
    assert check_chains.of_nobody() == []
    forging.put_back(
        "couples_consent", one | {"id": 900, "counseling_id": link, "withdrawn_at": one["given_at"]}
    )
    assert check_chains.of_nobody() == ["consent 900: it is of no couple"]
