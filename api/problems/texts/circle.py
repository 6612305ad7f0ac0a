"""Who of an organisation takes part in a case, and access in an emergency."""

from api.problems.texts import Text

TEXTS = {
    "takes-no-part": Text(
        "Deze organisatie doet niet mee aan deze casus.", "This organisation takes no part in this case."
    ),
    "not-your-people": Text(
        "Dit zijn geen mensen van u", "These are not your people",
        "Wie meedoet namens een organisatie, besluit die organisatie zelf of de voorzitter van het casusoverleg.",
        "Who takes part for an organisation is decided by that organisation, or by the chair of the case meeting.",
    ),
    "who-is-it-about": Text("Kies over wie het gaat.", "Choose whom it is about."),
    "about-no-person": Text(
        "Dit besluit gaat over de hele organisatie, niet over personen.",
        "This decision is about the whole organisation and not about persons.",
    ),
    "named-twice": Text("Iemand staat er twee keer in.", "Somebody is in it twice."),
    "not-eligible": Text(
        "Kies iemand van deze organisatie die aan casussen werkt en is toegelaten.",
        "Choose somebody of this organisation who works on cases and is admitted.",
    ),
    "riec-stays": Text("Het RIEC kan een casus niet verlaten.", "The RIEC cannot leave a case."),
    "so-already": Text(
        "Dat is al zo", "It is so already",
        "Er verandert niets voor {names}. Bekijk hoe de kring nu is.",
        "Nothing changes for {names}. See how the circle is now.",
    ),
    "already-open": Text(
        "De casus is al open voor deze organisatie", "The case is open to this organisation already",
        "Er zijn geen personen genoemd.", "No persons are named.",
    ),
    "naming-is-required": Text(
        "Personen moeten genoemd zijn", "Persons must be named",
        "De regio heeft besloten dat in een casus personen worden genoemd. Noem er meer, of haal er een weg.",
        "The region decided that persons are named in a case. Name more of them, or remove one.",
    ),
    "nobody-left": Text(
        "Dan blijft er niemand over", "Then nobody is left",
        "Noem eerst iemand anders, of laat de organisatie de casus verlaten.",
        "Name somebody else first, or let the organisation leave the case.",
    ),
    "persons-only": Text(
        "Dit kan alleen een persoon", "Only a person can do this",
        "Een programma krijgt geen toegang bij nood.", "A program gets no access in an emergency.",
    ),
    "in-sight-already": Text(
        "U ziet deze casus al", "You see this case already",
        "Toegang bij nood is niet nodig. Zoek de casus in de lijst.",
        "Access in an emergency is not needed. Find the case in the list.",
    ),
    "over-already": Text(
        "Deze toegang is al voorbij", "This access is over already",
        "Er is niets te beëindigen.", "There is nothing to end.",
    ),
    "emergency-runs": Text(
        "Deze toegang loopt nog", "This access still runs",
        "Beëindig de toegang eerst, of wacht tot de tijd om is.", "End it first, or wait until its time is over.",
    ),
    "reviewed-already": Text(
        "Dit is al beoordeeld", "This was reviewed already",
        "Een oordeel wordt niet veranderd.", "A verdict is not changed.",
    ),
    "not-yours-to-review": Text(
        "Dit beoordeelt iemand anders", "Somebody else reviews this",
        "De privacyfunctionaris van de organisatie of de coördinerend FG doet dit, en nooit over zichzelf.",
        "The privacy officer of the organisation or the coordinating DPO does, and never about themselves.",
    ),
}  # fmt: skip
