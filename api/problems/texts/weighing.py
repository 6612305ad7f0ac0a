"""Weighing and qualification."""

from api.problems.texts import Text

TEXTS = {
    "too-few-opinions": Text(
        "Er zijn {given} adviezen en er zijn er {needed} nodig. Wacht, of schrijf waarom dit genoeg is.",
        "There are {given} opinions and {needed} are needed. Wait, or write why this is enough.",
    ),
}
