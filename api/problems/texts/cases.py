"""Cases: opening, phases, participants; and who may take the step that comes next."""

from api.problems.texts import Text

TEXTS = {
    "seen-before": Text(
        "U kunt hier al iets van zien", "You can already see something of this",
        "Kijk eerst wat er staat. Is het iemand of iets anders, verstuur het formulier dan nog eens.",
        "Look first at what there is. Is it somebody or something else, then send the form once more.",
    ),
    "case-closed": Text(
        "De casus is gesloten", "The case is closed",
        "Aan een gesloten casus kan niets meer worden toegevoegd.", "Nothing can be added to a closed case.",
    ),
    "overtaken": Text(
        "Iemand anders was u voor", "Somebody else was first",
        "De stap is intussen al gezet. Bekijk hoe het nu staat.",
        "The step has been taken meanwhile. See how it stands now.",
    ),
    "organisation-cannot-join": Text(
        "Deze organisatie kan niet aan deze casus deelnemen.", "This organisation cannot take part in this case."
    ),
    "not-a-case-manager": Text(
        "Deze persoon is geen casemanager van de gemeente.", "This person is no case manager of the municipality."
    ),
    "not-a-municipality": Text(
        "Dit doet de gemeente", "The municipality does this",
        "Alleen een gemeente noemt haar casemanager.", "Only a municipality names its case manager.",
    ),
    "phase-not-for-scans": Text("Deze fase hoort niet bij een scan.", "This phase does not go with a scan."),
    "phase-order": Text(
        "De fasen gaan op volgorde open", "Phases open in order",
        "Nu is fase {open} open; gevraagd is fase {asked}.", "Phase {open} is open now; phase {asked} was asked for.",
    ),
    "subject-of-another-case": Text(
        "Dit subject hoort bij een andere casus.", "This subject belongs to another case."
    ),
    "riec-only": Text(
        "Dit doet het RIEC", "The RIEC does this",
        "Alleen het RIEC legt een besluit van het casusoverleg vast.",
        "Only the RIEC records a decision of the case meeting.",
    ),
}  # fmt: skip
