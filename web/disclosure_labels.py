"""Words of disclosures: where one stands, what must hold, what suppliers say, and what recipients say afterwards."""

from web.i18n import N_

DISCLOSURE_LABELS: dict[str, dict[str, str]] = {
    "disclosure_status": {
        "drafted": N_("Drafted"),
        "asked": N_("With the suppliers"),
        "released": N_("Released"),
        "dropped": N_("Dropped"),
    },
    "recipient_kind": {
        "participant": N_("Participant of the RIEC"),
        "public": N_("Public body outside the RIEC"),
        "private": N_("Private party"),
    },
    "disclosure_basis": {
        "public_task": N_("A public task"),
        "legitimate_interest": N_("A legitimate interest"),
        "statutory_duty": N_("A statutory duty"),
    },
    "condition": {
        "ground": N_("There is a legal ground that holds today"),
        "compatible": N_("It serves a task or interest that fits this recipient"),
        "tax": N_("No data of the tax service go to a private party for its own interest"),
        "items": N_("All data are current, open and in sight"),
        "objections": N_("No supplier objects"),
        "consents": N_("Who must consent did so"),
        "advice": N_("The lawfulness advisory committee advised: fill in number and date at the decision"),
    },
    "consent": {
        "no_objection": N_("We have no objection"),
        "consents": N_("We consent"),
        "objects": N_("We object, for weighty reasons"),
    },
    "consent_explained": {
        "no_objection": N_("Without an answer before the date this is what we take it for."),
        "consents": N_("These data may go to this recipient, for this purpose."),
        "objects": N_(
            "Then nothing goes. You keep the reasons in your own organisation and do not write them here."
        ),
    },
    "feedback_state": {
        "open": N_("Not yet given"),
        "answered": N_("Given"),
        "overdue": N_("Late"),
        "ended": N_("Ended"),
    },
    "feedback_effect": {
        "intervention": N_("Used for an intervention"),
        "otherwise": N_("Used in another way"),
        "not_yet": N_("Not used yet"),
        "not_used": N_("Not used"),
    },
    "feedback_end": {
        "reported": N_("Everything was reported"),
        "destroyed": N_("What was received was destroyed"),
        "other": N_("Another reason"),
    },
    "change": {"corrected": N_("corrected since"), "withdrawn": N_("withdrawn since")},
}
