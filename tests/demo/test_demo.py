"""The demo region: complete, believable, respectful, and the same every time."""

import json
import re
import stat
from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import UUID

import pyotp
import pytest
from sqlalchemy import text

from api.demo import concerns, importing
from api.demo.days import Days
from api.demo.organisations import DISTRICTS, PARTNERS, RIEC
from api.demo.people import staff
from api.demo.stories import book
from api.deps import actor_of
from db.session import who
from domain import accounts, detection, meetings
from domain.accounts import Place
from domain.actor import StaffRole
from domain.calendar import now
from tests.demo.loaded import Loaded

HERE = Place("127.0.0.1", "")

# Words that judge, and what has no place in a free text (BGS 1.9, WGS 2.21): nationality, ethnicity, religion,
# health, orientation. `Nederlandse Arbeidsinspectie` is a name.
FORBIDDEN = re.compile(
    r"\b(prostitu\w+|hoer\w*|loverboys?|illega\w+|allochto\w+|zigeuner\w*|"
    r"nationaliteit\w*|etni\w+|afkomst\w*|huidskleur\w*|poolse?|polen|roemeen\w*|roemen\w*|bulgaa?r\w*|hongaar\w*|"
    r"oekra\w+|chine\w+|vietnam\w*|thaise?|turkse?|marokk\w+|syri\w+|nigeri\w+|ghane\w+|alban\w+|surinaam\w*|"
    r"antilli\w+|oost-europ\w+|afrika\w*|aziat\w+|buitenland\w*|moslim\w*|islam\w*|christe\w+|joodse?|kerk\w*|"
    r"moskee\w*|geloof\w*|gelovig\w*|ziek\w*|zwanger\w*|depress\w*|verslaa\w+|psychi\w+|medic\w+|hiv|soa|"
    r"handicap\w*|beperking\w*|autis\w*|diagnos\w*|dokter\w*|huisarts\w*|homo\w*|lesbisch\w*)\b",
    re.IGNORECASE,
)


PREPARER, CHAIR = "joris.vandervelde@riec.example.org", "ineke.schouten@riec.example.org"


def events(demo: Loaded, type_: str, key: str = "outcome") -> Counter[str]:
    """How often something happened, by one of its facts."""
    with demo.database.session_as("auditor") as session:
        found = session.execute(
            text("select data ->> :key from events where type = :type"), {"key": key, "type": type_}
        )
        return Counter(found.scalars())


def sentences(prose: str) -> list[str]:
    """Sentences, without what makes no difference."""
    return [one.strip(" .!?").lower() for one in re.split(r"(?<=[.!?])\s+", prose) if one.strip()]


def test_the_region_is_whole(demo: Loaded) -> None:
    found = demo.rows(CHAIR, "select kind, district, municipality_code from organisations")
    districts = Counter(district for kind, district, _ in found if kind == "municipality")

    assert districts == {"kennemerland": 9, "zaanstreek-waterland": 7, "noord-holland-noord": 16}
    assert set(districts) == set(DISTRICTS)
    assert len(found) == 32 + len(PARTNERS) + 1
    assert {kind for kind, *_ in found} == {kind for _, _, kind in PARTNERS.values()} | {RIEC, "municipality"}


def test_every_staff_role_is_somebodys(demo: Loaded) -> None:
    people = staff().person

    assert len(people) >= 60
    assert {role for one in people for role in one.roles} == set(StaffRole)
    assert len({one.key for one in people}) == len({one.name for one in people}) == len(people)
    assert demo.rows(CHAIR, "select count(*) from actors where kind = 'person'") == [(len(people),)]


def test_signals_met_every_fate(demo: Loaded) -> None:
    told = book()
    outcomes = events(demo, "detection.signal_assessed")

    submitted = sum(events(demo, "detection.signal_submitted", "form").values())
    # From a file came so many, and out of a concern one.
    assert submitted - len(importing.DONE) - 1 == len(list(told.signals())) >= 150
    assert outcomes == {
        "take_up": sum(len(case.signals) for case in told.case),
        "send_back": sum(bool(one.send_back) for one in told.signal),
        "hand_over": sum(bool(one.hand_over) for one in told.signal),
        "reject": sum(bool(one.reject) for one in told.signal),
    }
    assert min(outcomes.values()) >= 10
    assert {"SE", "AU", "EB", "CU", "GD", "JL", "OV"} <= set(
        events(demo, "detection.signal_submitted", "form")
    )


def test_subjects_stand_in_every_step(demo: Loaded) -> None:
    found = demo.rows(CHAIR, "select step, count(*) from scopes where kind = 'subject' group by step")
    steps = dict(found)

    assert set(steps) == {"dossier", "weighing", "assignment", "execution", "evaluation", "closed"}
    assert min(steps.values()) >= 2
    assert demo.rows(CHAIR, "select count(*) from scopes where kind = 'case'") == [(len(book().case),)]
    assert len(book().case) >= 40


def test_decisions_of_every_kind_were_taken(demo: Loaded) -> None:
    assert set(events(demo, "weighing.decided")) == {"approach", "back", "hand_over", "none"}
    assert set(events(demo, "dossier.answered")) == {"provided", "nothing_known", "refused", "not_competent"}
    assert set(events(demo, "case.phase_opened", "phase")) == {"1", "2", "3"}
    assert set(events(demo, "evaluation.case_closed", "reason")) == {
        "goal_reached",
        "handed_over",
        "insufficient",
    }
    for act in ("accepted", "refused", "deferred"):
        assert events(demo, f"assignment.{act}").total() >= 4
    assert events(demo, "dossier.related").total() >= 7
    for once in (
        "dossier.corrected",
        "dossier.relation_corrected",
        "dossier.reminded",
        "case.subject_corrected",
        "execution.reported",
        "execution.completed",
        "case.case_manager_named",
    ):
        assert events(demo, once).total()


def acting(demo: Loaded, email: str) -> Any:
    """A session of this person, and who that is."""
    with demo.database.session_as("login") as session:
        query = text("select id from actors where email = :email")
        actor_id = session.execute(query, {"email": email}).scalar_one()
    return demo.database.session_for(actor_id)


def meeting_of(demo: Loaded, key: str) -> UUID:
    """A meeting by its key in the stories."""
    places = json.loads((demo.file.parent / "demo-places.json").read_text())
    return UUID(places[f"meeting {key}"].rpartition("/")[2])


def test_meetings_were_held_one_goes_on_and_two_are_to_come(demo: Loaded) -> None:
    with acting(demo, CHAIR) as session:
        found = meetings.meetings(session, actor_of(who(session)))

    states = {"planned": 1, "convened": 1, "running": 1, "closed": 2, "adopted": 3}
    assert Counter(one.state for one in found) == states


def test_meetings_decided_agreed_and_heard_what_came_of_it(demo: Loaded) -> None:
    decided = demo.rows(CHAIR, "select kind, cardinality(present), dissent <> '' from decisions")
    assert {"B10", "B11", "B14", "B16", "B20"} <= {kind for kind, *_ in decided}
    assert all(present >= 3 for _, present, _ in decided)
    assert sum(dissent for *_, dissent in decided) >= 4

    with acting(demo, CHAIR) as session:
        actor = actor_of(who(session))
        cases = session.execute(text("select distinct case_id from actions")).scalars().all()
        agreed = [one for case in cases for one in meetings.actions_of(session, actor, case)]
    assert set(Counter(one.status for one in agreed)) == {"open", "done", "dropped"}
    assert any(one.overdue for one in agreed)
    done = {one.id for one in agreed if one.status == "done"}
    assert any(one.status == "open" and one.after_id and one.after_id not in done for one in agreed)


def test_on_the_wall_of_today_is_what_everybody_in_the_room_may_see(demo: Loaded) -> None:
    meeting_id = meeting_of(demo, "zaan-now")
    with acting(demo, CHAIR) as session:
        actor = actor_of(who(session))
        room = meetings.room(session, actor, meeting_id)
        people = meetings.people_before_the_wall(session, actor, meeting_id)
    with demo.database.session_for(*people) as together:
        shown = meetings.wall(together, people, meeting_id)

    where = Counter(one.whereabouts for one in room.people if one.whereabouts != "expected")
    assert where == {"room": 5, "corridor": 2, "gone": 1}
    assert room.quorum
    assert shown.case_title == "Wasserij op het stationseiland"
    assert len(shown.subjects) == 2
    assert all(one.shared and one.notes for one in shown.subjects)


@pytest.mark.parametrize(
    ("email", "owed"),
    [
        ("stefan.vrolijk@politie.example.org", {"opinions"}),
        ("annelies.bakkum@alkmaar.example.org", {"questions", "opinions"}),
        ("ilse.wit@hollands-kroon.example.org", {"actions"}),
    ],
)
def test_partners_owe_something_to_the_meeting_of_next_week(demo: Loaded, email: str, owed: set[str]) -> None:
    with acting(demo, email) as session:
        found = meetings.preparation(session, actor_of(who(session)), meeting_of(demo, "noord-next"))

    assert {name for name in ("questions", "opinions", "actions") if getattr(found, name)} >= owed


def test_one_case_has_a_subject_back_in_the_dossier_and_another_in_execution(demo: Loaded) -> None:
    found = demo.rows(
        CHAIR,
        "select s.step from scopes s join cases c on c.id = s.parent_id"
        " where c.title = 'Kramen in de markthal' and s.kind = 'subject' order by s.step",
    )

    assert found == [("dossier",), ("execution",)]


def test_where_nothing_waits_any_more_work_lists_do_not_look(demo: Loaded) -> None:
    """After all that happened to them: what participations say of it, beside the last status of each.

    But for what a brought-in signal was made from: it hangs below what the RIEC wrote, which waits for the RIEC instead.
    """
    found = demo.rows(
        CHAIR,
        """
        select p.kind, p.waiting, coalesce(
               (select t.status from statuses t where t.of_id = coalesce(i.id, p.scope_id) order by t.id desc limit 1)
                   = any(array['submitted', 'sent_back', 'asked', 'proposed', 'deferred', 'accepted', 'in_progress']),
               true), count(*)
          from participations p left join interventions i on i.content_scope_id = p.scope_id
         where p.kind in ('signal', 'request', 'intervention')
           and not exists (select from scopes s join scopes u on u.id = s.parent_id
                            where s.id = p.scope_id and p.part = 'riec' and s.kind = 'signal' and u.kind = 'signal')
         group by 1, 2, 3""",
    )
    assert {(kind, waiting) for kind, waiting, *_ in found} == {
        (kind, waiting) for kind in ("signal", "request", "intervention") for waiting in (True, False)
    }
    assert [one for one in found if one[1] != one[2]] == []
    apart = demo.rows(
        CHAIR,
        """
        select count(*) from participations p where p.kind = 'case'
           and p.waiting = (p.step <> 'evaluation'
                            and exists (select from namings n where n.case_id = p.scope_id))""",
    )
    assert apart == [(0,)]


def test_fiscal_and_police_data_are_there_in_their_phases(demo: Loaded) -> None:
    told = {
        act["contribute"]
        for case in book().case
        for one in case.subjects
        for act in one.acts
        if "contribute" in act
    }

    assert {"fiscal", "police_8_13", "police_9_10", "judicial"} <= told


def test_no_two_narratives_share_a_sentence() -> None:
    counted = Counter(one for tale in book().signals() for one in sentences(tale.text))

    assert [one for one, times in counted.items() if times > 1] == []


def test_nothing_longer_than_a_few_words_is_written_twice() -> None:
    counted = Counter(one for prose in book().texts() for one in sentences(prose) if one.count(" ") >= 4)

    assert [one for one, times in counted.items() if times > 1] == []


def test_texts_are_respectful_and_hold_no_special_categories() -> None:
    people = [*(one.see for one in staff().person), *(one.see for one in staff().machine)]

    assert [prose for prose in (*book().texts(), *people) if FORBIDDEN.search(prose)] == []


def test_a_possible_victim_is_asked_about_before_any_measure() -> None:
    weighings = [act for case in book().case for one in case.subjects for act in one.acts if "weigh" in act]
    victims = [act for act in weighings if act["qualification"] == "victim"]

    assert all(act["possible_victim"] for act in victims)
    assert all(act["certainty"] in ("unclear", "possible", "plausible") for act in weighings)
    assert len(
        {act[motive] for act in weighings for motive in ("necessity", "proportionality", "subsidiarity")}
    ) == (3 * len(weighings))


def test_everybody_gets_in_or_is_meant_to_stay_out(demo: Loaded) -> None:
    for person in staff().person[1:]:
        with demo.database.session_as("login") as session:
            actor_id = session.execute(
                text("select id from actors where email = :email"), {"email": person.email}
            ).scalar_one()
        with demo.database.session_for(actor_id) as session:
            actor = actor_of(who(session))

        assert actor.name == person.name
        assert actor.staff_roles == set(person.roles)
        assert actor.compartments == ({person.compartment} if person.admission == "valid" else set())


@pytest.mark.parametrize("key", ["koen.hartog", "bram.kuipers", "esther.wolthuis", "marleen.hoogland"])
def test_who_is_not_admitted_sees_nothing(demo: Loaded, key: str) -> None:
    person = next(one for one in staff().person if one.key == key)

    assert demo.rows(person.email, "select id from scopes") == []
    assert demo.rows(person.email, "select id from signals") == []


def test_the_book_is_what_was_told(demo: Loaded) -> None:
    days = Days(now())
    told = {
        (text, days.date(tale.ago) - timedelta(days=tale.seen))
        for tale in book().signals()
        for text in (tale.text, tale.written)
    }
    listed = {row[3] for row in importing.DONE} | {concerns.SEEN}
    rows = demo.rows(PREPARER, "select narrative, observed_from from signals")
    found = [row for row in rows if row.narrative not in listed]

    assert {(narrative, day) for narrative, day in found} <= told
    assert len(found) > 50
    assert book() == book()


def test_accounts_are_written_last_and_for_their_owner_only(demo: Loaded) -> None:
    written = demo.written

    assert stat.S_IMODE(demo.file.stat().st_mode) == 0o600
    assert [one["name"] for one in written["people"]] == [one.name for one in staff().person]
    assert all(one["email"].endswith(".example.org") and one["see"] for one in written["people"])
    assert len(written["clients"]) == len(staff().machine)
    assert demo.said[-1] == f"40 cases, {len(list(book().signals()))} signals"


def test_a_password_with_its_second_factor_signs_in(demo: Loaded) -> None:
    person = demo.written["people"][1]
    with demo.database.session_as("login") as session:
        token = accounts.sign_in(session, person["email"], person["password"], HERE)
        session.commit()
        info = accounts.session_actor(session, token)
        assert info
        accounts.pass_second_factor(session, info, pyotp.TOTP(person["totp_secret"]).now())


def test_a_client_proves_who_it_is(demo: Loaded) -> None:
    for client in demo.written["clients"]:
        with demo.database.session_as("login") as session:
            found = accounts.verify_api_client(session, client["client_id"], client["client_secret"], HERE)
            session.commit()

        assert found.scopes == set(client["scopes"])


def test_a_reporter_sees_what_became_of_a_rejected_signal(demo: Loaded) -> None:
    """Own signals stay one's own; what was decided is told as a status."""
    with demo.database.session_as("login") as session:
        actor_id = session.execute(
            text("select id from actors where email = 'dennis.pinas@haarlem.example.org'")
        ).scalar_one()
    with demo.database.session_for(actor_id) as session:
        found, _ = detection.signals(session, actor_of(who(session)), limit=100)

    assert {"submitted", "taken_up", "sent_back", "rejected"} <= {one.status for one in found}
