"""Intervention assignment."""

from api.problems.texts import Text

TEXTS = {
    "partner-takes-no-part": Text(
        "Deze partner neemt niet deel aan de casus.", "This partner takes no part in the case."
    ),
    "not-this-partners-intervention": Text(
        "Deze interventie hoort niet bij deze partner.", "This intervention is not one of this partner's."
    ),
    "not-the-assignee": Text(
        "Deze interventie is aan een andere organisatie toegewezen",
        "This intervention was assigned to another organisation",
        "Alleen de partner zelf antwoordt en meldt voortgang.", "Only the partner itself replies and reports.",
    ),
    "already-replied": Text(
        "Er is al geantwoord", "There is a reply already",
        "De stand is nu: {status}. Bekijk de interventie opnieuw.", "It now stands at: {status}. See it again.",
    ),
    "planned-whole": Text(
        "Vul beide datums in: het begin en het eind.", "Fill in both dates: the beginning and the end."
    ),
    "embargo-until": Text(
        "Hier ligt nog een embargo op", "An embargo still holds for this",
        "Begin niet vóór {until}. Plannen kan wel.", "Do not begin before {until}. Planning it is possible.",
    ),
    "embargo-waits": Text(
        "Hier ligt nog een embargo op", "An embargo still holds for this",
        "Eerst is {partner} aan de beurt. Plannen kan wel.", "{partner} comes first. Planning it is possible.",
    ),
    "already-lifted": Text(
        "Dit is al opgeheven", "This was lifted already",
        "De interventie hoeft hier niet meer op te wachten.", "The intervention no longer waits for it.",
    ),
    "intervention-over": Text(
        "Deze interventie is al voorbij", "This intervention is over",
        "De stand is nu: {status}. De volgorde doet er niet meer toe.", "It now stands at: {status}. Order no longer matters.",
    ),
    "dependency-one-of-both": Text(
        "Kies een andere interventie of een dag, niet allebei.", "Choose another intervention or a day, not both."
    ),
    "intervention-of-another-case": Text(
        "Deze interventie hoort niet bij deze casus.", "This intervention is not of this case."
    ),
    "dependency-circle": Text(
        "Dan wachten ze op elkaar. Kies een andere interventie.", "Then they wait for each other. Choose another one."
    ),
    "dependency-not-shared": Text(
        "De partner die moet wachten, ziet deze interventie niet. Kies een dag.",
        "The partner that would have to wait does not see this intervention. Choose a day.",
    ),
    "period-over": Text("Deze periode is al voorbij.", "This period is over."),
    "too-far-ahead": Text(
        "Dit is te ver vooruit: hoogstens {months} maanden.", "This is too far ahead: {months} months at most."
    ),
    "capacity-and-priority": Text(
        "Wie aanvaardt, noemt ook de capaciteit en de prioriteit.", "Who accepts also states capacity and priority."
    ),
}  # fmt: skip
