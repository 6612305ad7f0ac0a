"""Files in the stories, drawn when they are told: a floor plan, a rental contract, a photo with its place, a table of payments."""

import io
import random
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final
from uuid import UUID

import typst
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from domain import attachments
from domain.attachments import AttachToSignal, AttachToSubject, Intake, Scanner, Verdict

if TYPE_CHECKING:
    from api.demo.telling import Subject, Teller

CONTRACT: Final = """
#set page(paper: "a4", margin: 2.5cm)
#set text(size: 14pt, lang: "nl")
= Huurovereenkomst kamer
Verhuurder: *Duizendblad Verhuur*, Park De Helmplant, Zandvoort \\
Huurder: werknemer van de verhuurder \\
Huisje 14, kamer 3 (8 m#super[2]), gedeeld met twee anderen
+ De huur is € 650 per maand per bed en wordt door de werkgever op het loon ingehouden.
+ Huurder levert bij aanvang het paspoort in ter inschrijving en krijgt het bij vertrek terug.
+ Bij einde van het werk eindigt de huur dezelfde dag.
+ Bezoek is alleen toegestaan na toestemming van de beheerder.
#v(1cm)
Getekend te Zandvoort
#pagebreak()
= Bijlage bij de huurovereenkomst
#table(columns: 3, [*Inhouding*], [*Per maand*], [*Grondslag*], [Bed], [€ 650], [Artikel 1], [Vervoer], [€ 120], [Afspraak],
  [Werkkleding], [€ 45], [Afspraak])
"""


class OurOwn(Scanner):
    """Finds nothing in what was drawn here a moment ago; what people send themselves is not looked at by this."""

    def scan(self, pieces: Iterable[bytes]) -> Verdict:
        """Nothing can be in it."""
        return Verdict.CLEAN


def attach(
    teller: "Teller",
    of: "Subject",
    attach: str,
    by: str,
    category: str,
    source: str,
    text: str,
    held: bool = False,
) -> None:
    """A partner adds a file about a subject; one that is held was never scanned."""
    session, actor = teller.acting(by)
    name, content = FILES[attach]
    intake = Intake(teller.region.vault, None if held else OurOwn(""))
    said = AttachToSubject(description=text, category=category, source=source, attested=True)
    made = attachments.attach_to_subject(session, actor, of.id, said, intake.take(name, [content()]))
    teller.places[f"attachment {attach}"] = f"/attachments/{made.id}"


def with_signal(teller: "Teller", signal_id: UUID, by: str, text: str) -> None:
    """Whoever reports a signal adds a photo to it."""
    session, actor = teller.acting(by)
    upload = Intake(teller.region.vault, OurOwn("")).take("IMG_20261103.jpg", [photo()])
    made = attachments.attach_to_signal(session, actor, signal_id, AttachToSignal(description=text), upload)
    teller.places["attachment photo"] = f"/attachments/{made.id}"


def floor_plan() -> bytes:
    """The first floor of a house with too many beds, as a draughtsman draws it."""
    plan = Image.new("RGB", (1200, 800), "white")
    draw, font = ImageDraw.Draw(plan), ImageFont.load_default(26)
    rooms = [
        (60, 60, 460, 360),
        (460, 60, 800, 360),
        (800, 60, 1140, 360),
        (60, 440, 560, 740),
        (560, 440, 1140, 740),
    ]
    for number, (left, top, right, bottom) in enumerate(rooms, start=1):
        draw.rectangle((left, top, right, bottom), outline="black", width=6)
        draw.text((left + 20, top + 16), f"Kamer {number}" if number < 5 else "Keuken", "black", font)
        for bed in range(3 if number < 5 else 0):
            at = left + 30 + bed * (right - left - 40) // 3
            draw.rectangle((at, bottom - 170, at + 70, bottom - 30), outline="black", width=3)
            draw.line((at, bottom - 135, at + 70, bottom - 135), "black", 2)
    draw.text((60, 760), "Park De Helmplant, huisje 14  schaal 1:100", "black", font)
    draw.text((620, 385), "Gang", "black", font)
    return _saved(plan, "PNG")


def photo() -> bytes:
    """A van before a shed in the dusk, with the place in it where it was taken."""
    chance, size = random.Random(7), (1600, 1200)  # noqa: S311 - the same picture each time
    scene = Image.new("RGB", size)
    draw = ImageDraw.Draw(scene)
    for y in range(size[1]):
        shade = y / size[1]
        draw.line((0, y, size[0], y), (int(70 + 90 * shade), int(80 + 60 * shade), int(120 - 50 * shade)))
    draw.rectangle((0, 820, 1600, 1200), "#4a4f46")
    draw.polygon([(180, 820), (180, 420), (620, 260), (1060, 420), (1060, 820)], "#5d5348")
    draw.rectangle((480, 560, 760, 820), "#39332d")
    draw.rectangle((1020, 700, 1420, 930), "#d9d9d4")
    draw.polygon([(1420, 930), (1420, 720), (1500, 800), (1530, 930)], "#d9d9d4")
    draw.polygon([(1425, 735), (1490, 805), (1425, 805)], "#39434d")
    for wheel in (1110, 1420):
        draw.ellipse((wheel - 50, 885, wheel + 50, 985), "#1c1c1c")
    for _ in range(9000):
        x, y = chance.randrange(1600), chance.randrange(820, 1200)
        draw.point((x, y), chance.choice(["#565b51", "#3f443c"]))
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Telefoon", "T-100"
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 23.0, 5.0), 3: "E", 4: (4.0, 38.0, 12.0)})
    return _saved(scene.filter(ImageFilter.GaussianBlur(1.2)), "JPEG", exif=exif, quality=88)


def contract() -> bytes:
    """A rental contract with a page of what is kept from the wages."""
    return bytes(typst.compile(CONTRACT.encode(), format="pdf"))


def payments() -> bytes:
    """What was paid in cash, week by week."""
    lines = ["week;kamer;bedrag;betaald door"]
    lines += [f"{week};{room};162,50;contant" for week in range(36, 42) for room in range(1, 5)]
    return "\n".join(lines).encode()


def _saved(picture: Image.Image, name: str, **more: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, name, **more)
    return out.getvalue()


FILES: Final = {
    "floor plan": ("plattegrond-verdieping.png", floor_plan),
    "contract": ("huurovereenkomst.pdf", contract),
    "payments": ("betalingen.csv", payments),
}
