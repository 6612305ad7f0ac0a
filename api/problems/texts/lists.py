"""Keeping a filter of a list."""

from api.problems.texts import Text

TEXTS = {
    "saved-filter-name-taken": Text(
        "U hebt al een filter met deze naam.",
        "You already have a filter with this name.",
    ),
    "too-many-saved-filters": Text(
        "U hebt hier al veel filters bewaard",
        "You have kept many filters here already",
        "Er kunnen er {most} per lijst. Verwijder eerst een filter dat u niet meer gebruikt.",
        "There can be {most} for each list. First remove one that you no longer use.",
    ),
}
