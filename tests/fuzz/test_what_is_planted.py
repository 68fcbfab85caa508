"""Pages that are faulty in each of the ways looked for are found, and ordinary answers are not complained about."""

from random import Random
from uuid import uuid4

import pytest

from tests.fuzz import values
from tests.fuzz.chains import Chain
from tests.fuzz.forms import forms_of
from tests.fuzz.sending import Request
from tests.matrix.rows import Row, nobody_at_all
from tests.matrix.world import ROLES, World

FAULTS = [
    (Request("alex", "GET", b"/planted/breaks/", b"page=%ff"), "ValueError: invalid literal"),
    (Request("alex", "GET", b"/planted/breaks/", b"page=%ff"), "status 500"),
    (Request("alex", "GET", b"/planted/complains/"), "something failed in silence"),
    (Request("drew", "GET", b"/planted/tells/"), "drew reads ['STORED-1-of-alex']"),
    (
        Request("drew", "GET", b"/planted/leads-away/", b"next=https://evil.example/"),
        "leads to https://evil.example/",
    ),
    (Request("drew", "GET", b"/planted/leads-away/", b"next=//evil.example/"), "leads to //evil.example/"),
]


@pytest.fixture
def chain(settings) -> Chain:
    settings.ROOT_URLCONF = "tests.fuzz.planted_urls"
    nothing = World(
        "nothing", {}, None, None, {}, None, None, None, {}, frozenset(), None, None, "", uuid4(), uuid4(), {}
    )
    return Chain(nothing, dict.fromkeys(ROLES, ""), Random(1))


@pytest.mark.django_db
@pytest.mark.parametrize(("request_", "said"), FAULTS)
def test_each_fault_is_found_with_its_request(chain, request_, said):
    chain._send(request_)
    assert any(said in one and str(request_) in one for one in chain.problems)


@pytest.mark.django_db
def test_somebody_who_gets_a_page_that_is_not_theirs_is_found(chain):
    chain._send(Request("drew", "GET", b"/help/"), Row(nobody_at_all))
    assert "not theirs, and the answer is: shown" in chain.problems[0]


@pytest.mark.django_db
def test_ordinary_answers_are_in_order_and_so_are_a_couples_own_words(chain):
    for path, role in ((b"/help/", "drew"), (b"/no/such/page/", "nobody"), (b"/planted/tells/", "alex")):
        chain._send(Request(role, "GET", path))
    chain._send(Request("drew", "GET", b"/planted/leads-away/", b"next=/help/"))
    assert chain.problems == []


def test_the_same_seed_makes_the_same_request():
    made = [values.spoiled({"a": b"1", "b": b"2"}, Random("one 7")) for _ in range(2)]
    assert made[0] == made[1]
    assert len({values.urlencoded(values.spoiled({"a": b"1"}, Random(seed))) for seed in range(50)}) > 20


def test_a_form_is_read_as_a_browser_reads_it():
    page = """<form method="get"><input name="q"></form>
        <form method="post" action="/x/?a=1"><input type="hidden" name="id" value="7"><textarea name="said"></textarea>
        <select name="s"><option value="1"><option value="2"></select>
        <input type="radio" name="r" value="yes"><input type="radio" name="r" value="no"><button name="go"></form>"""
    [form] = forms_of(page)
    assert (form.action, form.choices["s"], form.choices["r"]) == ("/x/?a=1", ["1", "2"], ["yes", "no"])
    assert form.filled(Random(1)).keys() == {"id", "said", "s", "r", "go"}
