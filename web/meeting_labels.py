"""Words of case meetings: how one stands, where people are, and what became of what was agreed."""

from web.i18n import N_

MEETING_LABELS: dict[str, dict[str, str]] = {
    "meeting_state": {
        "planned": N_("Planned"),
        "convened": N_("Convened"),
        "running": N_("Going on now"),
        "closed": N_("Closed, minutes not adopted"),
        "adopted": N_("Minutes adopted"),
    },
    "agenda_section": {
        "new": N_("New cases"),
        "running": N_("Cases under way"),
        "closing": N_("To scale down or close"),
        "evaluation": N_("To evaluate"),
    },
    "agenda_reason": {
        "new": N_("not discussed before"),
        "weigh": N_("a subject is ready to be weighed"),
        "assign": N_("interventions have to be assigned"),
        "late": N_("an intervention is late"),
        "evaluate": N_("ready to be evaluated"),
    },
    "item_status": {
        "waiting": N_("Still to come"),
        "open": N_("On the table"),
        "done": N_("Discussed"),
    },
    "whereabouts": {
        "expected": N_("Not here yet"),
        "room": N_("In the room"),
        "corridor": N_("In the corridor"),
        "gone": N_("Left"),
    },
    "whereabouts_act": {
        "room": N_("Comes in"),
        "corridor": N_("Waits in the corridor"),
        "gone": N_("Leaves"),
    },
    "action_status": {
        "open": N_("Open"),
        "done": N_("Done"),
        "dropped": N_("Dropped"),
    },
    "action_outcome": {
        "progress": N_("We are working on it"),
        "done": N_("It is done"),
        "dropped": N_("It is not going to happen"),
    },
    "minute": {
        "draft": N_("Draft, for who was there"),
        "adopted": N_("Adopted"),
        "correction": N_("Correction"),
    },
}
