"""Sharing rules and the agreements they rest on."""

from api.problems.texts import Text

TEXTS = {
    "agreement-unknown": Text(
        "Deze afspraak bestaat niet of geldt niet meer.", "This agreement does not exist or has ended."
    ),
    "persons-only-when-named": Text(
        "Kies “genoemde personen” of “gesloten”, of vink niemand aan.",
        "Choose “named persons” or “closed”, or tick nobody.",
    ),
    "nobody-named": Text("Kies voor wie het is.", "Choose whom it is for."),
    "person-cannot-read": Text(
        "Niet iedereen die u koos, kan dit soort gegevens hier nu zien.",
        "Not everybody you chose can see this kind of data here now.",
    ),
    "one-person-of-the-riec": Text(
        "Gesloten is voor precies één persoon van het RIEC.", "Closed is for exactly one person of the RIEC."
    ),
    "withdrawn": Text(
        "Dit is ingetrokken", "This was withdrawn",
        "Aan wat is ingetrokken, verandert niemand meer iets.", "Nobody changes what was withdrawn any more.",
    ),
}  # fmt: skip
