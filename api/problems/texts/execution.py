"""Execution."""

from api.problems.texts import Text

TEXTS = {
    "not-running": Text(
        "Deze interventie loopt niet", "This intervention is not running",
        "De stand is nu: {status}.", "It now stands at: {status}.",
    ),
    "yield-twice": Text("Deze opbrengst staat er al.", "This yield is there already."),
}  # fmt: skip
