"""The case manager: from what is late, through every page of the case, to what is needed next."""

from datetime import timedelta
from uuid import UUID

from playwright.sync_api import expect

from domain import dossier
from domain.calendar import today
from domain.dossier import Ask, Contribute, GiveAnswer
from tests.browser import steps
from tests.browser.journeys.conftest import Way, long_ago

TABS = ("Overzicht", "Dossier", "Vragen", "Weging", "Plan", "Tijdlijn")
BOOKS = "Twaalf jaar geen omzet opgegeven."


def _arrange(way: Way, title: str, question: str) -> tuple[UUID, UUID]:
    """A case of ten days ago with a question to which no answer came in time."""
    with long_ago(way.world.database, 10):
        case_id = way.managed(way.case(title, "inspectorate", "police", "tax"))
        subject_id = way.world.subject(case_id, "Wasserij Noord")
        phase = dossier.OpenPhase(phase=2, necessity="De geldstroom volgen.")
        with way.world.acting("chair") as (session, actor):
            dossier.open_phase(session, actor, case_id, phase)
        for name, category, text in (
            ("inspector", "supervision", "Vorig jaar beboet."),
            ("tax_officer", "fiscal", BOOKS),
        ):
            held = Contribute(category=category, text=text, source="Eigen register", attested=True)
            with way.world.acting(name) as (session, actor):
                dossier.contribute(session, actor, subject_id, held)
        asked = Ask(
            asked_id=way.world.organisations["police"], subject_id=subject_id, question=question,
            due_on=today() + timedelta(days=3),
        )  # fmt: skip
        with way.world.acting("case_manager") as (session, actor):
            request = dossier.request(session, actor, case_id, asked)
    return case_id, request.id


def test_goes_from_a_late_question_to_what_is_needed_next(way: Way) -> None:
    title, question = f"Wasserij ({way.name})", f"Wie haalt het geld op ({way.name})?"
    case_id, request_id = _arrange(way, title, question)
    case = f"/cases/{case_id}"
    manager = way.hand("case_manager")
    manager.open("/")
    begin = manager.page.locator("#first")
    expect(begin).to_contain_text(question)
    expect(begin).to_contain_text("Te laat")
    manager.follow("Bekijk deze vraag")
    assert manager.path == f"/requests/{request_id}"
    manager.sees("Geen antwoord sinds", "Politie Riva", "Wasserij Noord")
    manager.follow(title)
    assert manager.path == case

    shown = {
        "Overzicht": (
            "Wasserij Noord",
            "1 van 1 vraag is nog niet beantwoord",
            "Politie Riva",
            "Case Manager",
        ),
        "Dossier": ("Vorig jaar beboet.", "Niet gedeeld met u."),
        "Vragen": (question, "Geen antwoord sinds", "0 van 1 beantwoord"),
        "Weging": ("Wasserij Noord",),
        "Plan": ("Er is nog geen plan",),
        "Tijdlijn": ("Inspector (Arbeidsinspectie) voegde toe",),
    }
    for tab in TABS:
        manager.arrive_by(manager.page.locator(".tabs__link", has_text=tab).first)
        link = manager.page.locator(".tabs__link[aria-current=page]")
        expect(link).to_have_text(tab)
        manager.sees(title, *shown[tab])
        manager.misses(BOOKS, "Tax Officer")  # not even that there was something to write
        if way.scripts:
            expect(link).to_be_focused()

    added = steps.add_subject(manager, case, f"Stomerij Zuid {way.size[0]}")
    manager.open(case)
    part = manager.page.locator(".subject", has_text="Stomerij Zuid")
    expect(part).to_contain_text("Partners voegen toe wat zij weten.")
    steps.ask(manager, case, "Arbeidsinspectie", "Wat weet u van de stomerij?")
    manager.sees("Wat weet u van de stomerij?")
    manager.open(f"{case}/requests")
    manager.sees("0 van 2 beantwoord")
    manager.open(added)
    manager.sees("Stomerij Zuid", "Mogelijke faciliteerder")

    neighbour = way.hand("neighbour")
    for address in (case, *(f"{case}/{one}" for one in ("dossier", "requests", "timeline")), added):
        assert neighbour.status(address) == 404
        neighbour.misses("Wasserij", "Stomerij")

    with way.world.acting("detective") as (session, actor):
        dossier.answer(session, actor, request_id, GiveAnswer(outcome="nothing_known"))
    manager.open("/")
    manager.sees("Er wacht niets op u")
    manager.misses(question)
    manager.open(f"{case}/requests")
    manager.sees("1 van 2 beantwoord", "Niets bekend")
