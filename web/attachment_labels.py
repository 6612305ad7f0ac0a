"""Words for the codes of files."""

from web.i18n import N_

ATTACHMENT_LABELS: dict[str, dict[str, str]] = {
    "attachment_state": {
        "held": N_("Not yet scanned for viruses"),
        "clean": N_("Scanned for viruses"),
        "refused": N_("Refused: a virus was found"),
    },
    "replaced_for": {
        "incorrect": N_("It was the wrong file, or not correct"),
        "unlawful": N_("There was something in it that was not lawfully held"),
        "unnecessary": N_("There was more in it than was needed"),
    },
    "media_type": {
        "application/pdf": N_("PDF document"),
        "image/jpeg": N_("Photo (JPEG)"),
        "image/heic": N_("Photo (HEIC)"),
        "image/png": N_("Picture (PNG)"),
        "image/webp": N_("Picture (WebP)"),
        "text/plain": N_("Plain text"),
        "text/csv": N_("Table (CSV)"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document": N_("Text document (DOCX)"),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": N_("Spreadsheet (XLSX)"),
        "application/vnd.oasis.opendocument.text": N_("Text document (ODT)"),
        "application/vnd.oasis.opendocument.spreadsheet": N_("Spreadsheet (ODS)"),
    },
}
