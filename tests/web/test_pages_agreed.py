"""What partners agreed, on pages: rules, the register, and rehearsing a change, as the administrator does it."""

import hashlib
import re
from datetime import timedelta
from uuid import UUID

import pytest

from db.session import Database
from domain import dossier, sharing
from domain.calendar import today
from tests.web.people import signed_in, summary, words
from tests.web.portal import Portal, open_portal

ADMIN = "administrator"
DOCUMENT = b"Aldus overeengekomen."
HASH = hashlib.sha256(DOCUMENT).hexdigest()


@pytest.fixture
def portal(fresh_database: Database) -> Portal:
    return open_portal(fresh_database)


def on(days: int) -> str:
    day = today() + timedelta(days=days)
    return f"{day.day}-{day.month}-{day.year}"


def follow(portal: Portal, who: str, path: str, /, **form: str | list[str]) -> str:
    """The page to which the answer to this form leads."""
    answer = portal.post(who, path, **form)  # type: ignore[arg-type]
    assert answer.status_code == 303, words(answer)
    return answer.headers["location"]


def rule_id(portal: Portal, category: str) -> UUID:
    with portal.world.acting(ADMIN) as (session, actor):
        return sharing.rules(session, actor, sharing.Wanted(category=category))[0].id


def registered(portal: Portal, **changed: str | list[str]) -> str:
    world = portal.world
    return follow(
        portal, ADMIN, "/sharing/agreements/new",
        **{
            "kind": "processing", "title": "Verwerkersovereenkomst BTP", "version": "1", "signedOn": on(-10),
            "validFrom": on(-9), "reviewOn": on(20), "fileHash": HASH,
            "partyIds": [str(world.organisations["zuidstad"]), str(world.organisations["westdorp"])],
            **changed,
        },
    )  # fmt: skip


# --- rules


def test_everybody_reads_the_rules_and_only_the_administrator_is_offered_to_change_them(
    portal: Portal,
) -> None:
    at = f"/sharing/rules/{rule_id(portal, 'housing')}"
    for who in ("inspector", "care_coordinator"):
        shown = portal.get(who, "/sharing/rules")
        assert "Convenant RIEC Riva" in words(shown)
        assert "/sharing/rules/new" not in shown.text
        assert "/ending" not in portal.get(who, at).text
    assert "/sharing/rules/new" in portal.get(ADMIN, "/sharing/rules").text
    assert "/ending" in portal.get(ADMIN, at).text


def test_rules_are_narrowed_to_a_kind_of_data_an_owner_and_a_recipient(portal: Portal) -> None:
    shown = words(portal.get("inspector", "/sharing/rules?category=police_9_10&recipient=prosecution"))
    found = shown.split("Deelregels per soort gegevens")[1]
    assert "Politiegegevens (Wpg 9 en 10) Politie" in found
    assert "Huisvesting" not in found
    assert portal.get("inspector", "/sharing/rules?agreement=rommel&step=x").status_code == 200


def test_a_rule_is_given_and_ended_on_a_page(portal: Portal) -> None:
    housing = rule_id(portal, "housing")
    follow(portal, ADMIN, f"/sharing/rules/{housing}/ending", key="a")
    assert "Beëindigd" in words(portal.get("inspector", f"/sharing/rules/{housing}"))
    form = {
        "agreementId": str(portal.world.agreement), "category": "housing", "recipientKind": "police", "ownerKind": "",
        "step": "", "key": "b",
    }  # fmt: skip
    made = follow(portal, ADMIN, "/sharing/rules/new", **form)
    assert "van elke organisatie aan Politie" in words(portal.get("inspector", made))
    assert follow(portal, ADMIN, "/sharing/rules/new", **form) == made, "a double click gives one rule"
    again = portal.post(ADMIN, "/sharing/rules/new", **form | {"key": "c"})
    assert again.status_code == 400
    assert "Deze deelregel geldt al" in words(again)


def test_an_exception_shows_with_its_reason(portal: Portal) -> None:
    at = f"/sharing/rules/{rule_id(portal, 'housing')}"
    police = str(portal.world.organisations["police"])
    wrong = portal.post(ADMIN, f"{at}/exceptions/new", organisationId=police)
    assert wrong.status_code == 400
    assert f'value="{police}" selected' in wrong.text
    follow(
        portal,
        ADMIN,
        f"{at}/exceptions/new",
        organisationId=police,
        side="recipient",
        reason="Nog niet nodig.",
    )
    shown = words(portal.get("inspector", at))
    assert "Politie Riva Ontvangt deze gegevens niet Nog niet nodig." in shown


# --- agreements


def test_an_agreement_is_registered_and_asks_for_attention_before_its_review(portal: Portal) -> None:
    made = registered(portal)
    shown = words(portal.get("inspector", made))
    for said in ("Verwerkersovereenkomst", "Gemeente Zuidstad", "Gemeente Westdorp", HASH, "Vraagt aandacht"):
        assert said in shown
    assert "/review" not in portal.get("inspector", made).text
    follow(portal, ADMIN, f"{made}/review", reviewOn=on(300))
    assert "Vraagt aandacht" not in words(portal.get(ADMIN, made))
    listed = words(portal.get("inspector", "/sharing/agreements?kind=processing"))
    assert "Verwerkersovereenkomst BTP" in listed
    assert "Convenant RIEC Riva" not in listed


def test_what_is_wrong_is_told_at_the_field_and_what_was_typed_is_kept(portal: Portal) -> None:
    answer = portal.post(
        ADMIN, "/sharing/agreements/new",
        kind="mandate", title="Mandaat", version="", signedOn="overmorgen-ish", validFrom=on(0), fileHash="xyz",
    )  # fmt: skip
    assert answer.status_code == 400
    assert 'value="overmorgen-ish"' in answer.text
    assert 'value="mandate" selected' in answer.text
    answer = portal.post(
        ADMIN, "/sharing/agreements/new",
        kind="mandate", title="Mandaat", version="1", signedOn=on(0), validFrom=on(0), fileHash="xyz",
    )  # fmt: skip
    assert "64 tekens" in words(answer)
    assert "Kies minstens twee partijen" in words(answer)
    assert summary(answer) == ["field-partyIds", "field-fileHash"]


def test_a_next_version_begins_with_what_the_one_before_says(portal: Portal) -> None:
    made = registered(portal)
    form = portal.get(ADMIN, f"/sharing/agreements/new?after={made.rsplit('/', 1)[-1]}")
    assert 'value="Verwerkersovereenkomst BTP"' in form.text
    assert form.text.count(" checked") == 2
    following = registered(portal, version="2", supersedesId=made.rsplit("/", 1)[-1], validFrom=on(0))
    assert following in portal.get("inspector", made).text
    assert "Beëindigd" in words(portal.get("inspector", made))


def test_a_document_is_recognised_by_its_hash_and_kept_nowhere(portal: Portal) -> None:
    made = registered(portal)
    browser = signed_in(portal.app, portal.world, "inspector")
    known = browser.post("/sharing/agreements/fingerprint", files={"document": ("o.pdf", DOCUMENT)})
    assert made in known.text
    other = browser.post("/sharing/agreements/fingerprint", files={"document": ("o.pdf", DOCUMENT + b" ")})
    assert other.status_code == 200
    assert "Geen enkele afspraak heeft dit document" in words(other)
    assert (
        browser.post("/sharing/agreements/fingerprint", files={"document": ("o.pdf", b"")}).status_code == 400
    )
    assert (
        browser.post("/sharing/agreements/fingerprint", data={"document": "geen bestand"}).status_code == 400
    )


# --- rehearsals


def contributed(portal: Portal, times: int) -> None:
    subject_id = portal.world.subject(portal.world.joined(portal.world.case(), "inspectorate"))
    with portal.world.acting("permit_officer") as (session, actor):
        for number in range(times):
            data = dossier.Contribute(
                category="housing", text=f"Bed {number}.", source="Controle", attested=True
            )
            dossier.contribute(session, actor, subject_id, data)


def test_a_rule_is_rehearsed_before_it_ends_and_then_ended(portal: Portal) -> None:
    contributed(portal, 7)
    rule = rule_id(portal, "housing")
    made = follow(
        portal, ADMIN, "/sharing/rehearsals/new", title="Huisvesting", kind="end_rule", ruleId=str(rule)
    )
    shown = portal.get(ADMIN, made)
    assert "Arbeidsinspectie Huisvesting – 7" in words(shown)
    assert "Concept: er is nog niets veranderd" in words(shown)
    assert "Geldt nu" in words(portal.get("inspector", f"/sharing/rules/{rule}"))
    follow(portal, ADMIN, f"{made}/application")
    assert "Doorgevoerd" in words(portal.get(ADMIN, made))
    assert "Beëindigd" in words(portal.get("inspector", f"/sharing/rules/{rule}"))
    assert portal.post(ADMIN, f"{made}/application").status_code == 409


def test_few_records_are_not_told_as_a_number(portal: Portal) -> None:
    contributed(portal, 3)
    made = follow(
        portal,
        ADMIN,
        "/sharing/rehearsals/new",
        title="Proef",
        kind="end_rule",
        ruleId=str(rule_id(portal, "housing")),
    )
    shown = words(portal.get(ADMIN, made))
    assert re.search(r"Arbeidsinspectie Huisvesting – (&lt;|<)5", shown)
    assert "Huisvesting – 3" not in shown


def test_changes_are_added_and_taken_out_on_pages(portal: Portal) -> None:
    made = follow(portal, ADMIN, "/sharing/rehearsals/new", title="Proef")
    for kind in ("end-rule", "give-rule", "except", "end-agreement"):
        assert portal.get(ADMIN, f"{made}/changes/{kind}").status_code == 200
    assert portal.get(ADMIN, f"{made}/changes/revolution").status_code == 404
    wrong = portal.post(ADMIN, f"{made}/changes/except", ruleId=str(rule_id(portal, "housing")))
    assert wrong.status_code == 400
    assert summary(wrong) == ["field-organisationId", "field-side", "field-reason"]
    follow(portal, ADMIN, f"{made}/changes/end-agreement", agreementId=str(portal.world.agreement))
    shown = portal.get(ADMIN, made)
    found = re.search(r'name="changeId" value="([^"]+)"', shown.text)
    assert found
    follow(portal, ADMIN, f"{made}/removals", changeId=found[1])
    assert "Er is nog geen wijziging" in words(portal.get(ADMIN, made))
    assert portal.post(ADMIN, f"{made}/removals", changeId="rommel").status_code == 404
    follow(portal, ADMIN, f"{made}/withdrawal")
    assert "Vervallen" in words(portal.get(ADMIN, made))


def test_nobody_but_the_administrator_comes_near_a_rehearsal(portal: Portal) -> None:
    made = follow(portal, ADMIN, "/sharing/rehearsals/new", title="Proef")
    for who in ("chair", "inspector", "privacy_officer", "dpo"):
        assert portal.get(who, made).status_code == 403
        assert portal.post(who, f"{made}/application").status_code == 403
        assert 'href="/sharing/rehearsals"' not in portal.get(who, "/sharing").text
