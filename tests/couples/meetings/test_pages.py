"""The pages about a time to meet: who has access, what each reads, and that a GET changes nothing."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from couples.meetings import appointments
from couples.meetings import mails as meeting_mails
from couples.meetings.models import Meeting, MeetingMail
from couples.pairing import acceptance, membership

pytestmark = pytest.mark.django_db


def at(user):
    client = Client()
    client.force_login(user)
    return client


def page(user, path="/meeting/"):
    return at(user).get(path).content.decode()


def a_day(days=3):
    return (timezone.now() + timedelta(days=days)).date()


def suggests(user, **changed):
    filled_in = {"day": str(a_day()), "time": "18:30", "zone": "UTC"} | changed
    return at(user).post("/meeting/", filled_in)


@pytest.fixture
def suggested(couple, alex):
    return appointments.suggest(couple, alex, timezone.now() + timedelta(days=2))


@pytest.fixture
def agreed(suggested, blair):
    appointments.answer(suggested, blair, yes=True)
    suggested.refresh_from_db()
    return suggested


def paths(meeting):
    return [f"/meeting/{meeting.pk}/{act}/" for act in ("answer", "take-back", "mail")]


def test_a_suggestion_reaches_both_homes(couple, alex, blair):
    assert suggests(alex).url == "/meeting/"

    for path in ("/", "/meeting/"):
        assert "You suggested" in page(alex, path)
        assert "Alex suggests" in page(blair, path)


def test_the_two_answers_are_buttons_of_one_kind(suggested, blair):
    shown = page(blair, "/")

    assert '<button class="btn" name="answer" value="yes">Yes</button>' in shown
    assert '<button class="btn" name="answer" value="not_now">Not now</button>' in shown


def test_a_time_is_meant_in_the_zone_that_was_named_and_shown_with_its_name(couple, alex, blair):
    alex_here = at(alex)
    day = datetime(a_day().year + (a_day().month > 5), 7, 1, tzinfo=UTC).date()
    if (day - timezone.now().date()).days > 180:
        day = a_day()
    alex_here.post("/meeting/", {"day": str(day), "time": "18:30", "zone": "Asia/Kolkata"})

    assert Meeting.objects.get().starts_at.strftime("%H:%M") == "13:00"
    assert "18:30 (Asia/Kolkata)" in alex_here.get("/").content.decode()
    assert "13:00 (UTC)" in page(blair, "/")


def test_each_chooses_a_zone_for_themself(suggested, alex, blair):
    blair_here = at(blair)
    assert blair_here.post("/meeting/zone/", {"zone": "America/New_York"}).url == "/meeting/"

    assert "(America/New York)" in blair_here.get("/").content.decode()
    assert "(UTC)" in page(alex, "/")


def test_a_zone_that_is_none_changes_nothing(couple, alex):
    client = at(alex)
    client.post("/meeting/zone/", {"zone": "Mars/Olympus"})

    assert "zone" not in client.session


@pytest.mark.parametrize(
    "wrong",
    [
        {"day": ""},
        {"time": ""},
        {"time": "25:00"},
        {"zone": "Mars/Olympus"},
        {"day": "2020-01-01"},
        {"day": "9999-12-31"},
        {"day": "0001-01-01", "zone": "Asia/Tokyo"},
        {"day": "2027-03-28", "time": "02:30", "zone": "Europe/Berlin"},
    ],
)
def test_what_is_no_time_to_meet_is_refused_at_its_field_and_nothing_typed_is_lost(couple, alex, wrong):
    answer = suggests(alex, **wrong)

    assert answer.status_code == 422
    shown = answer.content.decode()
    assert 'class="errors"' in shown
    assert 'aria-invalid="true"' in shown
    typed = {"day": str(a_day()), "time": "18:30"} | wrong
    assert f'value="{typed["day"]}"' in shown or not typed["day"]
    assert f'value="{typed["time"]}"' in shown or not typed["time"]
    assert not Meeting.objects.exists()


def test_a_second_suggestion_is_refused_with_a_reason(suggested, blair):
    answer = suggests(blair)

    assert answer.status_code == 422
    assert Meeting.objects.count() == 1


def test_an_answer_that_comes_too_late_is_told_so(suggested, alex, blair):
    at(alex).post(f"/meeting/{suggested.pk}/take-back/")
    newer = appointments.suggest(membership.couple_of(alex), blair, timezone.now() + timedelta(days=1))
    own = at(blair).post(f"/meeting/{newer.pk}/answer/", {"answer": "yes"})

    assert own.status_code == 422
    assert "is no longer open" in own.content.decode()


def test_an_answer_that_is_none_changes_nothing(suggested, blair):
    assert at(blair).post(f"/meeting/{suggested.pk}/answer/", {"answer": "maybe"}).status_code == 422
    assert Meeting.objects.get().state == "open"


def test_not_now_is_told_as_a_complete_answer(suggested, alex, blair):
    at(blair).post(f"/meeting/{suggested.pk}/answer/", {"answer": "not_now"})

    assert "That is a complete answer" in page(alex, "/")
    assert "not now" not in page(blair, "/").lower().replace("not now</a>", "")


def test_who_took_an_appointment_back_is_not_said(agreed, alex, blair):
    at(blair).post(f"/meeting/{agreed.pk}/take-back/")

    for user in (alex, blair):
        assert "was canceled." in page(user, "/")
        assert "took" not in page(user, "/")


def test_strangers_and_former_partners_find_nothing(agreed, alex, casey, drew):
    acceptance.pair(casey, drew)
    before = list(Meeting.objects.order_by("pk").values_list())
    for path in paths(agreed):
        assert at(drew).post(path, {"answer": "yes", "wanted": "yes"}).status_code == 404
    assert at(drew).get(f"/meeting/{agreed.pk}/appointment.ics").status_code == 404
    alex.memberships.update(left_at=timezone.now())
    for path in paths(agreed):
        assert at(alex).post(path, {"answer": "yes", "wanted": "yes"}).status_code == 404

    assert list(Meeting.objects.order_by("pk").values_list()) == before
    assert not MeetingMail.objects.exists()


def test_signed_out_everything_asks_who_you_are(agreed, client):
    for path in [*paths(agreed), "/meeting/", "/meeting/zone/", f"/meeting/{agreed.pk}/appointment.ics"]:
        method = client.post if path in paths(agreed) or path.endswith("zone/") else client.get
        assert method(path).url.startswith("/account/login/")


def test_someone_without_a_partner_is_led_to_their_own_page(drew):
    assert at(drew).get("/meeting/").url == "/welcome/"
    assert suggests(drew).url == "/welcome/"
    assert at(drew).post(f"/meeting/{uuid4()}/answer/").status_code == 404


def test_looking_changes_nothing(agreed, blair):
    before = list(Meeting.objects.order_by("pk").values_list())
    client = at(blair)
    for path in ("/", "/meeting/", f"/meeting/{agreed.pk}/appointment.ics"):
        assert client.get(path).status_code == 200
    for path in [*paths(agreed), "/meeting/zone/"]:
        assert client.get(path).status_code == 405

    assert list(Meeting.objects.order_by("pk").values_list()) == before
    assert not MeetingMail.objects.exists()


def test_the_mail_is_switched_on_and_off_by_a_button(agreed, blair):
    client = at(blair)
    client.post(f"/meeting/{agreed.pk}/mail/", {"wanted": "yes"})
    assert meeting_mails.wanted_by(blair, [agreed]) == {agreed}
    client.post(f"/meeting/{agreed.pk}/mail/", {"wanted": "no"})

    assert not MeetingMail.objects.exists()


def test_the_address_to_send_says_nothing_about_anybody(couple, alex):
    shown = page(alex)

    assert ">http://testserver/</textarea>" in shown


@pytest.mark.parametrize("sentence", ["is waiting", "waiting for you", "still hasn", "remind"])
def test_no_sentence_nudges(suggested, alex, blair, sentence):
    for user in (alex, blair):
        assert sentence not in page(user, "/") + page(user)


def test_no_style_or_script_stands_in_the_page(agreed, alex):
    shown = page(alex)
    for part in (" style=", "<style", "<script>", " onclick="):
        assert part not in shown


def test_times_are_shown_in_the_zone_of_the_browser_until_another_is_chosen(agreed, alex):
    """A cookie that names no zone counts for nothing."""
    client = at(alex)
    assert 'name="zone-unknown"' in client.get("/").content.decode()
    for given, shown in (("Europe/Berlin", "(Europe/Berlin)"), ("<b>", "(UTC)"), ("UTC", "(UTC)")):
        client.cookies["zone"] = given
        home = client.get("/").content.decode()
        assert shown in home
        assert 'name="zone-unknown"' not in home
    client.cookies["zone"] = "Europe/Berlin"
    client.post("/meeting/zone/", {"zone": "Asia/Tokyo"})
    assert "(Asia/Tokyo)" in client.get("/").content.decode()


@pytest.mark.parametrize(("asked", "weeks"), [("2", 2), ("0", None), ("x", None), ("", None)])
def test_a_link_may_propose_a_day_some_weeks_from_now(couple, alex, asked, weeks):
    client = Client()
    client.force_login(alex)
    page = client.get("/meeting/", {"in_weeks": asked}).content.decode()
    day = timezone.localdate() + timedelta(weeks=weeks or 2)
    assert (f'value="{day}"' in page) == bool(weeks)
