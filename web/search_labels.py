"""Words for what is found, and for where it was found."""

from web.i18n import N_

SEARCH_LABELS: dict[str, dict[str, str]] = {
    "hit": {
        "signal": N_("Signals"),
        "case": N_("Cases"),
        "subject": N_("Subjects"),
        "attachment": N_("Files"),
    },
    "search_field": {
        "number": N_("Number"),
        "title": N_("Title"),
        "name": N_("Name"),
        "name_parts": N_("Name in parts"),
        "aliases": N_("Other names"),
        "place": N_("Place"),
        "identifier": N_("Number or address"),
        "identifier_raw": N_("Number or address"),
        "narrative": N_("What was seen"),
        "purpose": N_("Purpose"),
        "description": N_("Description"),
        "reference": N_("Own reference"),
        "source": N_("Source"),
        "municipality": N_("Municipality"),
    },
}
