"""Execution."""

from api.problems.texts import Text

TEXTS = {
    "not-running": Text(
        "Deze interventie loopt niet", "This intervention is not running",
        "De stand is nu: {status}.", "It now stands at: {status}.",
    ),
}  # fmt: skip
