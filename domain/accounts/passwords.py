"""Which passwords are good enough, and how they are kept."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from passlib.context import CryptContext

from domain.accounts.limits import LIMITS
from domain.errors import Invalid, Problem

# Argon2id with the first of the equivalent settings of the OWASP Password Storage Cheat Sheet (46 MiB, one
# pass). A change here rehashes each password at its owner's next sign-in.
HASHES = CryptContext(
    schemes=["argon2"],
    argon2__type="ID",
    argon2__memory_cost=47104,
    argon2__time_cost=1,
    argon2__parallelism=1,
)

# What people here would think of first and an English word list does not know.
LOCAL_WORDS = [
    "welkom",
    "wachtwoord",
    "geheim",
    "inloggen",
    "lente",
    "zomer",
    "herfst",
    "winter",
    "januari",
    "februari",
    "maart",
    "april",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
    "maandag",
    "dinsdag",
    "woensdag",
    "donderdag",
    "vrijdag",
    "schakel",
    "riec",
    "keten",
    "ketenpartner",
    "casus",
    "dossier",
    "mensenhandel",
    "politie",
    "gemeente",
    "amsterdam",
    "rotterdam",
    "utrecht",
]

# 10^10 guesses: what zxcvbn calls "very unguessable", also by somebody who holds the hash.
STRONG = 4
# zxcvbn takes no more; of a longer password the first part alone must already be strong.
ESTIMATED = 72


def normalised(password: str) -> str:
    """The one form in which a password is measured, hashed and compared (NIST SP 800-63B-4, 3.1.1.2)."""
    return unicodedata.normalize("NFKC", password)


@cache
def common_passwords() -> frozenset[str]:
    """The 30,000 most used passwords, the first 3,000 of ASVS 6.2.4 among them; from zxcvbn (MIT)."""
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    return frozenset(FREQUENCY_LISTS["passwords"])


def weaknesses(password: str, *, about: Iterable[str] = (), pointer: str = "/password") -> list[Problem]:
    """Everything wrong with a new password; `about` is what is known of its owner (name, e-mail).

    There are no rules of composition (ASVS 6.2.5): length, being known and being guessable are all that counts.
    """
    # Its lists of words take 12 MiB, in every process that asks: hardly anybody chooses a password.
    from zxcvbn import zxcvbn

    text = normalised(password)
    words = _words(about)

    if len(text) < LIMITS.password_shortest:
        return [Problem("password-too-short", pointer, {"shortest": LIMITS.password_shortest})]
    if len(text) > LIMITS.password_longest:
        return [Problem("password-too-long", pointer, {"longest": LIMITS.password_longest})]
    if text.casefold() in common_passwords():
        return [Problem("password-common", pointer)]
    if _mostly(text, words):
        return [Problem("password-personal", pointer)]
    if zxcvbn(text[:ESTIMATED], user_inputs=[*words, *LOCAL_WORDS])["score"] < STRONG:
        return [Problem("password-guessable", pointer)]
    return []


def hashed(password: str) -> str:
    """The hash to keep: argon2id, with its own salt and settings inside."""
    return HASHES.hash(normalised(password))


def chosen(password: str, *, about: Iterable[str] = ()) -> str:
    """The hash of a new password that is good enough; raises Invalid when it is not. Asks the database nothing."""
    problems = weaknesses(password, about=about)
    if problems:
        raise Invalid(*problems)
    return hashed(password)


def verified(password: str, stored: str | None) -> tuple[bool, str | None]:
    """Whether the password is the stored one, and a new hash when the settings have changed since.

    Without a stored hash the same work is done for nothing: an unknown account must not answer sooner.
    """
    if stored is None or len(password) > LIMITS.password_longest:
        HASHES.dummy_verify()
        return False, None
    return HASHES.verify_and_update(normalised(password), stored)


def _words(about: Iterable[str]) -> list[str]:
    """The words of names and addresses, longest first, too short ones left out."""
    found = {
        word for text in about for word in re.split(r"[\W_]+", normalised(text).casefold()) if len(word) > 2
    }
    return sorted(found, key=len, reverse=True)


def _mostly(text: str, words: Iterable[str]) -> bool:
    """Whether little is left of the password once the owner's own words are taken out."""
    rest = text.casefold()
    for word in words:
        rest = rest.replace(word, "")
    return len(rest) < LIMITS.password_shortest // 2
