"""One catalogue of everything the application can say no with: code -> Dutch and English.

Each room keeps its own sentences in a module of its own here (`detection.py`, `weighing.py`, ...), with one
`TEXTS`; whatever lies in this folder is part of `ERRORS`. A test fails when a code in the source has no text.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, Final


@dataclass(frozen=True)
class Text:
    """What one code says. The sentence may name facts (`{roles}`); the detail tells what to do about it."""

    nl: str
    en: str
    nl_detail: str = ""
    en_detail: str = ""

    def title(self, language: str, facts: Mapping[str, Any]) -> str:
        """The sentence itself."""
        return _filled(self.en if language == "en" else self.nl, facts)

    def detail(self, language: str, facts: Mapping[str, Any]) -> str:
        """The explanation; the sentence again where there is nothing to add."""
        detail = self.en_detail if language == "en" else self.nl_detail
        return _filled(detail, facts) if detail else self.title(language, facts)


class _Facts(dict[str, str]):
    """Facts for a sentence; one that is missing must not turn a refusal into a fault."""

    def __missing__(self, key: str) -> str:
        return "…"


def _filled(sentence: str, facts: Mapping[str, Any]) -> str:
    return sentence.format_map(_Facts({name: _readable(fact) for name, fact in facts.items()}))


def _readable(fact: Any) -> str:
    if isinstance(fact, date):
        return f"{fact.day}-{fact.month}-{fact.year}"
    many = isinstance(fact, list | tuple | set | frozenset)
    return ", ".join(str(one) for one in fact) if many else str(fact)


def _collected() -> dict[str, Text]:
    found: dict[str, Text] = {}
    for module in iter_modules(__path__):
        texts: dict[str, Text] = import_module(f"{__name__}.{module.name}").TEXTS
        twice = found.keys() & texts.keys()
        if twice:
            raise ValueError(f"two texts for {sorted(twice)}: give the acts different codes")
        found |= texts
    return found


ERRORS: Final[dict[str, Text]] = _collected()
"""Every code with its text; `/problems/{code}` shows each of them."""
