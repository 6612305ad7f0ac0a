"""One meeting of four organisations, in four browsers: the wall changes with who is in the room, by itself.

The chair has two windows: the screen on the wall, and the page from which the meeting is led, by keyboard.
"""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from domain import dossier, meetings
from tests.browser.conftest import PATIENCE, Region
from tests.browser.hands import Mouse
from tests.domain import meeting as told


def said(page: Page, text: str) -> None:
    """The page says so, without anybody touching it."""
    expect(page.locator("#live")).to_contain_text(text, timeout=PATIENCE)


def not_said(page: Page, text: str) -> None:
    """The page says so no more."""
    expect(page.locator("#live")).not_to_contain_text(text, timeout=PATIENCE)


def test_the_wall_follows_who_is_in_the_room(region: Callable[..., Region]) -> None:
    opened = region()
    world = opened.world
    bakery = world.joined(world.case(), "police", "inspectorate", "tax")
    orchard = world.joined(world.case(), "police", "tax")
    subject = world.subject(bakery, "Bakkerij De Halm")
    with world.acting("permit_officer") as (session, actor):
        dossier.contribute(
            session, actor, subject,
            dossier.Contribute(category="housing", text="Elf mensen op één adres.", source="BRP", attested=True),
        )  # fmt: skip
    meeting_id, items = told.convened(world, bakery, orchard)
    with world.acting("chair") as (session, actor):
        meetings.start(session, actor, meeting_id)
        meetings.open_item(session, actor, items[0])
    address = f"{opened.address}/meetings/{meeting_id}"

    wall = opened.visit("chair")
    wall.goto(f"{address}/wall")
    said(wall, "Bakkerij De Halm")

    # Each on their own screen: the inspectorate takes part in one case, the police in both.
    detective, inspector, outsider = (opened.visit(one) for one in ("detective", "inspector", "neighbour"))
    for window in (detective, inspector):
        window.goto(address)
    expect(detective.locator("#agenda tbody tr")).to_have_count(2)
    expect(inspector.locator("#agenda tbody tr")).to_have_count(1)
    assert outsider.goto(address).status == 404

    # They come in, noted on the chair's page with the keyboard alone.
    lead = opened.visit("chair")
    lead.goto(f"{address}/room")
    for name in ("detective", "inspector"):
        button = lead.locator(f"#person-{world.people[name]} button[value=room]")
        button.focus()
        lead.keyboard.press("Enter")
        lead.wait_for_load_state()
    said(wall, "2 personen in de zaal")
    said(wall, "Elf mensen op één adres.")

    # The other case comes on the table: the inspector takes no part in it, and the wall is empty until she left.
    with world.acting("chair") as (session, actor):
        meetings.open_item(session, actor, items[1])
    said(wall, "Er staat nu geen casus op dit scherm")
    said(detective, "Op tafel")
    not_said(inspector, "Op tafel")
    lead.goto(f"{address}/room")
    Mouse(lead).send("Laat hen op de gang wachten")
    said(wall, "1 persoon in de zaal")
    not_said(wall, "Bakkerij De Halm")

    # One partner is too few to decide; what was typed stays, and with a second it is decided.
    item = f"{opened.address}/agenda-items/{items[1]}"
    lead.goto(f"{item}/decisions/new")
    lead.select_option("[name=kind]", "B16")
    lead.select_option("[name=responsibleId]", str(world.organisations["police"]))
    for name in ("text", "necessity", "proportionality", "subsidiarity"):
        lead.fill(f"[name={name}]", f"De politie begint: {name}.")
    Mouse(lead).send("Leg vast")
    expect(lead.locator(".error-summary")).to_contain_text("Te weinig partners", timeout=PATIENCE)
    assert lead.input_value("[name=text]") == "De politie begint: text."
    told.comes(world, meeting_id, "tax_officer")
    Mouse(lead).send("Leg vast")
    expect(lead.locator("#decisions")).to_contain_text("De politie begint: text.", timeout=PATIENCE)
    said(wall, "De politie begint: text.")

    # The channel breaks off in the middle of the meeting; when it is back the page looks again.
    wall.context.set_offline(True)
    told.comes(world, meeting_id, "tax_officer", "gone")
    wall.context.set_offline(False)
    said(wall, "1 persoon in de zaal")
