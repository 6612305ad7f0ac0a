"""Words for the codes that live in the code itself, per code list. Dated code lists bring labels of their own."""

from web.i18n import N_

LABELS: dict[str, dict[str, str]] = {
    "step": {
        "detection": N_("Detection"),
        "dossier": N_("Dossier building"),
        "weighing": N_("Weighing"),
        "assignment": N_("Assignment"),
        "execution": N_("Execution"),
        "evaluation": N_("Evaluation"),
        "closed": N_("Closed"),
    },
    "staff_role": {
        "reporter": N_("Reporter"),
        "handler": N_("Handler"),
        "mandate_holder": N_("Mandate holder"),
        "case_manager": N_("Case manager"),
        "preparation": N_("Preparation team"),
        "analyst": N_("RIEC analyst"),
        "chair": N_("Chair of the case meeting"),
        "privacy_officer": N_("Privacy officer"),
        "coordinating_dpo": N_("Coordinating data protection officer"),
        "auditor": N_("Auditor"),
        "functional_administrator": N_("Functional administrator"),
    },
    "subject_role": {
        "perpetrator": N_("Possible perpetrator"),
        "victim": N_("Possible victim"),
        "facilitator": N_("Possible facilitator"),
    },
    "compartment": {
        "T": N_("Supervision"),
        "R": N_("RIEC"),
        "Z": N_("Care"),
        "K": N_("Knowledge"),
        "P": N_("Police and prosecution"),
    },
}
"""Code list -> code -> English text. A room adds its own list here."""

RAIL = ("detection", "dossier", "weighing", "assignment", "execution", "evaluation")
"""The six steps in order, as the rail draws them."""
