"""Sharing rules and the agreements they rest on."""

from api.problems.texts import Text

TEXTS = {
    "agreement-unknown": Text(
        "Deze afspraak bestaat niet of geldt niet meer.", "This agreement does not exist or has ended."
    ),
}
