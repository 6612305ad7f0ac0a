"""Names, numbers and dates of people and things."""

from api.problems.texts import Text

TEXTS = {
    "thing-empty": Text(
        "Vul een naam, een nummer of een omschrijving in.", "Fill in a name, a number or a description."
    ),
    "name-parts-of-a-person": Text(
        "Alleen de naam van een persoon heeft delen. Laat ze hier leeg.",
        "Only the name of a person has parts. Leave them empty here.",
    ),
    "identifier-kind-missing": Text("Zeg wat voor nummer dit is.", "Say what kind of number this is."),
    "identifier-kind-unknown": Text(
        "Kies wat voor nummer dit is: {known}.", "Choose what kind of number this is: {known}."
    ),
    "identifier-empty": Text("Vul het nummer in ({kind}).", "Fill in the number ({kind})."),
    "identifier-too-long": Text(
        "Dit is te lang: hooguit {maximum} tekens.", "This is too long: at most {maximum} characters."
    ),
    "identifier-unreadable": Text(
        "Hierin staan tekens die niet te lezen zijn.", "This has characters that cannot be read."
    ),
    "identifier-format": Text(
        "Dit is niet te lezen als: {kind}. Een voorbeeld: {example}.",
        "This cannot be read as: {kind}. An example: {example}.",
    ),
    "identifier-length": Text(
        "Dit heeft {found} cijfers of letters. Dat past niet bij: {kind}. Een voorbeeld: {example}.",
        "This has {found} digits or letters. That does not fit: {kind}. An example: {example}.",
    ),
    "identifier-checksum": Text(
        "Het controlecijfer klopt niet: er zit een typefout in. Kijk het nummer na.",
        "The check digit is wrong: there is a typing error. Check the number.",
    ),
    "date-format": Text(
        "Dit is geen datum. Schrijf bijvoorbeeld {example}. Weet u minder? Dan is mei 1987 of 1987 ook goed.",
        "This is no date. Write for example {example}. Do you know less? Then May 1987 or 1987 will do.",
    ),
    "day-format": Text(
        "Dit is geen datum. Schrijf bijvoorbeeld 3-10-2026, 3 okt 2026 of gisteren.",
        "This is no date. Write for example 3-10-2026, 3 Oct 2026 or yesterday.",
    ),
    "day-incomplete": Text(
        "Noem ook de dag, bijvoorbeeld 3-10-2026.", "Name the day too, for example 3-10-2026."
    ),
    "date-incomplete": Text(
        "Een dag kan niet zonder maand, en een maand niet zonder jaar.",
        "A day needs its month, and a month needs its year.",
    ),
    "date-out-of-range": Text(
        "Het jaar moet tussen {earliest} en {latest} liggen.", "The year must lie between {earliest} and {latest}."
    ),
    "date-not-in-calendar": Text(
        "Deze datum bestaat niet. Schrijf eerst de dag, dan de maand, dan het jaar: 3-10-2026.",
        "This date does not exist. Write first the day, then the month, then the year: 3-10-2026.",
    ),
    "date-in-future": Text("Deze datum moet in het verleden liggen.", "This date must be in the past."),
    "date-not-in-future": Text("Deze datum moet in de toekomst liggen.", "This date must be in the future."),
    "period-reversed": Text("Het einde ligt voor het begin.", "The end lies before the beginning."),
    "code-not-valid": Text(
        "Dit staat niet in de lijst, of geldt niet meer. Kies opnieuw.",
        "This is not in the list, or has ended. Choose again.",
    ),
    "no-such-step": Text(
        "Deze stap wordt niet gemeten. De codes staan in de lijst.",
        "This step is not measured. The codes stand in the list.",
    ),
    "municipality-code": Text(
        "De code van een gemeente is GM en vier cijfers, bijvoorbeeld GM0361.",
        "The code of a municipality is GM and four digits, for example GM0361.",
    ),
    "reason-missing": Text("Geef de reden.", "Give the reason."),
}  # fmt: skip
