"""Likeness (gelijkenis): how likely two descriptions are of one person, in bits that add up, and why.

Proposes and explains; people decide, and nothing is merged (domain.md 2.12). It knows no database and no files: those who
call it bring descriptions. `docs/matching.md` says what it reaches, and decision 33 why it is built like this.
"""

from domain.likeness.comparing import LEVELS
from domain.likeness.connecting import Found, Known, connect, fitted
from domain.likeness.frozen import frozen
from domain.likeness.keys import VERSION, Key, digest, keys, sought
from domain.likeness.model import Model, load, standard
from domain.likeness.person import FIELDS, Person, describe
from domain.likeness.scoring import BANDS, Band, Likeness, Term, Verdict, band, score
from domain.likeness.weights import Values, Weights

__all__ = [
    "BANDS",
    "FIELDS",
    "LEVELS",
    "VERSION",
    "Band",
    "Found",
    "Key",
    "Known",
    "Likeness",
    "Model",
    "Person",
    "Term",
    "Values",
    "Verdict",
    "Weights",
    "band",
    "connect",
    "describe",
    "digest",
    "fitted",
    "frozen",
    "keys",
    "load",
    "score",
    "sought",
    "standard",
]
