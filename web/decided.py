"""Words for what is decided, promised and reported: weighing, assignment, execution and evaluation."""

from web.i18n import N_

DECISIONS: dict[str, dict[str, str]] = {
    "outcome": {
        "approach": N_("Act, together or by one partner"),
        "back": N_("Back to the dossier"),
        "hand_over": N_("Hand over to another organisation"),
        "none": N_("No further action"),
    },
    "outcome_explained": {
        "approach": N_("Interventions are proposed to partners. Each partner answers for itself."),
        "back": N_("Something is missing. Partners add to the dossier, and after that it is weighed again."),
        "hand_over": N_("Another organisation is better placed. For this subject it ends here."),
        "none": N_("There is not enough, or acting would do more harm. For this subject it ends here."),
    },
    "certainty": {
        "unclear": N_("Unclear"),
        "possible": N_("Possible"),
        "plausible": N_("Plausible"),
    },
    "certainty_explained": {
        "unclear": N_("The information points in several directions."),
        "possible": N_("There are indications, from one source or one moment."),
        "plausible": N_("Several independent sources point the same way."),
    },
    "intervention_status": {
        "proposed": N_("Waiting for the partner's answer"),
        "accepted": N_("Accepted"),
        "refused": N_("Refused"),
        "deferred": N_("Put off"),
        "in_progress": N_("Under way"),
        "completed": N_("Completed"),
    },
    "reply": {
        "accepted": N_("Yes, we do this"),
        "refused": N_("No, we do not do this"),
        "deferred": N_("Not now, we answer later"),
    },
    "reply_explained": {
        "accepted": N_("State how many hours you have for it and which priority it gets."),
        "refused": N_("Write why. The chair can then ask another partner."),
        "deferred": N_("Write why, and until when. It stays open for your answer."),
    },
    "priority": {
        "high": N_("High"),
        "normal": N_("Normal"),
        "low": N_("Low"),
    },
    "result": {
        "reached": N_("Reached"),
        "partly": N_("Partly reached"),
        "not_reached": N_("Not reached"),
        "impossible": N_("Could not be carried out"),
    },
    "goal": {
        "reached": N_("Reached"),
        "partly": N_("Partly reached"),
        "not_reached": N_("Not reached"),
        "unknown": N_("Cannot be said yet"),
    },
    "closure": {
        "goal_reached": N_("The goal is reached"),
        "insufficient": N_("There is not enough to go on"),
        "handed_over": N_("Another organisation takes it further"),
        "left": N_("The people or the company left the region"),
    },
    "reopening": {
        "new_facts": N_("There are new facts"),
        "not_solved": N_("The problem is not gone"),
        "partner_asks": N_("A partner asks for it"),
        "mistake": N_("It should not have been closed"),
    },
}
"""Code list -> code -> English text."""
