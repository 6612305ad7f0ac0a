"""Words of the evaluation above the case: the steps that are measured, and how a proposal stands."""

from web.i18n import N_

LEVEL_LABELS: dict[str, dict[str, str]] = {
    "measured": {
        "decide": N_("From signal to decision"),
        "dossier": N_("Building the dossier"),
        "weigh": N_("From dossier to weighing"),
        "assign": N_("From weighing to the first proposal"),
        "answer": N_("From proposal to yes or no"),
        "carry-out": N_("From yes to completed"),
        "close": N_("From opening to closing a case"),
    },
    "proposal_status": {
        "proposed": N_("Proposed"),
        "adopted": N_("Adopted"),
        "rejected": N_("Rejected"),
        "done": N_("Done"),
    },
}
