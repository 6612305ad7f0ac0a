"""Privacy officer, auditor and data protection officer: who saw what, and what was done."""

import re

from playwright.sync_api import expect

from domain import detection
from tests.browser.hands import Hand
from tests.browser.journeys.conftest import Way

STORY = "In het souterrain slapen vier vrouwen."


def _lines(hand: Hand) -> list[str]:
    return [" ".join(one.split()) for one in hand.page.locator("tbody tr").all_inner_texts()]


def test_sees_who_read_what_is_ours(way: Way) -> None:
    ours, theirs = (
        way.world.signal(by=name, narrative=STORY, place=f"Gracht 5, {way.name}")
        for name in ("permit_officer", "inspector")
    )
    with way.world.acting("preparer") as (session, actor):
        numbers = [detection.signal(session, actor, one).number for one in (ours, theirs)]
    detective = way.hand("detective")
    for one in (ours, theirs):
        detective.open(f"/signals/{one}")
    assert detective.status("/reads") == 403
    detective.misses(numbers[0], "<table")

    officer = way.hand("privacy_officer")
    officer.open("/")
    officer.follow("Wie las wat van ons is")
    officer.sees("Detective", "Politie Riva", numbers[0])
    officer.misses(STORY, numbers[1], f"Gracht 5, {way.name}")

    officer.fill("[name=about]", numbers[0])
    officer.send("Toon")
    found = _lines(officer)
    assert any("Detective" in one for one in found)
    assert all(numbers[0] in one for one in found)
    officer.choose("[name=organisation]", "Belastingdienst")
    officer.send("Toon")
    officer.sees("Niemand las het in deze periode")
    officer.fill("[name=since]", "31-2-2026")
    officer.send("Toon")
    officer.sees("Deze datum bestaat niet")
    expect(officer.page.locator("[name=since]")).to_have_value("31-2-2026")
    assert officer.status(f"/signals/{ours}") == 404
    officer.misses(STORY)


def test_audits_both_logs_without_seeing_content(way: Way) -> None:
    signal_id = way.world.signal(narrative=STORY)
    with way.world.acting("preparer") as (session, actor):
        number = detection.signal(session, actor, signal_id).number
    detective = way.hand("detective")
    detective.open(f"/signals/{signal_id}")
    assert detective.status("/logs/access") == 403
    detective.misses(number, "<table")

    for name in ("auditor", "dpo"):
        hand = way.hand(name)
        hand.open("/")
        hand.follow("De logboeken")
        hand.sees("Verzegelde regels", "schakel export-log log.jsonl", "schakel verify-log log.jsonl")

        hand.follow("Open het log van inzages")
        hand.fill("[name=about]", number)
        hand.choose("[name=what]", "signal")
        hand.send("Toon")
        found = _lines(hand)
        assert any("Detective" in one and "Eén signaal" in one for one in found)
        assert all(number in one for one in found)
        hand.arrive_by(hand.page.locator("tbody a", has_text="Detective").first)
        hand.sees("Alleen Detective")
        assert all("Detective" in one for one in _lines(hand))

        hand.open("/logs/access?outcome=refused")
        assert all("Geweigerd" in one for one in _lines(hand))
        hand.sees("Geweigerd")
        hand.misses(STORY)

        hand.open("/logs/events")
        hand.fill("[name=about]", number)
        hand.send("Toon")
        assert re.search(r"Inspector.*" + number, " ".join(_lines(hand)))
        hand.misses(STORY)
        assert hand.status(f"/signals/{signal_id}") == 404
        hand.misses(STORY, number)
