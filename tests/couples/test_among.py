"""The condition for many values finds what `in` finds, on both databases."""

import pytest
from django.utils import timezone

from couples.accounts.models import SignIn, User
from couples.among import Among
from couples.pairing.models import Membership

pytestmark = pytest.mark.django_db

KEYS = ['a"b', "a\\", "a,b", "{a}", "a b", "NULL", "", "é’", "a"]


def test_it_finds_the_rows_with_these_values(alex, blair, casey):
    assert set(User.objects.filter(Among("pk", {alex.pk, casey.pk}))) == {alex, casey}


def test_it_finds_them_by_a_reference(couple, alex, blair):
    found = Membership.objects.filter(Among("user", [blair.pk]))
    assert [each.user_id for each in found] == [blair.pk]


def test_it_finds_them_by_a_number(couple, alex):
    one = Membership.objects.get(user=alex)
    assert list(Membership.objects.filter(Among("pk", [one.pk]))) == [one]


def test_among_no_values_is_nothing(alex):
    assert not User.objects.filter(Among("pk", [])).exists()


@pytest.mark.parametrize("key", KEYS)
def test_no_value_is_taken_for_another(key):
    for each in KEYS:
        SignIn.objects.create(session_key=each, session_data="", expire_date=timezone.now())
    found = SignIn.objects.filter(Among("session_key", [key, "x"]))
    assert [each.session_key for each in found] == [key]
