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
    "capacity-and-priority": Text(
        "Wie aanvaardt, noemt ook de capaciteit en de prioriteit.", "Who accepts also states capacity and priority."
    ),
}  # fmt: skip
