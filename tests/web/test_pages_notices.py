"""Notices in the browser: the bell, the list in words, reading, choosing, and what could not be handed on."""

import re
from datetime import timedelta
from uuid import UUID

import pytest

from api.settings import Settings
from db.session import Database
from domain import dossier, events, notices
from domain.calendar import today
from tests.statements import statements
from tests.web.people import alike, words
from tests.web.portal import NOWHERE, Portal, open_portal


@pytest.fixture(scope="module")
def portal(module_database: Database) -> Portal:
    return open_portal(module_database)


def relay(portal: Portal) -> None:
    """The worker passes by."""
    database = portal.world.database
    with database.session_as("worker") as session, session.begin():
        done = events.relay(session, lambda event: notices.tell(database, event), limit=1000)
    assert not done.postponed


def asked(portal: Portal, case_id: UUID) -> UUID:
    ask = dossier.Ask(
        asked_id=portal.world.organisations["inspectorate"],
        question="Iets?",
        due_on=today() + timedelta(days=3),
    )
    with portal.world.acting("case_manager") as (session, actor):
        return dossier.request(session, actor, case_id, ask).id


def bell(portal: Portal, name: str) -> str:
    """What the bell says to this person."""
    found = re.search(r'<a class="bell".*?</a>', portal.get(name, "/search").text, re.DOTALL)
    assert found
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split())


@pytest.fixture(scope="module")
def case(portal: Portal) -> UUID:
    return portal.world.joined(portal.world.case(), "inspectorate")


def test_nothing_is_said_kindly(portal: Portal) -> None:
    shown = portal.get("auditor", "/notices")
    assert "U hebt alles gezien" in words(shown)
    assert bell(portal, "auditor") == "Berichten"


def test_a_question_in_words_leads_to_itself_and_is_read(portal: Portal, case: UUID) -> None:
    request_id = asked(portal, case)
    relay(portal)
    with portal.world.acting("inspector") as (session, actor):
        [notice] = [n for n in notices.notices(session, actor)[0] if n.object_id == request_id]
    assert bell(portal, "inspector").endswith("ongelezen")
    before = int(bell(portal, "inspector").split()[1])
    shown = portal.get("inspector", "/notices")
    assert f"Gemeente Zuidstad stelde u een vraag over casus {notice.number}" in words(shown)
    opened = portal.post("inspector", f"/notices/{notice.id}/reads")
    assert (opened.status_code, opened.headers["location"]) == (303, f"/requests/{request_id}")
    assert portal.get("inspector", opened.headers["location"]).status_code == 200
    left = before - 1
    assert bell(portal, "inspector") == (f"Berichten {left} ongelezen" if left else "Berichten")
    assert "Eerder gelezen" in words(portal.get("inspector", "/notices"))


def test_another_ones_notice_is_one_that_never_was(portal: Portal, case: UUID) -> None:
    request_id = asked(portal, case)
    relay(portal)
    with portal.world.acting("inspector") as (session, actor):
        [notice] = [n for n in notices.notices(session, actor)[0] if n.object_id == request_id]
    for name in ("chair", "detective", "auditor"):
        hidden = portal.post(name, f"/notices/{notice.id}/reads")
        missing = portal.post(name, f"/notices/{NOWHERE}/reads")
        assert hidden.status_code == missing.status_code == 404
        assert alike(hidden, notice.id) == alike(missing, NOWHERE)


def test_all_at_once(portal: Portal, case: UUID) -> None:
    asked(portal, case)
    relay(portal)
    assert "ongelezen" in bell(portal, "inspector")
    done = portal.post("inspector", "/notices/reads")
    assert done.headers["location"] == "/notices"
    assert bell(portal, "inspector") == "Berichten"


def test_more_notices_cost_no_more_statements_and_the_bell_one(portal: Portal, case: UUID) -> None:
    def cost(path: str) -> int:
        portal.get("inspector", path)
        with statements(portal.world.database) as sent:
            assert portal.get("inspector", path).status_code == 200
        return len(sent)

    asked(portal, case)
    relay(portal)
    few, bare = cost("/notices"), cost("/search")
    for _ in range(7):
        asked(portal, case)
    relay(portal)
    assert int(bell(portal, "inspector").split()[1]) >= 8
    assert (cost("/notices"), cost("/search")) == (few, bare)
    with statements(portal.world.database) as sent:
        portal.get("inspector", "/search")
    assert len([one for one in sent if "unread_notices" in one.text]) == 1


def test_a_long_list_goes_on(portal: Portal, case: UUID) -> None:
    for _ in range(4):
        asked(portal, case)
    relay(portal)
    first = portal.get("inspector", "/notices?limit=3")
    [onward] = re.findall(r'href="(/notices\?read=false[^"]+)"', first.text)
    assert first.text.count('class="notice__text"') >= 3
    second = portal.get("inspector", onward.replace("&amp;", "&"))
    assert second.status_code == 200
    ids = [set(re.findall(r'action="/notices/([0-9a-f-]{36})/reads"', page.text)) for page in (first, second)]
    assert ids[1]
    assert not ids[0] & ids[1]
    assert portal.get("inspector", "/notices?cursor=nonsense").status_code == 400


def test_choosing_how_to_hear_of_it(portal: Portal) -> None:
    shown = portal.get("detective", "/account/notices")
    assert "Er wordt nog geen mail verstuurd" in words(shown)
    chosen = {group.value: "now" for group in notices.Group}
    refused = portal.post("detective", "/account/notices", **chosen | {"cases": "sometimes"})
    assert refused.status_code == 400
    assert 'href="#field-cases"' in refused.text
    assert portal.post("detective", "/account/notices", **chosen | {"cases": "never"}).status_code == 303
    with portal.world.acting("detective") as (session, actor):
        assert notices.preferences(session, actor).cases == "never"
    assert re.search(r'name="cases" value="never" checked', portal.get("detective", "/account/notices").text)


def test_where_mail_is_set_up_the_page_says_what_is_in_it(portal: Portal) -> None:
    portal.app.state.settings = Settings(mail_host="localhost", mail_from="schakel@example.org")
    shown = words(portal.get("detective", "/account/notices"))
    portal.app.state.settings = Settings()
    assert "Nooit een naam, een plaats of waar het over gaat" in shown


def test_dead_letters_for_the_administrator(portal: Portal) -> None:
    def die(error: str) -> str:
        with portal.world.database.session_as("owner") as session:
            letter = session.connection().exec_driver_sql(
                "update outbox set dead_at = now(), attempts = 12, last_error = %s where id ="
                " (select max(id) from outbox where dead_at is null) returning event_id", (error,)
            ).scalar()  # fmt: skip
            session.commit()
        return f"event-{letter}"

    path = "/administration/dead-letters"
    assert "Alles is doorgegeven" in words(portal.get("administrator", path))
    assert portal.get("chair", path).status_code == 403
    first, second = die("TimeoutError"), die("ValueError")
    shown = words(portal.get("administrator", path))
    assert "De andere kant antwoordt niet op tijd" in shown
    assert "Er wordt nog geen mail verstuurd" in shown
    assert portal.post("administrator", f"{path}/{first}/attempts").status_code == 303
    refused = portal.post("administrator", f"{path}/{second}/dismissals")
    assert refused.status_code == 400
    assert 'href="#field-reason"' in refused.text
    assert portal.post("administrator", f"{path}/{second}/dismissals", reason="outdated").status_code == 303
    assert "Alles is doorgegeven" in words(portal.get("administrator", path))
    assert portal.post("administrator", f"{path}/event-0/attempts").status_code == 404
    assert portal.post("chair", f"{path}/event-0/attempts").status_code == 403
