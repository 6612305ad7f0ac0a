"""Words for whom something is: the circle of a row and of a case, emergencies, and what others may know."""

from web.i18n import N_

CIRCLE_LABELS: dict[str, dict[str, str]] = {
    "for_whom": {
        "everybody": N_("Everybody whom the rules allow"),
        "named": N_("Named persons"),
        "closed": N_("Closed: one person of the RIEC"),
    },
    "closed_to": {"named": N_("for named persons"), "closed": N_("closed")},
    "source_reliability": {
        "A": N_("A: completely reliable"),
        "B": N_("B: usually reliable"),
        "C": N_("C: fairly reliable"),
        "D": N_("D: usually not reliable"),
        "E": N_("E: not reliable"),
        "F": N_("F: cannot be judged"),
    },
    "content_credibility": {
        "1": N_("1: confirmed by others"),
        "2": N_("2: probably true"),
        "3": N_("3: possibly true"),
        "4": N_("4: doubtful"),
        "5": N_("5: improbable"),
        "6": N_("6: cannot be judged"),
    },
    "withdrawn_for": {
        "incorrect": N_("It is not correct"),
        "unlawful": N_("We should not have held or shared it"),
        "unnecessary": N_("It is not needed for this case"),
    },
    "circle_act": {
        "name": N_("Name persons"),
        "unname": N_("Remove a named person"),
        "open": N_("Open to all colleagues"),
        "bar": N_("Bar a person"),
        "lift": N_("Lift a bar"),
        "end": N_("End the participation"),
    },
    "circle_decision": {
        "named": N_("Named"),
        "unnamed": N_("No longer named"),
        "opened": N_("Open to all colleagues again"),
        "barred": N_("Barred"),
        "lifted": N_("Bar lifted"),
        "left": N_("Participation ended"),
    },
    "emergency_verdict": {"justified": N_("Justified"), "not_justified": N_("Not justified")},
    "known_answer": {
        "known": N_("Known"),
        "not_known": N_("Not known"),
        "by_hand": N_("A person will answer"),
    },
    "known_basis": {
        "bsn": N_("citizen service number"),
        "kvk": N_("Chamber of Commerce number"),
        "bag": N_("address id (BAG)"),
        "phone": N_("phone number"),
        "licence_plate": N_("licence plate"),
        "iban": N_("bank account"),
        "name_and_birth_date": N_("full name and date of birth"),
    },
}
