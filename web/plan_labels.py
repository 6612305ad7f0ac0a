"""Words of the plan: what does not fit, until when one waits, and periods of capacity."""

from web.i18n import N_

PLAN_LABELS: dict[str, dict[str, str]] = {
    "clash": {
        "order": N_("Begins before what comes first"),
        "embargo": N_("Begins before its embargo ends"),
        "late": N_("Ready later than was asked"),
        "capacity": N_("The partner promised more than it has room for"),
    },
    "waits_until": {
        "started": N_("until it has started"),
        "completed": N_("until it is completed"),
    },
    "period": {
        "month": N_("Month"),
        "quarter": N_("Quarter"),
    },
}

PLANNED: dict[str, str] = {
    "assignment.scheduled": N_("The partner planned an intervention"),
    "assignment.dependency_added": N_("It was said what an intervention waits for"),
    "assignment.dependency_lifted": N_("An intervention no longer waits for something"),
}
