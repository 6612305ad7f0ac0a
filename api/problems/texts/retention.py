"""Retention: destroying on time, and not before."""

from api.problems.texts import Text

TEXTS = {
    "term-not-over": Text(
        "De bewaartermijn is nog niet om", "The term is not over yet",
        "Vernietigen kan pas als de termijn voorbij is.", "Only what is past its term is destroyed.",
    ),
    "held": Text(
        "Dit wordt aangehouden", "This is held",
        "Geef het eerst vrij. Daarna kan het worden vernietigd.", "Release it first. After that it can be destroyed.",
    ),
    "already-held": Text(
        "Dit wordt al aangehouden", "This is held already",
        "Bekijk waarom, en tot wanneer.", "See why, and until when.",
    ),
    "not-held-here": Text(
        "Hierop ligt geen aanhouding", "There is no hold on this",
        "Er is niets vrij te geven. Misschien is het al vrijgegeven, of wordt de hele casus aangehouden.",
        "There is nothing to release. Perhaps it was released already, or the whole case is held.",
    ),
    "review-within-half-a-year": Text(
        "Kies een dag na vandaag, binnen een half jaar.", "Choose a day after today, within half a year."
    ),
}  # fmt: skip
