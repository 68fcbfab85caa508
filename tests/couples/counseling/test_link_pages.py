"""The pages on which a counselor and a couple are linked, and end the link: who gets in, and what nobody can tell."""

from uuid import uuid4

import pytest
from django.test import Client

from couples.accounts import users
from couples.counseling import consent, links, scopes
from couples.counseling.models import CounselingAcceptance, CounselorProfile
from couples.pairing import acceptance
from tests.couples.counseling.consents import allow
from tests.couples.counseling.reading import signed_in, text

pytestmark = pytest.mark.django_db
RULE = "What you tell me alone stays with me."


@pytest.fixture
def link(casey):
    CounselorProfile.objects.create(user=casey, practice="North Street", confidences=RULE)
    return links.invite(casey)


@pytest.fixture
def path(link):
    return f"/counseling/{links.token_of(link)}/"


ACCEPT = {"answer": "accept", "read": "on", "version": "1"}


def test_signed_out_one_reads_who_it_is_the_rule_and_each_scope_before_deciding(client, path):
    page = text(client.get(path))
    for words in ("Casey", "North Street", RULE, "Being there in a session", "Your progress"):
        assert words in page


def test_looking_changes_nothing(couple, alex, link, path):
    signed_in(alex).get(path)
    signed_in(alex).head(path)
    assert not link.counselor.counselings.filter(couple__isnull=False).exists()
    assert not CounselingAcceptance.objects.exists()


def test_both_accept_and_are_linked(couple, alex, blair, path):
    for person in (alex, blair):
        answer = signed_in(person).post(path, ACCEPT)
    assert answer.url == f"/counselors/{links.of_couple(couple)[0].pk}/"
    assert "Casey is linked with the two of you." in text(signed_in(alex).get("/counselors/"))


def test_who_has_not_ticked_the_rule_is_asked_again_at_the_field(couple, alex, path):
    answer = signed_in(alex).post(path, {"answer": "accept", "version": "1"})
    assert answer.status_code == 422
    assert "Please read the rule first" in text(answer)
    assert not CounselingAcceptance.objects.exists()


def test_declining_is_silent_needs_no_tick_and_is_stored_nowhere(couple, alex, casey, link, path):
    before = text(signed_in(casey).get("/counselor/couples/"))
    assert signed_in(alex).post(path, {"answer": "decline"}).url == "/counseling/declined/"
    assert not link.counselor.counselings.filter(couple__isnull=False).exists()
    assert hide_tokens(text(signed_in(casey).get("/counselor/couples/"))) == hide_tokens(before)


def test_the_counselor_cannot_tell_that_one_accepted(couple, alex, casey, path):
    pages = ("/counselor/couples/", path)
    before = [hide_tokens(text(signed_in(casey).get(page))) for page in pages]
    signed_in(alex).post(path, ACCEPT)
    assert CounselingAcceptance.objects.exists()
    assert [hide_tokens(text(signed_in(casey).get(page))) for page in pages] == before


def test_one_partner_cannot_tell_that_the_other_accepted(couple, alex, blair, path):
    pages = ("/counselors/", path)
    before = [hide_tokens(text(signed_in(blair).get(page))) for page in pages]
    signed_in(alex).post(path, ACCEPT)
    assert [hide_tokens(text(signed_in(blair).get(page))) for page in pages] == before


@pytest.mark.parametrize("who", ["alone", "in another couple", "signed out"])
def test_nobody_else_can_tell_that_one_accepted(couple, alex, drew, path, who):
    """Also not the other partner, or the counselor, with a second account."""
    if who == "in another couple":
        acceptance.pair(drew, users.create("erin@example.org", "Erin"))
    see = lambda: (Client() if who == "signed out" else signed_in(drew)).get(path)  # noqa: E731
    before = see()
    signed_in(alex).post(path, ACCEPT)
    assert CounselingAcceptance.objects.exists()
    after = see()
    assert before.status_code == after.status_code == 200
    assert hide_tokens(text(after)) == hide_tokens(text(before))


def test_another_couple_accepts_as_if_nobody_had(couple, alex, drew, path):
    acceptance.pair(drew, users.create("erin@example.org", "Erin"))
    signed_in(alex).post(path, ACCEPT)
    assert signed_in(drew).post(path, ACCEPT).url == path
    for page in (path, "/counselors/"):
        assert "You accepted Casey" in text(signed_in(drew).get(page))
    assert CounselingAcceptance.objects.values("counseling").distinct().count() == 2


@pytest.mark.parametrize("who", ["alex", "blair", "casey"])
def test_any_of_the_three_ends_it_alone_and_all_read_the_same_whoever_did(
    request, linked, alex, blair, casey, who
):
    allow(linked, alex, scopes.LIVE)
    client = signed_in(request.getfixturevalue(who))
    assert "We neither show nor store who ended it" in text(client.get(f"/counseling/{linked.pk}/end/"))
    assert client.post(f"/counseling/{linked.pk}/end/").status_code == 302
    for person in (alex, blair):
        page = text(signed_in(person).get("/counselors/"))
        assert "Casey and you two have not been linked since" in page
    assert text(signed_in(alex).get("/counselors/")) == text(signed_in(blair).get("/counselors/"))
    assert signed_in(casey).get(f"/counsel/couples/{linked.pk}/").status_code == 404


PATHS = [
    "/counseling/{}/end/",
    "/counselors/{}/",
    "/counselors/{}/choose/",
    "/counselors/{}/rule/",
    "/counselors/{}/not-yet/",
]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("who", ["drew", "another counselor"])
def test_strangers_find_no_link_whatever_they_ask(linked, drew, path, who):
    if who == "another counselor":
        drew.is_counselor = True
        drew.save()
    data = {"scope": "live", "scopes": "live", "answer": "allow", "version": "1"}
    there, nowhere = (signed_in(drew).post(path.format(link), data) for link in (linked.pk, uuid4()))
    assert (there.status_code, nowhere.status_code) == (404, 404)
    linked.refresh_from_db()
    assert linked.ended_at is None


def test_the_counselor_can_choose_nothing_for_them(linked, couple, casey):
    data = {"scope": "live", "scopes": "live", "answer": "allow"}
    for path in (f"/counselors/{linked.pk}/choose/", f"/counselors/{linked.pk}/"):
        assert signed_in(casey).post(path, data).status_code == 404
    assert not linked.consents.exists()


@pytest.mark.parametrize("path", ["/counselor/couples/", "/counselor/profile/"])
def test_pages_of_counselors_are_not_there_for_partners(alex, couple, path):
    assert signed_in(alex).get(path).status_code == 404


def test_allowing_and_not_allowing_are_one_press_each(linked, couple, alex, blair, casey):
    for person in (alex, blair):
        signed_in(person).post(f"/counselors/{linked.pk}/choose/", {"scope": "live", "answer": "allow"})
    assert consent.scopes(casey, couple) == {scopes.LIVE}
    signed_in(blair).post(f"/counselors/{linked.pk}/choose/", {"scope": "live", "answer": "not"})
    assert consent.scopes(casey, couple) == set()


def test_several_are_allowed_with_one_press_and_nothing_is_ticked_before(linked, couple, alex, blair, casey):
    path = f"/counselors/{linked.pk}/"
    page = text(signed_in(alex).get(path))
    assert all(scope.meaning in page for scope in scopes.SCOPES)
    assert "checked" not in page
    assert page.index("you know that your partner doesn’t allow it") < page.index("<button")
    for person in (alex, blair):
        signed_in(person).post(path, {"scopes": ["live", "progress"]})
    assert consent.scopes(casey, couple) == {scopes.LIVE, scopes.PROGRESS}
    assert scopes.LIVE.meaning not in text(signed_in(alex).get(path))  # it is allowed already


@pytest.mark.parametrize("ticked", [[], ["live", "everything"]])
def test_nothing_ticked_or_something_unknown_allows_nothing(linked, alex, ticked):
    answer = signed_in(alex).post(f"/counselors/{linked.pk}/", {"scopes": ticked})
    assert answer.status_code == 422
    assert 'role="alert"' in text(answer)
    assert not linked.consents.exists()


def test_nothing_is_chosen_beforehand(linked, alex):
    page = text(signed_in(alex).get("/counselors/"))
    assert page.count("You don’t allow this.") == len(scopes.SCOPES)
    assert "checked" not in page


def test_what_can_be_concluded_is_said_before_the_choice(linked, alex):
    page = text(signed_in(alex).get("/counselors/"))
    assert page.index("you know that your partner doesn’t allow it") < page.index("<button")


@pytest.mark.parametrize("scope", scopes.SCOPES)
def test_never_allowed_and_withdrawn_look_the_same_to_the_other_and_to_the_counselor(
    linked, alex, blair, casey, scope
):
    allow(linked, alex, scope)
    pages = {"alex": "/counselors/", "casey": f"/counsel/couples/{linked.pk}/"}
    see = lambda: [  # noqa: E731
        hide_tokens(text(signed_in(who).get(pages[name]))) for name, who in (("alex", alex), ("casey", casey))
    ]
    before = see()
    allow(linked, blair, scope)
    assert see() != before  # there was something that could be seen
    consent.withdraw(linked, blair, scope)
    assert see() == before


def test_which_of_the_two_withdrew_changes_no_byte_for_the_counselor(linked, alex, blair, casey):
    seen = set()
    for person in (alex, blair):
        for each in (alex, blair):
            allow(linked, each, scopes.LIVE)
        consent.withdraw(linked, person, scopes.LIVE)
        client = signed_in(casey)
        pages = (f"/counsel/couples/{linked.pk}/", f"/counseling/{linked.pk}/end/")
        seen.add(tuple(hide_tokens(text(client.get(page))) for page in pages))
        consent.withdraw(linked, alex, scopes.LIVE)
        consent.withdraw(linked, blair, scopes.LIVE)
    assert len(seen) == 1


def test_a_changed_rule_is_shown_to_who_accepted_the_old_one_until_they_say_so(linked, alex, blair, casey):
    signed_in(casey).post(
        "/counselor/profile/",
        {"practice": "", "confidences": "I keep nothing back.", "response_time": "By the next evening."},
    )
    for person in (alex, blair):
        assert "has changed the rule" in text(signed_in(person).get("/counselors/"))
    signed_in(alex).post(f"/counselors/{linked.pk}/rule/", {"version": "2"})
    assert "has changed the rule" not in text(signed_in(alex).get("/counselors/"))
    assert "has changed the rule" in text(signed_in(blair).get("/counselors/"))


def test_a_profile_saved_without_another_rule_is_no_new_version(linked, alex, casey):
    rule = CounselorProfile.objects.get(user=casey).confidences
    signed_in(casey).post(
        "/counselor/profile/",
        {"practice": "Elsewhere", "confidences": rule, "response_time": "By the next evening."},
    )
    assert "has changed the rule" not in text(signed_in(alex).get("/counselors/"))


def hide_tokens(page: str) -> str:
    """Return the page without what differs on every request."""
    import re

    return re.sub(r'name="(?:csrfmiddlewaretoken|id|page[-_]owner)" (?:value|content)="[^"]+"', "", page)
