"""The codes among the facts of a refusal, as words in the language of the one who reads it."""

from collections.abc import Callable, Mapping
from typing import Any, Final

LISTS: Final[Mapping[str, tuple[str, ...]]] = {
    "roles": ("staff_role",),
    "step": ("step",),
    "allowed": ("step",),
    "status": ("intervention_status", "signal_status", "request_status"),
    "kind": ("identifier_kind", "thing_kind"),
    "known": ("identifier_kind",),
    "part": ("part",),
    "compartment": ("compartment",),
}
"""Name of a fact -> the lists in which its codes have a word, the likeliest first."""

Word = Callable[[str, str, str], str | None]
"""The word for a code: `word("step", "weighing", "nl")`; None for a code that is not in that list."""


def in_words(facts: Mapping[str, Any], language: str, word: Word) -> dict[str, Any]:
    """The facts as a sentence can name them. A fact with a name in each language is read in the asked one."""

    def said(name: str, fact: Any) -> Any:
        if isinstance(fact, Mapping):
            return fact.get(language) or next(iter(fact.values()), "")
        if isinstance(fact, list | tuple | set | frozenset):
            return [said(name, one) for one in fact]
        found = (word(of, str(fact), language) for of in LISTS.get(name, ()))
        return next(filter(None, found), fact)

    return {name: said(name, fact) for name, fact in facts.items()}
