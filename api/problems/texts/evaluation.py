"""Evaluation and closure."""

from api.problems.texts import Text

TEXTS = {
    "evaluation-missing": Text(
        "Nog niet alles is geëvalueerd", "Not everything was evaluated yet",
        "Aantal subjecten zonder evaluatie: {subjects}.", "Number of subjects without an evaluation: {subjects}.",
    ),
    "subjects-open": Text(
        "Nog niet alle subjecten zijn klaar", "Not all subjects are finished",
        "Aantal subjecten dat nog in een eerdere stap staat: {open}.",
        "Number of subjects that still stand in an earlier step: {open}.",
    ),
}  # fmt: skip
