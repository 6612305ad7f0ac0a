"""Importing: a file of signals, and what can be wrong with it as a whole or with one of its rows."""

from api.problems.texts import Text

TEXTS = {
    "import-file-missing": Text("Kies een bestand.", "Choose a file."),
    "import-empty": Text(
        "In dit bestand staan geen regels. De eerste regel noemt de kolommen; daaronder staat per regel één signaal.",
        "This file has no rows. The first row names the columns; each row below it is one signal.",
    ),
    "import-no-table": Text(
        "Dit is geen tabel. Sla het bestand op als CSV of als Excel-werkmap (.xlsx).",
        "This is no table. Save the file as CSV or as an Excel workbook (.xlsx).",
    ),
    "import-old-excel": Text(
        "Dit is een oude Excel-map (.xls), of er zit een wachtwoord op. Sla hem op als .xlsx zonder wachtwoord.",
        "This is an old Excel workbook (.xls), or it has a password. Save it as .xlsx without a password.",
    ),
    "import-broken": Text(
        "Dit bestand is niet heel, misschien is het onderweg afgebroken. Er is niets ingelezen. Sla het opnieuw op.",
        "This file is not whole; perhaps it was cut off on the way. Nothing was read. Save it anew.",
    ),
    "import-unreadable": Text(
        "Dit bestand is niet te lezen als tabel: misschien is het afgebroken of is een aanhalingsteken nooit gesloten."
        " Er is niets ingelezen.",
        "This file cannot be read as a table: perhaps it was cut off, or a quotation mark was never closed. Nothing was"
        " read.",
    ),
    "import-too-wide": Text(
        "Dit bestand heeft meer dan {most} kolommen. Haal weg wat niet over signalen gaat.",
        "This file has more than {most} columns. Take out what is not about signals.",
    ),
    "import-too-long": Text(
        "Dit bestand heeft meer dan {most} regels. Verdeel het over meer bestanden.",
        "This file has more than {most} rows. Divide it over several files.",
    ),
    "import-too-large-inside": Text(
        "Dit bestand wordt bij het openen veel te groot. Sla het op als CSV, of verdeel het.",
        "This file becomes far too large when it is opened. Save it as CSV, or divide it.",
    ),
    "import-cell-too-long": Text(
        "In regel {row} staat een cel met meer dan {most} tekens.",
        "In row {row} there is a cell with more than {most} characters.",
    ),
    "import-too-many": Text(
        "U hebt al {most} bestanden liggen. Maak er eerst een af, of gooi er een weg.",
        "You have {most} files waiting already. Finish one first, or throw one away.",
    ),
    "import-column-twice": Text(
        "Deze kolom hebt u al gekozen. Elke kolom kan maar één keer.",
        "You have chosen this column already. Each can be chosen once.",
    ),
    "import-no-columns": Text("Zeg van ten minste één kolom wat erin staat.", "Say of at least one column what is in it."),
    "import-row-cells": Text(
        "Deze regel heeft {found} cellen en geen {wanted}: misschien is hij afgebroken of verschoven. Kijk alles na.",
        "This row has {found} cells instead of {wanted}: perhaps it was cut off or has shifted. Check all of it.",
    ),
    "import-row-done": Text(
        "Deze regel is al een signaal", "This row is a signal already",
        "U kunt hem hier niet meer veranderen. Vul het signaal zelf aan.",
        "You cannot change it here any more. Add to the signal itself.",
    ),
    "import-busy": Text(
        "Er wordt nog aan dit bestand gewerkt", "This file is still being worked on",
        "Wacht tot alle regels zijn nagekeken of ingelezen.", "Wait until all rows are checked or imported.",
    ),
    "import-has-errors": Text(
        "Er zijn nog {count} regels met fouten. Verbeter ze, of lees alleen de goede regels in.",
        "There are still {count} rows with errors. Correct them, or import the good rows only.",
    ),
    "import-nothing-good": Text(
        "Er zijn geen goede regels om in te lezen.", "There are no good rows to import."
    ),
}  # fmt: skip
