"""Which passwords are good enough."""

import pytest

from domain.accounts import LIMITS, passwords
from tests.domain.accounts.steps import (
    GOOD,
)


@pytest.mark.parametrize(
    "password", [GOOD, "x7#Kq9!vRm2w", "ﬁets lamp ÿ zee zomer", "密码很长的一句话没有人会猜到它"]
)
def test_length_and_unguessability_are_all_that_counts(password: str) -> None:
    assert passwords.weaknesses(password) == []


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("kort wachtw", "password-too-short"),
        ("x7#Kq9!vRm2w" * 30, "password-too-long"),
        ("1qaz2wsx3edc", "password-common"),
        ("SonyEricsson", "password-common"),
        ("passwordpassword", "password-guessable"),
        ("aaaaaaaaaaaaaaaa", "password-guessable"),
        ("123456789012", "password-guessable"),
        ("Welkom2024!!", "password-guessable"),
        ("m.devries@riec.example", "password-personal"),
        ("MariskaDeVries1", "password-personal"),
    ],
)
def test_what_is_refused(password: str, code: str) -> None:
    found = passwords.weaknesses(password, about=("Mariska de Vries", "m.devries@riec.example"))

    assert [problem.code for problem in found] == [code]


def test_every_common_password_that_is_long_enough_is_refused() -> None:
    long_enough = [one for one in passwords.common_passwords() if len(one) >= LIMITS.password_shortest]

    assert len(passwords.common_passwords()) >= 3000
    assert long_enough
    assert all(passwords.weaknesses(one) for one in long_enough)


@pytest.mark.parametrize("length", [64, 256])
def test_long_passwords_count_to_the_last_character(length: int) -> None:
    password = ("zomer zee fiets lamp paars behang zonder deur " * 8)[: length - 1]
    stored = passwords.hashed(password + "!")

    assert passwords.verified(password + "!", stored) == (True, None)
    assert passwords.verified(password + "?", stored)[0] is False


def test_two_ways_of_typing_the_same_letters_are_one_password() -> None:
    stored = passwords.hashed("caf\u00e9 zee fiets lamp")

    assert passwords.verified("cafe\u0301 zee fiets lamp", stored)[0]


def test_kept_as_argon2id_with_a_salt_of_its_own() -> None:
    assert passwords.hashed(GOOD).startswith("$argon2id$")
    assert passwords.hashed(GOOD) != passwords.hashed(GOOD)
