"""One case from signal to closure in a real browser, by six people of four organisations: with the mouse and without
scripts, and with the keyboard alone and with them. The journeys are with the mouse and with scripts.

After the acts that change what partners may see, their windows are read: each sees what the rules give it, and
something another sees is missing.
"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser import steps
from tests.browser.conftest import Region
from tests.browser.hands import Hand, Mouse
from tests.browser.keyboard import Keyboard
from tests.browser.steps import BAKERY, QUESTION, TITLE

ADVICE, FINES, TASK = "Eens met een controle.", "Drie boetes in twee jaar.", "Kijk naar de slaapplaatsen."


@pytest.mark.parametrize(
    ("hand", "scripts"),
    [(Mouse, False), (Keyboard, True)],
    ids=["mouse without scripts", "keyboard with scripts"],
)
def test_a_case_from_signal_to_closure(
    region: Callable[..., Region], hand: Callable[..., Hand], scripts: bool
) -> None:
    chain = region(scripts=scripts)
    inspector, preparer, chair, detective, manager, neighbour = (
        hand(chain.visit(name))
        for name in ("inspector", "preparer", "chair", "detective", "case_manager", "neighbour")
    )

    number = _report(inspector)
    for partner, sees in ((preparer, True), (detective, True), (manager, True), (neighbour, False)):
        assert (number in partner.open("/signals")) is sees

    steps.take_up(preparer, number)
    preparer.open("/cases")
    preparer.follow(TITLE)
    case = preparer.path
    assert TITLE not in detective.open("/cases")  # the police take no part yet
    for name in ("Arbeidsinspectie", "Politie Riva"):
        steps.let_join(preparer, case, name)
    assert TITLE in detective.open("/cases")
    assert TITLE not in neighbour.open("/cases")
    assert neighbour.status(case) == 404

    steps.name_manager(manager, case)
    manager.sees("Case Manager")
    subject = steps.add_subject(preparer, case)
    steps.contribute(inspector, subject, FINES)
    assert FINES in detective.open(subject)
    steps.ask(preparer, case)
    detective.open("/requests")
    detective.follow(QUESTION)
    question = detective.path
    assert manager.status(question) == 404  # a partner sees its own question only
    steps.answer(detective)

    steps.conclude(preparer, subject)
    steps.advise(inspector, subject, "Wij kunnen binnen twee weken controleren.")
    steps.advise(detective, subject, ADVICE)
    assert ADVICE in inspector.open(subject)

    steps.weigh(chair, subject)
    assert ADVICE not in inspector.open(subject)  # opinions close when the subject moves on
    intervention = steps.propose(chair, subject)
    assert TASK in inspector.open(intervention)
    assert TASK not in detective.open(intervention)  # others: the title only

    steps.accept(inspector, intervention)
    steps.complete(inspector, intervention)
    steps.evaluate_and_close(chair, case)
    closed = inspector.open(case)
    assert TITLE in closed
    assert BAKERY not in closed


def _report(hand: Hand) -> str:
    """Report a signal, first with nothing filled in; gives its number."""
    steps.begin_signal(hand)
    hand.send("Signaal versturen")  # everything that is wrong, at once
    expect(hand.page.locator(".error-summary")).to_be_visible()
    steps.write_signal(hand, "Kade 12")
    hand.send("Signaal versturen")
    hand.sees("Uw signaal is binnen")
    found = re.search(r"S-\d{4}-\w{8}", hand.text)
    assert found
    return found[0]
