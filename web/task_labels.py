"""Words of what waits for somebody: as a heading, and as what to do."""

from web.i18n import N_

TASK_LABELS: dict[str, dict[str, str]] = {
    "task": {
        "assess": N_("Signals to assess"),
        "supplement": N_("Signals sent back to you"),
        "answer": N_("Questions to answer"),
        "chase": N_("Questions to which no answer came in time"),
        "reply": N_("Interventions waiting for your yes or no"),
        "carry-out": N_("Interventions to carry out"),
        "overdue": N_("Interventions that are late"),
        "name-manager": N_("Cases without a case manager"),
        "weigh": N_("Ready to be weighed"),
        "advise": N_("Opinions to give"),
        "propose": N_("Interventions to propose"),
        "evaluate": N_("To be evaluated"),
        "close": N_("Cases to evaluate and close"),
        "act": N_("Actions you took on in a meeting"),
        "lead": N_("Meetings you lead"),
        "attend": N_("Meetings to prepare"),
    },
    "task_act": {
        "assess": N_("Assess this signal"),
        "supplement": N_("Add to this signal"),
        "answer": N_("Answer this question"),
        "chase": N_("Look at this question"),
        "reply": N_("Say yes or no"),
        "carry-out": N_("Report how it is going"),
        "overdue": N_("Look at this intervention"),
        "name-manager": N_("Name a case manager"),
        "weigh": N_("Weigh this subject"),
        "advise": N_("Give your opinion"),
        "propose": N_("Propose an intervention"),
        "evaluate": N_("Evaluate this subject"),
        "close": N_("Evaluate and close this case"),
        "act": N_("Say what became of it"),
        "lead": N_("Go to the meeting"),
        "attend": N_("Prepare this meeting"),
    },
}
