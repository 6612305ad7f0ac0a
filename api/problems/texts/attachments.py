"""Files that were sent along."""

from api.problems.texts import Text

TEXTS = {
    "attachment-too-large": Text(
        "Dit bestand is te groot: hoogstens {limit} MB.", "This file is too large: {limit} MB at most."
    ),
    "attachment-several": Text("Stuur een bestand tegelijk.", "Send one file at a time."),
    "attachment-empty": Text("Dit bestand is leeg.", "This file is empty."),
    "attachment-kind": Text(
        "Dit soort bestand kan niet. Wel: PDF, JPEG, HEIC, PNG, WebP, tekst, CSV, DOCX, XLSX, ODT en ODS.",
        "This kind of file is not taken. What is: PDF, JPEG, HEIC, PNG, WebP, text, CSV, DOCX, XLSX, ODT and ODS.",
    ),
    "attachment-two-kinds": Text(
        "Dit bestand is ook een ander soort bestand. Sla het opnieuw op en probeer het nog eens.",
        "This file is another kind of file as well. Save it anew and try again.",
    ),
    "attachment-broken": Text(
        "Dit bestand is beschadigd of niet te lezen. Open het, sla het opnieuw op en probeer het nog eens.",
        "This file is damaged or cannot be read. Open it, save it anew and try again.",
    ),
    "attachment-locked": Text(
        "Dit bestand heeft een wachtwoord. Haal dat eraf en probeer het nog eens.",
        "This file has a password. Take it off and try again.",
    ),
    "attachment-active": Text(
        "In dit bestand zit een programma, zoals een macro. Sla het op zonder, of als PDF.",
        "There is a program in this file, such as a macro. Save it without, or as PDF.",
    ),
    "attachment-picture-inside": Text(
        "In dit bestand zit een afbeelding waarin gegevens verstopt kunnen zijn: een HEIC- of AVIF-foto, een grote TIFF, een EPS, of een tekening (EMF, WMF) met een foto erin. Zet er een JPEG of PNG in, of sla het op als PDF.",
        "There is a picture in this file that can hide data: a HEIC or AVIF photo, a large TIFF, an EPS, or a drawing (EMF, WMF) with a photo in it. Put a JPEG or PNG in its place, or save it as PDF.",
    ),
    "attachment-bomb": Text(
        "Dit bestand wordt veel te groot als het wordt uitgepakt.", "This file becomes far too large when it is unpacked."
    ),
    "attachment-pixels": Text(
        "Deze afbeelding heeft te veel beeldpunten: hoogstens 60 miljoen.", "This picture has too many pixels: 60 million at most."
    ),
    "attachment-infected": Text(
        "In dit bestand zit een virus. Het is niet bewaard. Meld het bij uw beveiliger.",
        "There is a virus in this file. It was not kept. Tell your security officer.",
    ),
    "attachment-there-already": Text(
        "Dit bestand staat hier al. Kies het bestand dat in de plaats moet komen.",
        "This file is here already. Choose the file that has to take its place.",
    ),
    "attachments-too-many": Text(
        "Uw organisatie heeft hier al {limit} bestanden; meer kan niet.",
        "Your organisation has {limit} files here already; that is the most.",
    ),
    "upload-cut-off": Text(
        "Het bestand kwam niet helemaal aan", "The file did not arrive whole",
        "Er is niets bewaard. Probeer het nog eens.", "Nothing was kept. Try again.",
    ),
}  # fmt: skip
