"""Sharing rules, the agreements they rest on, and rehearsing a change to them."""

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
    "agreement-no-covenant": Text(
        "Een deelregel staat op een convenant. Kies een convenant.", "A rule stands on a covenant. Choose a covenant."
    ),
    "agreement-ended-already": Text(
        "Deze afspraak is al beëindigd", "This agreement has ended already",
        "Leg een nieuwe versie vast als de partijen verder gaan.",
        "Register a new version when the parties go on.",
    ),
    "rule-ended-already": Text(
        "Deze deelregel geldt al niet meer", "This rule has ended already",
        "De regel is beëindigd, of de afspraak waarop hij stond. Geef een nieuwe regel.",
        "The rule was ended, or the agreement it stood on. Give a new rule.",
    ),
    "role-not-held": Text(
        "Deze medewerker heeft deze rol nu niet.", "This person does not hold this role now."
    ),
    "admission-ended-already": Text(
        "Deze toelating is al afgelopen", "This admission has ended already",
        "Er valt niets meer te beëindigen. Geef een nieuwe toelating als dat nodig is.",
        "There is nothing left to end. Give a new admission when that is needed.",
    ),
    "rule-given-already": Text(
        "Deze deelregel geldt al op deze afspraak.", "This rule holds already on this agreement."
    ),
    "excepted-already": Text(
        "Voor deze organisatie is er al een uitzondering aan deze kant.",
        "There is an exception for this organisation on this side already.",
    ),
    "organisation-unknown": Text(
        "Deze organisatie bestaat niet.", "This organisation does not exist."
    ),
    "parties-missing": Text("Kies minstens twee partijen.", "Choose at least two parties."),
    "date-not-to-come": Text("Kies vandaag of een eerdere dag.", "Choose today or an earlier day."),
    "date-to-come": Text("Kies een dag na vandaag.", "Choose a day after today."),
    "review-before-signing": Text(
        "De evaluatie komt na de ondertekening.", "The review comes after the signing."
    ),
    "file-hash-form": Text(
        "Een controlegetal is 64 tekens lang: cijfers en de letters a tot en met f.",
        "A hash has 64 characters: digits and the letters a to f.",
    ),
    "version-of-another-kind": Text(
        "De vorige versie bestaat niet, of is een andere soort afspraak.",
        "The version before does not exist, or is another kind of agreement.",
    ),
    "version-followed-already": Text(
        "Er is al een nieuwere versie van die afspraak.", "There is a newer version of that agreement already."
    ),
    "rehearsal-decided-already": Text(
        "Over deze proefwijziging is al besloten", "This rehearsal was decided already",
        "Hij is doorgevoerd of vervallen. Begin een nieuwe.", "It was applied or dropped. Begin a new one.",
    ),
    "rehearsal-empty": Text(
        "Er is nog niets gewijzigd in deze proefwijziging", "Nothing was changed in this rehearsal yet",
        "Voeg eerst een wijziging toe.", "Add a change first.",
    ),
}  # fmt: skip
