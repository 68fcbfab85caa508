"""A name is something that others can read."""

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError

from couples.accounts import name_rules
from couples.accounts.models import User
from couples.accounts.names import Name
from couples.accounts.signup_forms import SignUp
from couples.counseling import counselors, links
from couples.counseling.forms import Profile
from couples.pairing import acceptance
from couples.refused import Refused
from tests.couples.counseling import reading

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["\u202eAlex", "\u200b", "\u200d", "Al\x00ex", "Alex\u2066"])
def test_a_name_that_hides_or_turns_text_is_refused_at_its_field(name):
    assert "name" in errors(name)


@pytest.mark.parametrize("name", ["Alex", "Zoë", "می‌شا", "小明", "O’Neil", "Alex\nB"])
def test_names_of_all_scripts_are_fine(name):
    assert "name" not in errors(name)


def errors(name):
    form = SignUp({"name": name, "email": "new@example.org", "password1": "x", "adult": "on"})
    return form.errors


HIDDEN = [
    "Cas\u200bey",
    "Cas\u200dey",
    "Casey\u3164",
    "\u2800",
    "Al\u034fex",
    "Al\ufe0fex",
    "Al\ue000ex",
    "\ufeffAlex",
]


@pytest.mark.parametrize("name", HIDDEN)
def test_signs_that_nobody_sees_are_refused(name):
    assert "name" in errors(name)


@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A0", "+49", "-1", "@SUM(A1)", "\uff1dcmd", " =1"])
def test_a_name_is_no_formula_for_whoever_opens_a_download(name):
    assert "begin" in errors(name)["name"][0]


TAKEN_FOR = [
    "someone who has left",
    "Someone  Who Has Left.",
    "sоmeоne whо has left",
    "COUNTERPOINT",
    "C0unterpoint",
    "You",
    "Yöu",
    "ｙｏｕ",
    "Yоu",
    "y o\u0301\u0323 u",
    "Your counselor",
    "Ỹour Còunseļor",
    "Yоur Соunselοr!",
    "Your partner",
    "Some\u0332one who has left",
    "Someone who left",
    "someone who has left here",
    "Counterpoint Support",
    "Your counsellor",
    "Your Counselor Casey",
    "Kim’s counselor",
    "Counselor",
    "Therapist",
    "Υou",
    "Ύou",
    "Үou",
    "Yoս",
    "ΥΟUR ΡΑRΤΝΕR",
    "Ϲounselor",
    "Your partner Kim",
    "Y\u043eur friend",
    "Partner",
    "Support",
    "S u p p o r t",
    "Kim (Support)",
    "Technical-Suppört",
    "Help",
    "Helpline Berlin",
    "Police",
    "P0LICE",
    "Polіce_officer Kim",
    "Policeman",
    "Social Services",
    "Emergency 911",
    "Admin",
    "Kim, administrator",
    "The Counterpoint team",
    "Court",
    "Counselor Kim",
]


@pytest.mark.parametrize("name", TAKEN_FOR)
def test_a_name_is_not_taken_for_what_the_pages_call_somebody(name):
    assert "something else" in errors(name)["name"][0]


@pytest.mark.parametrize(
    "name",
    [
        "Анна",
        "Ελένη",
        "👩\u200d🚀 Kim",
        "❤️",
        "X Æ A-12",
        "Al-Amin",
        "Zoe = me",
        "क्\u200dष",
        "Yui",
        "Yoko",
        "Υπατία",
        "Counting Crow",
        "Young",
        "Helpmann",
        "Courtney",
        "Poli",
        "Robert Service",
        "Kim Partner-Lee",
        "Yourcenar",
    ],
)
def test_other_names_stay_fine(name):
    assert "name" not in errors(name)


@pytest.mark.parametrize("make", [User.objects.create_user, User.objects.create_superuser])
def test_no_command_and_no_code_makes_somebody_with_such_a_name(make):
    for name in (HIDDEN[0], "=1", TAKEN_FOR[1]):
        with pytest.raises(ValidationError):
            make("new@example.org", name)


LIKE_CASEY = [
    "Casey",
    "casey",
    " C a s e y ",
    "Cаsey",
    "ＣＡＳＥＹ",
    "Casey!",
    "𝒞asey",
]  # one with a Cyrillic letter


def renamed(person, name):
    answer = reading.signed_in(person).post("/account/name/", {"name": name})
    return answer.status_code, reading.text(answer)


@pytest.mark.parametrize("name", LIKE_CASEY)
def test_nobody_is_called_like_their_counselor_or_their_partner(linked, alex, blair, name):
    status, page = renamed(alex, name)
    assert (status, "mix up" in page) == (422, True)
    assert renamed(blair, name.replace("Casey", "Alex"))[0] == 422
    alex.refresh_from_db()
    assert alex.name == "Alex"


def test_a_counselor_is_not_called_like_somebody_she_counsels(linked, casey):
    assert renamed(casey, "blair")[0] == 422


def test_names_of_people_one_does_not_meet_are_fine_and_so_tell_nothing(linked, drew, alex):
    for name in ("Casey", "Alex", "Blair"):
        assert renamed(drew, name)[0] == 302
    links.end(linked)
    assert renamed(alex, "Casey")[0] == 302


def test_a_name_that_was_chosen_before_deceives_nobody_afterwards(alex, blair, casey, drew):
    drew.write(name="Alеx")  # with a Cyrillic letter
    found, _token = acceptance.invite(alex)
    with pytest.raises(Refused, match="same name"):
        acceptance.accept(found, drew)
    drew.write(name="Drew")
    acceptance.accept(found, drew)
    assert renamed(drew, "alex")[0] == 422

    acceptance.pair(alex, blair)
    blair.write(name="CASEY")
    profile = counselors.save_profile(casey, "", "I keep none", "By the next evening.")
    with pytest.raises(Refused, match="same name"):
        links.accept(links.invite(casey), blair, profile.confidences_version)


def test_accents_make_no_other_name_and_letters_that_only_look_so_are_others():
    assert name_rules.is_like("Çasey", ["Casey"])
    for one in ("Ϲasey", "Ꮯasey", "ϲasey", "CΑSΕΥ", "Саsey"):
        assert name_rules.is_like(one, ["Casey"]), one
    assert name_rules.is_like("Ηλία", ["ηλία"])
    assert name_rules.is_like("Ηanna", ["Hanna"])
    assert not name_rules.is_like("がく", ["かく"])


def test_a_practice_may_give_support_and_help_but_not_pose_as_this_service():
    def refused(practice):
        return (
            "practice"
            in Profile(
                {"practice": practice, "confidences": "I keep none.", "response_time": "By the next evening."}
            ).errors
        )

    assert not refused("Family Support and Help, Two Chairs")
    assert refused("Counterpoint Practice")
    assert refused("Police")


def test_nobody_takes_the_name_of_the_practice_of_the_counselor(linked, alex, casey):
    casey.counselor.practice = "Two Chairs"
    casey.counselor.save()

    assert not Name(alex, {"name": "two châirs"}).is_valid()
    assert Name(casey, {"name": "Casey of Two Chairs"}).is_valid()


def test_a_name_changes_three_times_a_day(client, alex):
    cache.clear()
    client.force_login(alex)

    def renamed(name):
        answer = client.post("/account/name/", {"name": name})
        alex.refresh_from_db()
        return answer, alex.name

    for name in ("Alexa", "Alexa", "=1", "Xandra", "Sasha"):
        renamed(name)
    answer, kept = renamed("Blaire")
    assert (answer.status_code, kept) == (422, "Sasha")
    assert "three times a day" in answer.content.decode()
    assert renamed("Sasha")[0].status_code == 302
