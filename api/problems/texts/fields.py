"""What can be wrong with one field, whatever the field is."""

from api.problems.texts import Text

TEXTS = {
    "required": Text("Vul dit in.", "Fill this in."),
    "unknown-field": Text("Dit veld bestaat hier niet.", "There is no such field here."),
    "invalid-value": Text("Deze waarde klopt niet.", "This value is not right."),
    "not-text": Text("Dit moet tekst zijn.", "This must be text."),
    "not-readable-text": Text(
        "Deze tekst bevat tekens die niet te lezen zijn.", "This text has characters that cannot be read."
    ),
    "text-too-short": Text(
        "Dit is te kort: schrijf ten minste {min_length} tekens.",
        "This is too short: write at least {min_length} characters.",
    ),
    "text-too-long": Text(
        "Dit is te lang: schrijf hooguit {max_length} tekens.",
        "This is too long: write at most {max_length} characters.",
    ),
    "not-the-pattern": Text(
        "Deze waarde heeft niet de juiste vorm.", "This value does not have the right form."
    ),
    "not-a-choice": Text("Kies een van de mogelijkheden.", "Choose one of the possibilities."),
    "not-a-number": Text("Dit moet een getal zijn.", "This must be a number."),
    "not-whole": Text("Dit moet een heel getal zijn.", "This must be a whole number."),
    "number-too-small": Text("Dit getal is te klein.", "This number is too small."),
    "number-too-large": Text("Dit getal is te groot.", "This number is too large."),
    "number-too-precise": Text("Dit getal heeft te veel cijfers.", "This number has too many digits."),
    "not-a-date": Text(
        "Dit moet een datum zijn, zoals 2026-11-17.", "This must be a date, such as 2026-11-17."
    ),
    "not-in-the-past": Text("Deze datum moet in het verleden liggen.", "This date must be in the past."),
    "not-in-the-future": Text("Deze datum moet in de toekomst liggen.", "This date must be in the future."),
    "not-a-time": Text("Dit moet een tijd zijn, zoals 14:05.", "This must be a time, such as 14:05."),
    "not-a-moment": Text(
        "Dit moet een tijdstip zijn met een tijdzone, zoals 2026-11-17T14:05:00+01:00.",
        "This must be a moment with a time zone, such as 2026-11-17T14:05:00+01:00.",
    ),
    "not-a-duration": Text("Dit moet een duur zijn, zoals P14D.", "This must be a duration, such as P14D."),
    "not-yes-or-no": Text(
        "Dit moet ja of nee zijn (true of false).", "This must be yes or no (true or false)."
    ),
    "not-a-list": Text("Dit moet een lijst zijn.", "This must be a list."),
    "list-too-short": Text("Noem er ten minste {min_length}.", "Name at least {min_length}."),
    "list-too-long": Text("Noem er hooguit {max_length}.", "Name at most {max_length}."),
    "not-an-object": Text("Dit moet een object met velden zijn.", "This must be an object with fields."),
    "not-an-id": Text("Dit is geen geldig kenmerk (UUID).", "This is not a valid identifier (UUID)."),
    "not-a-web-address": Text("Dit is geen geldig webadres.", "This is not a valid web address."),
    "not-json": Text("Dit is geen geldige JSON.", "This is not valid JSON."),
    "too-deep": Text("Dit is te diep genest.", "This is nested too deeply."),
    "must-be-empty": Text("Laat dit leeg.", "Leave this empty."),
}
