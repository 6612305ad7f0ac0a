"""Preparation team, analyst and chair: a signal becomes a case, a subject is weighed, an intervention proposed."""

from uuid import UUID

from playwright.sync_api import expect

from domain import detection, weighing
from tests.browser import steps
from tests.browser.journeys.conftest import WAYS, Way

ADVICE = "Wij zien genoeg voor een controle."
SEARCHERS = dict(zip(WAYS, ("analyst", "preparer", "chair", "detective"), strict=True))
"""Each time somebody else: for what one searches stays filled in for the day."""


def test_brings_a_signal_to_an_intervention(way: Way) -> None:
    title, company = f"Kas aan de vaart ({way.name})", f"Kwekerij De Vaart {way.name}"
    signal_id = way.world.signal(place=f"Vaart 3, {way.name}")
    with way.world.acting("preparer") as (session, actor):
        number = detection.signal(session, actor, signal_id).number
    preparer = way.hand("preparer")
    preparer.open("/")
    preparer.sees("Signalen om te beoordelen")

    preparer.open(f"/signals/{signal_id}/assess")
    preparer.send("Besluit vastleggen")  # nothing is decided by leaving things open
    expect(preparer.page.locator(".error-summary")).to_be_visible()
    steps.take_up(preparer, number, title)
    preparer.open("/cases")
    preparer.follow(title)
    case = preparer.path
    assert title not in way.hand("tax_officer").open("/cases")
    way.world.joined(UUID(case.split("/")[-1]), "inspectorate", "police")

    analyst = way.hand("analyst")
    subject = steps.add_subject(analyst, case, company)
    steps.conclude(analyst, subject)
    analyst.open(subject)
    analyst.sees("Nog 2 adviezen van partners nodig")
    for name in ("inspector", "detective"):
        given = weighing.GiveOpinion(advice="approach", text=f"{ADVICE} ({name})")
        with way.world.acting(name) as (session, actor):
            weighing.give_opinion(session, actor, UUID(subject.split("/")[-1]), given)

    chair = way.hand("chair")
    chair.open(f"{subject}/weigh")
    chair.sees(f"{ADVICE} (inspector)", f"{ADVICE} (detective)", "Wie gaat dit zien?")
    chair.fill("[name=necessity]", "Anders gaat het door.")
    chair.send("Weging vastleggen")
    expect(chair.page.locator(".error-summary")).to_be_visible()
    expect(chair.page.locator("[name=necessity]")).to_have_value("Anders gaat het door.")
    steps.weigh(chair, subject)
    intervention = steps.propose(chair, subject, f"Kijk achter de kas ({way.name}).")
    assert "Kijk achter de kas" in chair.open(intervention)

    detective = way.hand("detective")
    detective.open(intervention)
    detective.misses("Kijk achter de kas")
    neighbour = way.hand("neighbour")
    assert neighbour.status(intervention) == 404
    neighbour.misses(company, title)


def test_searches_with_a_purpose(way: Way) -> None:
    company = f"Spoorzicht {way.name}"
    case_id = way.case(f"Hotel bij het spoor ({way.name})", "police")
    way.world.subject(case_id, company)
    searcher = way.hand(SEARCHERS[way.name])
    searcher.open("/search")
    searcher.fill("[name=query]", company)
    searcher.send("Zoeken")
    expect(searcher.page.locator("[name=purpose][aria-invalid=true]")).to_be_visible()
    searcher.misses("/subjects/")

    searcher.fill("[name=purpose]", "Toets van een nieuw signaal")
    searcher.send("Zoeken")
    results = searcher.page.locator("#results")
    expect(results).to_contain_text(company)
    if way.scripts:
        expect(results).to_be_focused()
    searcher.follow(company)
    assert searcher.path.startswith("/subjects/")
    assert "?" not in searcher.page.url  # what was looked for stands in no address
    searcher.open("/search")
    searcher.sees("Toets van een nieuw signaal")

    neighbour = way.hand("neighbour")
    neighbour.open("/search")
    neighbour.fill("[name=query]", company)
    neighbour.fill("[name=purpose]", "Nieuwsgierig")
    neighbour.send("Zoeken")
    neighbour.sees("Niets gevonden voor", "Dat zegt niet dat er niets bestaat")
    neighbour.misses("/subjects/", "Hotel bij het spoor")
