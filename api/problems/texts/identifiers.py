"""Names, numbers and dates of people and things."""

from api.problems.texts import Text

TEXTS = {
    "thing-empty": Text(
        "Vul een naam, een nummer of een omschrijving in.", "Fill in a name, a number or a description."
    ),
    "identifier-kind-missing": Text("Zeg wat voor nummer dit is.", "Say what kind of number this is."),
    "identifier-kind-unknown": Text("Kies een van: {known}.", "Choose one of: {known}."),
    "identifier-empty": Text("Vul het nummer in ({kind}).", "Fill in the number ({kind})."),
    "identifier-too-long": Text(
        "Dit is te lang: hooguit {maximum} tekens.", "This is too long: at most {maximum} characters."
    ),
    "identifier-unreadable": Text(
        "Hierin staan tekens die niet te lezen zijn.", "This has characters that cannot be read."
    ),
    "identifier-format": Text(
        "Dit heeft niet de vorm die bij {kind} hoort.", "This does not have the form that goes with {kind}."
    ),
    "identifier-length": Text(
        "Dit heeft {found} cijfers of letters en dat past niet bij {kind}.",
        "This has {found} digits or letters, which does not fit {kind}.",
    ),
    "identifier-checksum": Text(
        "Het controlecijfer klopt niet; er zit een typefout in.", "The check digit is wrong; there is a typing error."
    ),
    "date-format": Text(
        "Dit is geen datum. Schrijf zoals {example}; maand en dag mogen weg.",
        "This is no date. Write as {example}; month and day may be left out.",
    ),
    "date-incomplete": Text(
        "Een dag kan niet zonder maand, en een maand niet zonder jaar.",
        "A day needs its month, and a month needs its year.",
    ),
    "date-out-of-range": Text(
        "Het jaar moet tussen {earliest} en {latest} liggen.", "The year must lie between {earliest} and {latest}."
    ),
    "date-not-in-calendar": Text("Deze datum bestaat niet.", "This date does not exist."),
    "date-in-future": Text("Deze datum moet in het verleden liggen.", "This date must be in the past."),
    "date-not-in-future": Text("Deze datum moet in de toekomst liggen.", "This date must be in the future."),
    "period-reversed": Text("Het einde ligt voor het begin.", "The end lies before the beginning."),
    "code-not-valid": Text(
        "De code {code} staat niet in de lijst, of geldt niet meer.", "The code {code} is not in the list, or has ended."
    ),
    "reason-missing": Text("Geef de reden.", "Give the reason."),
}  # fmt: skip
