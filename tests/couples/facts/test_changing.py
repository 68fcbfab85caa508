"""What decides is changed in one place: whatever passes by it is refused, and what is changed there holds."""

from contextlib import contextmanager

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Permission
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from couples.accounts import users
from couples.accounts.models import User
from couples.counseling import scopes
from couples.counseling.models import Consent
from couples.facts import guard, holding, kinds
from couples.facts.changing import changing, taking_away
from couples.facts.guard import WrittenOutside
from couples.facts.holding import DoesNotHold
from couples.keys.models import Latest
from couples.pairing.models import Membership
from couples.privacy import leaving
from tests import forging
from tests.couples.counseling.consents import allow

pytestmark = pytest.mark.django_db


def holds(*people: User) -> bool:
    return holding.who_hold([one.pk for one in people]) == {one.pk for one in people}


PAST_THE_MODELS = {
    "raw": lambda user: connection.cursor().execute("UPDATE couples_user SET is_staff = %s", [True]),
    "raw, with spaces": lambda user: connection.cursor().execute(
        '\n  update "couples_user"\nset password = %s', ["x"]
    ),
    "raw delete": lambda user: Authenticator.objects.filter(user=user)._raw_delete("default"),
    "base manager": lambda user: User._base_manager.filter(pk=user.pk).update(is_counselor=True),
    "permissions": lambda user: user.user_permissions.add(Permission.objects.all()[0]),
    "a link under a consent": lambda user: connection.cursor().execute(
        "UPDATE couples_counseling SET counselor_id = %s", [str(user.pk)]
    ),
    "insert": lambda user: EmailAddress._base_manager.bulk_create(
        [EmailAddress(user=user, email="x@example.org")]
    ),
}


@pytest.mark.parametrize("how", PAST_THE_MODELS)
def test_what_passes_by_the_models_is_refused(how, alex):
    Authenticator.objects.create(user=alex, type="totp", data={})
    with pytest.raises(WrittenOutside):
        PAST_THE_MODELS[how](alex)


def test_columns_that_decide_nothing_are_written_as_before(alex, django_assert_num_queries):
    with django_assert_num_queries(1):
        alex.write(name="Robin", last_login=timezone.now())
    assert not guard.is_covered('UPDATE "couples_user" SET "name" = %s WHERE "is_staff" = %s')
    assert not guard.is_covered('DELETE FROM "couples_user"')
    assert holds(alex)


THROUGH_THE_MODELS = {
    "write": lambda user: user.write(password="x"),
    "save": lambda user: user.save(),
    "update": lambda user: User.objects.filter(pk=user.pk).update(is_staff=True),
    "factor": lambda user: Authenticator.objects.create(
        user=user, type="totp", data={"secret": "x", "n": 1.5}
    ),
    "factors at once": lambda user: Authenticator.objects.bulk_create(
        [Authenticator(user=user, type="webauthn", data={}) for _ in range(2)]
    ),
    "address": lambda user: user.emailaddress_set.get_or_create(email="new@example.org"),
    "addresses": lambda user: EmailAddress.objects.filter(user=user).update(verified=True),
    "membership": lambda user: user.memberships.update(left_at=timezone.now()),
    "permission": lambda user: _with_permission(user),
}


def _with_permission(user: User) -> None:
    with changing(user):
        user.user_permissions.add(Permission.objects.all()[0])


@pytest.mark.parametrize("how", THROUGH_THE_MODELS)
def test_each_lawful_way_leaves_what_holds_and_what_was_before_holds_no_more(how, couple, alex):
    EmailAddress.objects.create(user=alex, email=alex.email)
    before = kinds.read([alex.pk])[alex.pk].right_mac
    THROUGH_THE_MODELS[how](alex)
    now = kinds.read([alex.pk])[alex.pk]
    assert now.is_signed
    assert holds(alex)
    assert now.right_mac != before or how == "save"


def test_as_many_queries_for_many_as_for_one(linked, alex, blair, casey, django_assert_num_queries):
    for some in ([alex.pk], [alex.pk, blair.pk, casey.pk]):
        with django_assert_num_queries(1):
            holding.who_hold(some)


@pytest.mark.forges
def test_nobody_whose_facts_do_not_hold_is_changed_but_by_an_act_that_takes_away(linked, couple, alex, blair):
    allow(linked, alex, scopes.LIVE)
    forging.run("UPDATE couples_user SET is_superuser = %s WHERE id = %s", True, alex.pk)
    with pytest.raises(DoesNotHold):
        alex.write(password="x")
    with pytest.raises(DoesNotHold):
        allow(linked, alex, scopes.PROGRESS)

    assert leaving.leave(alex)
    assert not Membership.objects.filter(couple=couple, left_at=None).exists()
    assert not Consent.objects.filter(withdrawn_at=None).exists()
    assert not holds(alex)
    assert holds(blair)


def test_a_change_within_a_change_is_a_part_of_it(alex, blair):
    with changing(alex):
        alex.write(password="x")
        with taking_away(blair):
            blair.write(password="y")
        Authenticator.objects.create(user=alex, type="totp", data={})
    assert holds(alex, blair)


PASSKEY = """INSERT INTO mfa_authenticator (user_id, type, data, created_at)
SELECT id, 'webauthn', '{}', CURRENT_TIMESTAMP FROM couples_user"""
BY_A_TRIGGER = {
    "a factor": ("AFTER UPDATE OF password ON couples_user", PASSKEY),
    "a role": (
        "AFTER UPDATE OF password ON couples_user",
        "UPDATE couples_user SET is_staff = (1 = 1)",
    ),
    "another password": (
        "AFTER UPDATE OF password ON couples_user",
        "UPDATE couples_user SET password = 'theirs' WHERE password = 'x'",
    ),
    "a second factor beside one's own": ("AFTER UPDATE OF data ON mfa_authenticator", PASSKEY),
    "another factor": (
        "AFTER UPDATE OF data ON mfa_authenticator",
        "UPDATE mfa_authenticator SET data = '{\"theirs\": 1}' WHERE id = NEW.id AND data <> '{\"theirs\": 1}'",
    ),
}
"""What somebody adds in the moment of a lawful change: a trigger does here what another connection could, too."""


@contextmanager
def trigger(when: str, act: str):
    is_sqlite = connection.vendor == "sqlite"
    made = (
        f"CREATE TRIGGER theirs {when} BEGIN {act}; END"
        if is_sqlite
        else f"""CREATE FUNCTION adds() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {act}; RETURN NULL; END $$;
        CREATE TRIGGER theirs {when} FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION adds();"""
    )
    with connection.cursor() as cursor, forging.anybody_may_write():
        cursor.execute(made)
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER theirs" + ("" if is_sqlite else f" ON {when.rpartition(' ')[2]}"))


@transaction.atomic
def changes_password_and_factor(user: User) -> None:
    user.write(password="x")
    mine = Authenticator.objects.get(user=user)
    mine.data = {"n": 2}
    mine.save()


@pytest.mark.parametrize("what", BY_A_TRIGGER)
def test_what_somebody_else_adds_in_the_moment_of_a_lawful_change_is_not_signed_with_it(alex, what):
    Authenticator.objects.create(user=alex, type="totp", data={})
    with trigger(*BY_A_TRIGGER[what]), pytest.raises(DoesNotHold):
        changes_password_and_factor(alex)
    assert holds(alex)
    assert not User.objects.filter(is_staff=True).exists()
    alex.write(password="x")
    assert holds(alex)


def test_what_the_database_does_not_do_is_not_said_to_be_done(alex, couple):
    """A trigger leaves the act out, so that a partner who left would still be one."""
    when = "BEFORE UPDATE ON couples_membership"
    if connection.vendor == "sqlite":
        made = f"CREATE TRIGGER theirs {when} BEGIN SELECT RAISE(IGNORE); END"
    else:
        made = f"""CREATE FUNCTION swallows() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
        CREATE TRIGGER theirs {when} FOR EACH ROW EXECUTE FUNCTION swallows();"""
    with connection.cursor() as cursor:
        cursor.execute(made)
    with pytest.raises(DoesNotHold):
        transaction.atomic(leaving.leave)(alex)
    with connection.cursor() as cursor:
        cursor.execute(
            "DROP TRIGGER theirs" + ("" if connection.vendor == "sqlite" else " ON couples_membership")
        )
    leaving.leave(alex)
    assert not Membership.objects.filter(left_at=None).exists()


def test_after_an_error_everything_is_as_it_was(alex):
    def fail() -> None:
        with changing(alex):
            alex.write(password="x")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert holds(alex)
    alex.refresh_from_db()
    assert alex.password != "x"
    with pytest.raises(IntegrityError), transaction.atomic():
        users.create("alex@example.org", "Again")
    alex.write(password="z")
    assert holds(alex)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("ends", ["first", "second", "both", "neither"])
def test_two_changes_in_one_transaction_may_end_in_any_way(ends, alex):
    def change(pin: str, stays: bool) -> None:
        try:
            with transaction.atomic():
                alex.write(password=pin)
                if not stays:
                    raise ZeroDivisionError
        except ZeroDivisionError:
            pass

    with transaction.atomic():
        change("1", ends in ("first", "both"))
        change("2", ends in ("second", "both"))
    assert holds(alex)
    assert bytes(Latest.objects.get(subject=alex.pk).coming) == b"" or ends in ("neither", "first")
    alex.write(password="3")
    assert holds(alex)
    assert bytes(Latest.objects.get(subject=alex.pk).coming) == b""


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_goes_back_as_a_whole_leaves_what_was_there(alex):
    @transaction.atomic
    def fail() -> None:
        alex.write(password="1")
        alex.write(password="2")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert holds(alex)


def test_who_is_deleted_is_forgotten(drew, django_capture_on_commit_callbacks):
    pk = drew.pk
    with django_capture_on_commit_callbacks(execute=True):
        drew.delete()
    assert not Latest.objects.filter(subject=pk).exists()


@pytest.mark.django_db(transaction=True)
def test_who_changes_between_two_queries_is_not_refused(alex, monkeypatch):
    """The first look sees half of another act; the second one, under a lock, sees the whole."""
    read = kinds.read
    looked: list[int] = []

    def torn(people):
        found = read(people)
        if not looked:
            looked.append(1)
            alex.write(password="changed meanwhile")
        return found

    monkeypatch.setattr(kinds, "read", torn)
    assert holds(alex)
