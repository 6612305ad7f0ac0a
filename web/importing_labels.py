"""Words for importing: how a row stands."""

from web.i18n import N_

IMPORTING_LABELS: dict[str, dict[str, str]] = {
    "import_status": {
        "wrong": N_("Something is wrong"),
        "double": N_("Here already"),
        "good": N_("Good"),
        "imported": N_("Is a signal now"),
        "waiting": N_("Not looked at yet"),
    },
    "import_yes": {"true": N_("yes"), "false": N_("no")},
}
