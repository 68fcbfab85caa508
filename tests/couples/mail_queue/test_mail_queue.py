"""Mails leave after the answer, once, whatever the mail server does; what waits can't be read."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives, get_connection, send_mail
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction
from django.db.models import QuerySet
from django.utils import timezone

from couples import duties
from couples.mail_queue import CODE_LIFETIME, about, queue, sender
from couples.mail_queue.models import QueuedMail
from tests.couples.accounts.signing_in import FORM, last_code
from tests.couples.clock import later

__all__ = ["later"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("queued")]
SERVERS = "tests.couples.mail_queue.mail_servers."
TO = "kim@example.org"


def written(body="the words", **more):
    send_mail("Subject", body, None, [TO], **more)


def test_a_request_stores_the_mail_and_the_sender_sends_it(client):
    client.post("/account/signup/", FORM)
    assert not mail.outbox
    assert sender.send_due() == 1
    assert client.post("/account/confirm/", {"code": last_code()}).url == "/"
    assert not QueuedMail.objects.exists()


def test_what_waits_cannot_be_read_in_the_database(client):
    client.post("/account/signup/", FORM)
    (row,) = QueuedMail.objects.all()
    stored = bytes(row.sealed)
    sender.send_due()
    assert last_code() in mail.outbox[0].body
    for word in (last_code(), TO, "example", "code", "Counterpoint"):
        assert word.encode() not in stored


@pytest.mark.parametrize("server", ["Away", "Silent", "WrongPassword", "AsksToWait"])
def test_what_could_not_be_sent_is_tried_again_and_lets_new_ones_go_first(server, settings, later, caplog):
    caplog.set_level("WARNING", logger="couples.mail_queue.sender")
    usual, settings.MAIL_DELIVERY_BACKEND = settings.MAIL_DELIVERY_BACKEND, SERVERS + server
    written("old")
    assert [sender.send_due() for _again in range(2)] == [0, 0]
    assert len(caplog.records) == 1
    assert TO not in caplog.text
    later(seconds=11)
    settings.MAIL_DELIVERY_BACKEND = usual
    written("new")
    assert sender.send_due() == 2
    assert [letter.body for letter in mail.outbox] == ["new", "old"]


def test_the_waits_grow(settings, later):
    settings.MAIL_DELIVERY_BACKEND = SERVERS + "Away"
    written()
    for wait in (10, 30, 120, 600, 600):
        sender.send_due()
        row = QueuedMail.objects.get()
        assert abs((row.try_at - timezone.now()).total_seconds() - wait) < 2
        later(seconds=wait + 1)


def test_a_mail_of_a_process_that_ended_is_sent_by_another(later):
    written()
    assert queue.take(set()) is not None
    assert sender.send_due() == 0
    later(seconds=queue.CLAIM.total_seconds() + 1)
    assert sender.send_due() == 1


def test_an_address_that_the_server_does_not_know_is_given_up_and_said(settings, caplog):
    settings.MAIL_DELIVERY_BACKEND = SERVERS + "KnowsNobody"
    written()
    sender.send_due()
    assert [record.message for record in caplog.records] == ["mail_lost"]
    assert TO not in caplog.text
    assert not QueuedMail.objects.exists()


def test_a_code_that_is_over_is_not_sent_any_more(later, caplog):
    written(connection=get_connection(lifetime=CODE_LIFETIME))
    written("a notice")
    later(minutes=16)
    assert sender.send_due() == 1
    assert [letter.body for letter in mail.outbox] == ["a notice"]
    assert [record.message for record in caplog.records] == ["mail_lost"]


def test_a_mail_opens_under_an_earlier_master_key_and_is_lost_under_none(settings, caplog):
    written()
    settings.MASTER_KEYS = [b"n" * 32, *settings.MASTER_KEYS]
    assert sender.send_due() == 1
    written()
    settings.MASTER_KEYS = [b"o" * 32]
    assert sender.send_due() == 0
    assert [record.kind for record in caplog.records] == ["CannotOpen"]
    settings.MASTER_KEYS = [b"n" * 32]


def test_a_mail_with_any_fault_holds_up_no_other_and_is_given_up_at_the_end(settings, later, caplog):
    caplog.set_level("WARNING", logger="couples.mail_queue.sender")
    settings.MAIL_DELIVERY_BACKEND = SERVERS + "Strict"
    for to in ("p@xn--\u00fc.com", TO):
        send_mail("Subject", "words", None, [to])
    assert sender.send_due() == 1
    assert [(record.message, record.kind) for record in caplog.records] == [("mail_not_sent", "UnicodeError")]
    assert "xn--" not in caplog.text
    later(days=2)
    assert sender.send_due() == 0
    assert caplog.records[-1].message == "mail_lost"
    assert not QueuedMail.objects.exists()


PLANTED = [
    "('" + "b" * 32 + "', '', 0, '2026-01-01')",
    "('" + "B" * 32 + "', 'text', 0, '2026-01-01 00:00:00')",
    "(x'80', x'00', 'x', 5)",
    "(CAST(x'3080' AS text), CAST(x'80' AS text), 9, '')",
    "('', x'00', 0, '2026-01-01T00:00:00+02:00')",
]


def test_rows_in_a_form_of_somebody_else_are_given_up_once_and_hold_up_no_mail(caplog):
    with connection.cursor() as cursor:
        planted = PLANTED if connection.vendor == "sqlite" else PLANTED[:1]  # PostgreSQL has types
        for values in planted:
            cursor.execute(f"INSERT INTO couples_queuedmail (id, sealed, attempts, try_at) VALUES {values}")
    written()
    for _again in range(3):
        sender.send_due()
    assert len(mail.outbox) == 1
    assert 0 < len(caplog.records) <= len(planted)
    assert {record.message for record in caplog.records} == {"mail_lost"}


def test_each_mail_is_looked_at_once_by_one_run(monkeypatch):
    written()
    monkeypatch.setattr(QuerySet, "update", lambda *_rows, **_columns: 0)  # another process is always first
    passed: set[str] = set()
    assert queue.take(passed) is None
    assert len(passed) == 1


def test_a_mail_leaves_only_while_what_it_rests_on_holds_and_then_says_so(monkeypatch, caplog):
    asked: list[str] = []
    left: list[str] = []

    def still(one):
        asked.append(one)
        return one == "yes"

    monkeypatch.setitem(about.STILL, "a kind", still)
    monkeypatch.setitem(about.LEFT, "a kind", left.append)
    for one in ("yes", "no"):
        written(one, connection=get_connection(about=("a kind", one)))
    assert sender.send_due() == 1
    assert [letter.body for letter in mail.outbox] == left == ["yes"]
    assert asked == ["yes", "no"]
    assert not caplog.records
    assert not QueuedMail.objects.exists()


def test_what_is_undone_sends_nothing():
    with transaction.atomic():
        written()
        transaction.set_rollback(True)
    assert sender.send_due() == 0


def test_only_plain_mails_are_queued():
    letter = EmailMultiAlternatives("Subject", "plain", None, [TO])
    letter.attach_alternative("<b>rich</b>", "text/html")
    with pytest.raises(TypeError):
        letter.send()
    assert not QueuedMail.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_many_processes_at_once_send_each_mail_once():
    def one(_number):
        try:
            return sender.send_due()
        finally:
            connections.close_all()

    for number in range(5):
        written(str(number))
    with ThreadPoolExecutor(4) as pool:
        sent = list(pool.map(one, range(4)))
    assert sum(sent) == 5
    assert sorted(letter.body for letter in mail.outbox) == list("01234")


@pytest.mark.django_db(transaction=True)
def test_a_new_mail_wakes_the_sender_of_its_process(monkeypatch):
    monkeypatch.setattr(sender, "LOOK_EVERY", 60)
    queue.has_come.clear()
    end = sender.run_in_background()
    try:
        written()
        until = time.monotonic() + 10
        while not mail.outbox and time.monotonic() < until:
            time.sleep(0.01)
    finally:
        end()
    assert len(mail.outbox) == 1
    assert duties.last_done[sender.NAME]


@pytest.mark.parametrize(
    ("server", "said"),
    [
        ("Away", "refuses connections"),
        ("Silent", "did not answer within 10 seconds"),
        ("KnowsNobody", "refuses this recipient"),
        ("Plain", "offers no STARTTLS"),
        ("WrongPassword", "does not accept the user or password"),
    ],
)
def test_the_test_mail_says_in_one_sentence_what_is_wrong(server, said, settings, capsys):
    call_command("send_test_mail", TO)
    assert "took the mail" in capsys.readouterr().out
    assert len(mail.outbox) == 1
    settings.MAIL_DELIVERY_BACKEND = SERVERS + server
    with pytest.raises(CommandError, match=said):
        call_command("send_test_mail", TO)
    with pytest.raises(CommandError, match="not a valid"):
        call_command("send_test_mail", "kim")
