"""Evaluation and closure."""

from api.problems.texts import Text

TEXTS = {
    "period-unknown": Text(
        "Deze periode bestaat niet. Kies een jaar (2026) of een kwartaal (2026-Q3).",
        "There is no such period. Choose a year (2026) or a quarter (2026-Q3).",
    ),
    "not-yours-to-follow-up": Text(
        "Dit voorstel volgt iemand anders op", "Somebody else follows up this proposal",
        "De voorzitter van het RIEC legt het besluit vast; de organisatie waarvoor het is, zegt wat ervan kwam.",
        "The chair of the RIEC records the decision; the organisation it is for says what came of it.",
    ),
    "proposal-settled": Text(
        "Over dit voorstel is dit al vastgelegd, of nog niet aan de orde",
        "This was recorded already, or it is not yet time for it",
        "De stand is nu: {status}. Bekijk het voorstel opnieuw.", "It now stands at: {status}. See the proposal again.",
    ),
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
