"""Eight digits read aloud: half an hour, once, for one invitation; and guessing them is slow."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from couples.keys import data_keys
from couples.pairing import acceptance, digits, invitations
from couples.pairing.models import Invitation
from couples.refused import Refused
from tests.couples.pairing.reading_aloud import HERE, another, asked_for, entered, minutes_pass

pytestmark = pytest.mark.django_db
WRONG = "That code isn’t valid. Check it for typos, or ask for a new one. A code lasts half an hour."


@pytest.fixture(autouse=True)
def _nothing_counted(db):
    cache.clear()


@pytest.fixture
def read_aloud(alex):
    """What Alex reads aloud."""
    invitations.invite(alex)
    return asked_for(alex)


def test_they_are_eight_in_two_groups(read_aloud):
    assert len(read_aloud) == 9
    assert read_aloud[4] == " "
    assert (read_aloud[:4] + read_aloud[5:]).isdecimal()


def test_they_lead_to_the_same_page_as_the_link_without_an_account(read_aloud, alex, client):
    answer = entered(read_aloud, client)

    assert answer.url == f"/invite/{invitations.token_of(invitations.open_invitation(alex))}/"
    assert "Alex invites you" in client.get(answer.url).content.decode()


@pytest.mark.parametrize(
    "hand", ["{0}{1}", "{0}-{1}", " {0}  {1} ", "{0}\u2013{1}", "{0}\u00a0{1}", "{0}.{1}.", "\u200e{0} {1}"]
)
def test_spaces_and_dashes_do_not_matter(read_aloud, hand):
    assert entered(hand.format(read_aloud[:4], read_aloud[5:])).status_code == 302


def test_digits_of_another_script_are_digits(read_aloud):
    assert entered("".join(chr(0x0660 + int(sign)) for sign in read_aloud if sign != " ")).status_code == 302


def test_they_work_once_and_the_inviter_cannot_see_that_they_were_used(read_aloud, alex):
    assert digits.enter(read_aloud, HERE)

    assert digits.enter(read_aloud, HERE) is None
    assert digits.of(invitations.open_invitation(alex)) == read_aloud


def test_they_run_out_after_half_an_hour(read_aloud, alex):
    minutes_pass(31)

    assert digits.of(invitations.open_invitation(alex)) == ""
    assert entered(read_aloud).status_code == 422


def test_new_ones_end_the_old_ones(read_aloud, alex):
    newer = asked_for(alex)

    assert digits.enter(read_aloud, HERE) is None
    assert digits.enter(newer, HERE)


def test_they_end_with_the_invitation(read_aloud, alex, blair):
    acceptance.cancel(invitations.open_invitation(alex))
    assert digits.enter(read_aloud, HERE) is None

    invitation, _ = invitations.invite(alex)
    newer = asked_for(alex)
    acceptance.accept(invitation, blair)
    assert digits.enter(newer, HERE) is None
    with pytest.raises(Refused):
        digits.ask(alex)


def test_after_a_silent_no_they_look_as_before(read_aloud, alex):
    invitation = invitations.open_invitation(alex)
    acceptance.decline(invitation)

    assert digits.of(invitations.open_invitation(alex)) == read_aloud
    assert digits.enter(read_aloud, HERE) == invitation
    assert asked_for(alex)


def test_no_two_open_invitations_ever_have_the_same(read_aloud, drew):
    invitation, _ = invitations.invite(drew)
    until = timezone.now() + digits.DIGITS_LIFETIME
    invitation.code_expires_at = until
    to_be_drawn = digits.of(invitation).replace(" ", "")
    Invitation.objects.exclude(inviter=drew).update(
        code_hash=data_keys.mac("digits", to_be_drawn.encode()).hex()
    )

    assert not digits._give(invitation, until)
    assert digits._give(invitation, until + timedelta(seconds=1))


def test_only_a_keyed_hash_of_them_is_stored(read_aloud):
    plain = read_aloud.replace(" ", "")
    row = [str(value) for value in Invitation.objects.values_list().get()]

    assert data_keys.mac("digits", plain.encode()).hex() in row
    assert not any(plain in value or read_aloud in value for value in row)


@pytest.mark.parametrize(
    "typed", ["0000 0000", "1234", "123456789", "abcdefgh", "4821 O937", "½" * 8, "x" * 60]
)
def test_whatever_is_wrong_gets_one_sentence_at_the_field(read_aloud, typed):
    answer = entered(another(read_aloud) if typed == "0000 0000" else typed)

    assert answer.status_code == 422
    page = answer.content.decode()
    assert WRONG in page
    assert 'aria-invalid="true"' in page


def test_wrong_used_and_run_out_look_the_same(read_aloud, alex):
    pages = [entered(another(read_aloud))]
    digits.enter(read_aloud, HERE)
    pages.append(entered(read_aloud))
    newer = asked_for(alex)
    minutes_pass(31)
    pages.append(entered(newer))

    told = {errors_of(page) for page in pages}
    assert {page.status_code for page in pages} == {422}
    assert len(told) == 1


def errors_of(answer):
    return tuple(line for line in answer.content.decode().splitlines() if 'class="error' in line)


def test_looking_at_the_page_and_asking_by_get_change_nothing(read_aloud, alex, client):
    before = list(Invitation.objects.order_by("pk").values_list())
    assert client.get("/invite/digits/").status_code == 200
    client.force_login(alex)
    assert client.get("/invite/digits/ask/").status_code == 405

    assert list(Invitation.objects.order_by("pk").values_list()) == before
