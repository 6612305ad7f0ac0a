"""What a check answers: a result, or a refusal with its reason."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Identifier:
    """An identifier as it was given, and as it is compared.

    `verified`: it satisfies every public rule for its kind. `note` (a code) says what was done or is unknown:
    `padded` (zeros that a spreadsheet ate), `no-check-digit`, `foreign`, `not-issued`, `not-in-numbering-plan`,
    `lookalikes-replaced`, `free-text`, or a Dutch plate's `sidecode-1` ... `sidecode-11`.
    `country`: ISO 3166 in two letters; from a machine readable zone the issuer's ICAO code, as printed.
    """

    kind: str
    raw: str
    normalised: str
    verified: bool
    note: str = ""
    country: str | None = None


@dataclass(frozen=True)
class Result:
    """What one check found; `raw` only where the input itself must not be kept whole."""

    normalised: str
    verified: bool = True
    note: str = ""
    country: str | None = None
    raw: str | None = None


class Refused(Exception):
    """The input cannot be this kind of identifier; becomes Invalid at the door of the package."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts
