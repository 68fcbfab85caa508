"""The seal: what goes in comes out, only with its key, only in its place, and its length says little."""

import hashlib

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import assume, given
from hypothesis import strategies as st

from couples.keys.data_keys import CannotOpen, seal, unseal

KEY = bytes(range(32))
CONTEXT = b"session 1, event 2, field words"
KNOWN = "17fbe2ad66b960919122b11ffcbe144c89b2d866250a266b8546b66d2eeaa8ed"
texts = st.binary(max_size=1500)
contexts = st.binary(max_size=60)


def test_a_known_answer_opens():
    sealed = bytes.fromhex("01" + "0b" * 12) + AESGCM(KEY).encrypt(
        b"\x0b" * 12, b"\x00\x00\x00\x05hello" + bytes(247), CONTEXT
    )

    assert hashlib.sha256(sealed).hexdigest() == KNOWN
    assert unseal(KEY, sealed, CONTEXT) == b"hello"


@given(texts, contexts)
def test_what_is_sealed_opens_with_its_key_in_its_place(plaintext, context):
    assert unseal(KEY, seal(KEY, plaintext, context), context) == plaintext


@given(texts, contexts, contexts)
def test_in_another_place_it_stays_closed(plaintext, context, another):
    assume(context != another)

    with pytest.raises(CannotOpen):
        unseal(KEY, seal(KEY, plaintext, context), another)


@given(texts, st.binary(min_size=32, max_size=32))
def test_with_another_key_it_stays_closed(plaintext, another):
    assume(another != KEY)

    with pytest.raises(CannotOpen):
        unseal(another, seal(KEY, plaintext, CONTEXT), CONTEXT)


@given(texts, st.data())
def test_one_changed_bit_anywhere_keeps_it_closed(plaintext, data):
    sealed = bytearray(seal(KEY, plaintext, CONTEXT))
    where = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[where // 8] ^= 1 << where % 8

    with pytest.raises(CannotOpen):
        unseal(KEY, bytes(sealed), CONTEXT)


@given(st.binary(max_size=600))
def test_anything_else_is_refused_and_never_an_accident(noise):
    with pytest.raises(CannotOpen):
        unseal(KEY, noise, CONTEXT)


@given(texts)
def test_its_length_tells_only_the_number_of_blocks(plaintext):
    assert len(seal(KEY, plaintext, CONTEXT)) == 29 + 256 * -(-(len(plaintext) + 4) // 256)


def test_the_same_text_is_never_sealed_alike():
    assert len({seal(KEY, b"yes", CONTEXT) for _ in range(100)}) == 100


def test_text_that_ends_like_padding_comes_back_whole():
    assert unseal(KEY, seal(KEY, b"a\x00\x00\x80\x00", CONTEXT), CONTEXT) == b"a\x00\x00\x80\x00"


def test_padding_that_was_tampered_with_by_someone_who_has_the_key_is_refused():
    nonce = bytes(12)
    sealed = b"\x01" + nonce + AESGCM(KEY).encrypt(nonce, b"\x00\x00\x00\x01ab" + bytes(250), CONTEXT)

    with pytest.raises(CannotOpen, match="padding"):
        unseal(KEY, sealed, CONTEXT)
