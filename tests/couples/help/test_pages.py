"""Help, reading and the reflection: the same bytes for everyone, no trace with us, and words without labels."""

import re

import pytest
from django.test import Client
from django.utils.html import strip_tags

from couples.accounts import users
from couples.accounts.models import SignIn
from couples.help.pages import TOPICS

pytestmark = pytest.mark.django_db
READING = [f"/reading/{topic.number}/" for topic in TOPICS]
SAME = ["/help/", "/privacy/", "/reading/", "/example/", *READING]
REFLECTION = "/reading/8/"
LABELS = [
    "toxic",
    "codepend",
    "victim",
    "abuser",
    "both sides",
    "why don’t you",
    "narciss",
    "husband",
    "wife",
]


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def text_of(client, path):
    return client.get(path).content.decode()


@pytest.mark.parametrize("path", SAME)
def test_the_same_bytes_for_everyone(couple, alex, blair, casey, drew, path):
    invented = [users.create(f"someone{n}@example.org", "Someone", is_staff=n == 2) for n in range(3)]
    visitors = [Client(), *map(signed_in, [alex, blair, casey, drew, *invented])]
    visitors.append(Client(headers={"referer": "http://testserver/sessions/", "user-agent": "Another"}))
    answers = [visitor.get(path) for visitor in visitors]

    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    kept = [dict(answer.headers.items()) for answer in answers]
    assert kept == kept[:1] * len(kept)


@pytest.mark.parametrize("path", SAME)
def test_it_leaves_no_cookie_and_touches_no_session(alex, path, settings):
    settings.SESSION_SAVE_EVERY_REQUEST = True
    visitor = signed_in(alex)
    before = list(SignIn.objects.values())
    answer = visitor.get(path)

    assert not answer.cookies
    assert list(SignIn.objects.values()) == before
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert visitor.get("/welcome/").status_code == 200  # and the sign-in is still there


@pytest.mark.parametrize("path", SAME)
def test_nobody_is_looked_up_to_show_it(alex, path, django_assert_num_queries):
    visitor = signed_in(alex)

    with django_assert_num_queries(0), django_assert_num_queries(0, using="keys"):
        assert visitor.get(path).status_code == 200


@pytest.mark.parametrize("path", SAME)
def test_it_names_nobody_and_is_neutral_in_the_history(client, path):
    page = text_of(client, path)

    assert "<title>Counterpoint</title>" in page
    assert not [word for word in LABELS if word in strip_tags(page).lower()]
    assert re.fullmatch(r"/(help|reading|example|privacy)/(\d+/)?", path)


@pytest.mark.parametrize("path", READING)
def test_every_page_to_read_says_what_it_is_not_and_leads_to_people(client, path):
    page = text_of(client, path)

    assert "What this page is not" in page
    assert 'href="/help/"' in page.partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize("path", READING)
def test_sentences_are_short(client, path):
    main = text_of(client, path).partition("<main")[2].partition("</main>")[0]
    said = re.sub(r"</(p|li|dd|dt|h1|h2|span|legend)>", ". ", main)
    sentences = [one.split() for one in re.split(r"[.:;?…]+\s", strip_tags(said)) if len(one.split()) > 2]
    words = [len(sentence) for sentence in sentences]

    assert max(words) <= 36
    assert sum(words) / len(words) <= 14


@pytest.mark.parametrize("number", [0, 9, 99])
def test_a_number_without_a_page_is_no_page(client, number):
    assert client.get(f"/reading/{number}/").status_code == 404


def test_every_page_leads_to_help_with_one_click(couple, alex, casey, client):
    for visitor in (client, signed_in(alex), signed_in(casey)):
        for path in ["/", *SAME, "/account/logout/", "/nowhere/"]:
            foot = visitor.get(path, follow=True).content.decode().partition('<footer class="foot">')[2]
            assert 'href="/help/"' in foot, path


# The reflection -----------------------------------------------------------------------------------------


def test_the_reflection_has_nothing_that_could_be_sent(client):
    page = text_of(client, REFLECTION)
    boxes = re.findall(r"<input[^>]*>", page)

    assert len(boxes) > 15
    assert set(boxes) == {'<input type="checkbox" autocomplete="off">'}  # no name, no value, nothing ticked
    assert not re.search(r"<(form|button|select|textarea|details|iframe|img)\b", page.partition("<main")[2])


def test_it_asks_about_fear_no_answering_alone_own_behaviour_and_this_moment(client):
    page = text_of(client, REFLECTION)

    for subject in ("safe to do this now", "Saying no", "Fear", "Answering here", "What I do myself"):
        assert subject in page


def test_it_says_what_is_kept_and_by_whom(client):
    page = text_of(client, REFLECTION)

    assert "sends nothing, keeps nothing" in page
    assert "Your browser may keep the address in its history." in page


def test_nothing_on_it_depends_on_a_tick(client, settings):
    """No style sheet shows or hides anything because a plain box is ticked."""
    css = "".join(file.read_text() for file in (settings.BASE_DIR / "static/css").glob("*.css"))
    rules = re.findall(r"([^{}]*:checked[^{}]*){", css)

    assert rules
    assert not [rule for rule in rules if "display" in rule or ".flag" in rule or "fieldset" in rule]
    classes = set(re.findall(r'class="([^"]*)"', text_of(client, REFLECTION).partition("<main")[2]))
    ticked_in_css = {name for rule in rules for name in re.findall(r"\.([\w-]+)", rule)}
    assert not {one for names in classes for one in names.split()} & ticked_in_css
