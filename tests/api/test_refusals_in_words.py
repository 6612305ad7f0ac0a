"""No refusal speaks in codes: every text of the catalogue, with facts as they occur, in both languages."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, get_args

import pytest

from api.problems import ERRORS
from api.problems.words import LISTS, in_words
from domain.actor import StaffRole
from domain.identifiers import Kind
from domain.naming import ThingKind
from domain.process import Step
from web.labels import LABELS
from web.render import word

# What each fact looks like when it comes out of the domain: every code it can be, or a plain number or word.
FACTS: dict[str, list[Any]] = {
    "roles": [[role.value for role in StaffRole]],
    "step": [step.value for step in Step],
    "allowed": [[step.value for step in Step], ["GET", "POST"]],
    "status": [code for of in LISTS["status"] for code in LABELS[of]],
    "kind": [*(kind.value for kind in Kind), *get_args(ThingKind)],
    "known": [[kind.value for kind in Kind]],
    "category": [{"nl": "politiegegevens", "en": "police data"}],
    "scope": ["signals:write"],
    "example": ["06 12345678"],
    "words": [["ziek", "Pools"]],
    "names": [["Noor de Wit"]],
    "supplier": ["Gemeente Zuidstad"],
    "partner": ["Gemeente Zuidstad"],
    "until": [date(2026, 12, 20)],
    "on": [date(2026, 12, 20)],
    "due": [date(2026, 12, 20)],
    "lacking": [["Gemeente Zuidstad", "Politie Riva"]],
}
# Counts, sizes and years: they say what they are.
PLAIN = {
    "asked",
    "count",
    "earliest",
    "found",
    "given",
    "latest",
    "limit",
    "longest",
    "max_length",
    "maximum",
    "min_length",
    "months",
    "most",
    "needed",
    "open",
    "outsiders",
    "phase",
    "present",
    "retry_after",
    "row",
    "shortest",
    "subjects",
    "wanted",
}
CODES = {
    code
    for of in ("step", "staff_role", "identifier_kind", "intervention_status", "signal_status", "request_status", "thing_kind")
    for code in LABELS[of]
}  # fmt: skip


def sentences(code: str, language: str) -> Iterator[str]:
    """Title and detail of a code, with every value of every fact it names."""
    said = ERRORS[code]
    named = set(re.findall(r"\{(\w+)\}", said.nl + said.nl_detail))
    most = max((len(FACTS[name]) for name in named if name in FACTS), default=1)
    for turn in range(most):
        facts = {name: 7 if name in PLAIN else FACTS[name][turn % len(FACTS[name])] for name in named}
        told = in_words(facts, language, word)
        yield said.title(language, told)
        yield said.detail(language, told)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("code", ERRORS)
def test_no_text_speaks_in_codes(code: str, language: str) -> None:
    for sentence in sentences(code, language):
        assert not re.search("[a-z]_", sentence), sentence
        assert "…" not in sentence, sentence
        if language == "nl":
            # What is a code and no Dutch word; some codes are words in both languages.
            loose = set(re.findall(r"[\w-]+", sentence)) & {c for c in CODES if _is_foreign(c)}
            assert not loose, sentence


def _is_foreign(code: str) -> bool:
    """Whether a code is no Dutch word by itself: the label of some list would say it otherwise."""
    labels = {word(of, code, "nl") or "" for of in LABELS if code in LABELS[of]}
    return all(code not in re.findall(r"[\w-]+", label.lower()) for label in labels)


def test_every_fact_in_a_sentence_is_known_here() -> None:
    """A new one is either a number, or has a list with its words in `api.problems.words`."""
    named = {name for said in ERRORS.values() for name in re.findall(r"\{(\w+)\}", said.nl + said.nl_detail)}
    assert named <= PLAIN | FACTS.keys()


@pytest.mark.parametrize("name", LISTS)
def test_every_list_has_a_word_for_its_codes_in_both_languages(name: str) -> None:
    for of in LISTS[name]:
        assert LABELS[of], of
        for code in LABELS[of]:
            dutch, english = word(of, code, "nl"), word(of, code, "en")
            assert dutch
            assert english
            assert "_" not in dutch + english


def test_a_fact_without_a_word_stays_as_it_is() -> None:
    assert in_words({"step": "nonsense", "open": 3, "allowed": ["GET"]}, "nl", word) == {
        "step": "nonsense", "open": 3, "allowed": ["GET"],
    }  # fmt: skip
