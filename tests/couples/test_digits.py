"""Eight digits read aloud: half an hour, once, for one invitation; and guessing them is slow."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connections
from django.db.models import F
from django.test import Client
from django.utils import timezone

from couples import digits, invitations, keys, pairing, people, throttle
from couples.models import Invitation
from couples.pairing import Refused

pytestmark = pytest.mark.django_db
HERE = "192.0.2.1"
WRONG = "These digits open nothing. Ask for new ones; they last half an hour."


@pytest.fixture(autouse=True)
def _nothing_counted(db):
    cache.clear()


@pytest.fixture
def read_aloud(alex):
    """What Alex reads aloud."""
    pairing.invite(alex)
    return asked_for(alex)


def asked_for(user):
    digits.ask(user)
    return digits.of(pairing.open_invitation(user))


def another(shown):
    """Digits that differ in one place."""
    return f"{(int(shown[0]) + 1) % 10}{shown[1:]}"


def minutes_pass(minutes):
    Invitation.objects.update(code_expires_at=F("code_expires_at") - timedelta(minutes=minutes))


def entered(typed, client=None, **more):
    return (client or Client()).post("/invite/digits/", {"digits": typed}, **more)


def test_they_are_eight_in_two_groups(read_aloud):
    assert len(read_aloud) == 9
    assert read_aloud[4] == " "
    assert (read_aloud[:4] + read_aloud[5:]).isdecimal()


def test_they_lead_to_the_same_page_as_the_link_without_an_account(read_aloud, alex, client):
    answer = entered(read_aloud, client)

    assert answer.url == f"/invite/{pairing.token_of(pairing.open_invitation(alex))}/"
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
    assert digits.of(pairing.open_invitation(alex)) == read_aloud


def test_they_run_out_after_half_an_hour(read_aloud, alex):
    minutes_pass(31)

    assert digits.of(pairing.open_invitation(alex)) == ""
    assert entered(read_aloud).status_code == 422


def test_new_ones_end_the_old_ones(read_aloud, alex):
    newer = asked_for(alex)

    assert digits.enter(read_aloud, HERE) is None
    assert digits.enter(newer, HERE)


def test_they_end_with_the_invitation(read_aloud, alex, blair):
    pairing.cancel(pairing.open_invitation(alex))
    assert digits.enter(read_aloud, HERE) is None

    invitation, _ = pairing.invite(alex)
    newer = asked_for(alex)
    pairing.accept(invitation, blair)
    assert digits.enter(newer, HERE) is None
    with pytest.raises(Refused):
        digits.ask(alex)


def test_after_a_silent_no_they_look_as_before(read_aloud, alex):
    invitation = pairing.open_invitation(alex)
    pairing.decline(invitation)

    assert digits.of(pairing.open_invitation(alex)) == read_aloud
    assert digits.enter(read_aloud, HERE) == invitation
    assert asked_for(alex)


def test_no_two_open_invitations_ever_have_the_same(read_aloud, drew):
    invitation, _ = pairing.invite(drew)
    until = timezone.now() + digits.LAST
    invitation.code_expires_at = until
    to_be_drawn = digits.of(invitation).replace(" ", "")
    Invitation.objects.exclude(inviter=drew).update(code_hash=keys.mac("digits", to_be_drawn.encode()).hex())

    assert not digits._give(invitation, until)
    assert digits._give(invitation, until + timedelta(seconds=1))


def test_only_a_keyed_hash_of_them_is_stored(read_aloud):
    plain = read_aloud.replace(" ", "")
    row = [str(value) for value in Invitation.objects.values_list().get()]

    assert keys.mac("digits", plain.encode()).hex() in row
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
    before = list(Invitation.objects.values_list())
    assert client.get("/invite/digits/").status_code == 200
    client.force_login(alex)
    assert client.get("/invite/digits/ask/").status_code == 405

    assert list(Invitation.objects.values_list()) == before


def test_after_five_wrong_ones_even_right_ones_wait(read_aloud):
    for _time in range(5):
        assert entered(another(read_aloud)).status_code == 422

    late = entered(read_aloud)

    assert late.status_code == 429
    assert "Wait ten minutes" in late.content.decode()
    assert entered(read_aloud, REMOTE_ADDR="198.51.100.7").status_code == 302


def test_right_ones_are_not_counted(alex):
    pairing.invite(alex)
    for _time in range(8):
        assert digits.enter(asked_for(alex), HERE)


def test_a_home_is_one_place_in_the_new_internet_too(read_aloud):
    for number in range(5):
        digits.enter(another(read_aloud), f"2001:db8:1:2::{number}")

    with pytest.raises(digits.TooOften):
        digits.enter(read_aloud, "2001:db8:1:2:ffff::1")
    assert digits.enter(read_aloud, "2001:db8:1:3::1")


def test_over_all_sixty_wrong_ones_are_the_most(read_aloud):
    for number in range(60):
        assert digits.enter(another(read_aloud), f"198.51.100.{number}") is None

    with pytest.raises(digits.TooOften):
        digits.enter(read_aloud, HERE)


def test_no_address_is_kept(read_aloud):
    digits.enter(another(read_aloud), HERE)

    seats = digits.FROM_ONE_PLACE._seats(throttle.household(HERE))
    assert cache.get_many(seats)
    assert not any(HERE in seat for seat in seats)


@pytest.mark.django_db(transaction=True)
def test_many_tries_in_one_moment_are_many(alex):
    pairing.invite(alex)
    wrong = another(asked_for(alex))

    def guess(_number):
        try:
            digits.enter(wrong, HERE)
        except digits.TooOften:
            return "waits"
        finally:
            connections.close_all()
        return "tried"

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(guess, range(40))).count("tried") == 5


def test_six_invitations_a_day_are_the_most(alex, client):
    client.force_login(alex)
    for _time in range(6):
        assert client.post("/invite/").status_code == 302
        client.post("/invite/take-back/")

    answer = client.post("/invite/")

    assert answer.status_code == 422
    assert "several invitations today" in answer.content.decode()


def test_pressing_again_while_one_is_open_is_not_counted(alex):
    pairing.invite(alex)
    for _time in range(9):
        with pytest.raises(Refused, match="still open"):
            pairing.invite(alex)
    pairing.cancel(pairing.open_invitation(alex))

    assert pairing.invite(alex)


def test_what_is_over_is_forgotten_after_a_while(alex, blair):
    person = people.begin("kim@example.org", "Kim")
    for user in (alex, blair, person):
        pairing.invite(user)
        digits.ask(user)
    ago = timedelta(days=11)
    Invitation.objects.exclude(inviter=person).update(
        created_at=F("created_at") - ago, expires_at=F("expires_at") - ago
    )
    minutes_pass(31)

    invitations.forget_over()

    assert [row.code_hash for row in Invitation.objects.all()] == [""]
    assert Invitation.objects.get().inviter == person
