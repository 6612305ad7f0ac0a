"""What the bell costs: one statement, by its index, however many notices there are of others and of oneself."""

from typing import Any

import pytest
from sqlalchemy import text

from domain import notices
from tests.notices.hearing import Hearing

UNREAD = 250


@pytest.fixture(scope="module")
def crowded(hearing: Hearing) -> Hearing:
    """The inspector has more unread notices than the bell counts, and everybody else a thousand."""
    world = hearing.world
    signal_id = world.signal()
    hearing.owner(
        "insert into notices (id, person_id, kind, object_kind, object_id, cause, mail, at)"
        " select gen_random_uuid(), a.id, 'signal.decided', 'signal', :signal, 'made up ' || n, 'never', now()"
        "   from actors a, generate_series(1, 1000) n where a.email <> 'inspector@example.org' or n <= :unread",
        signal=signal_id, unread=UNREAD,
    )  # fmt: skip
    hearing.owner("analyze notices")
    return hearing


def test_the_bell_counts_as_far_as_it_shows_and_finds_them_by_index(crowded: Hearing) -> None:
    with crowded.world.acting("inspector") as (session, actor):
        assert notices.waiting(session) == notices.MOST
        plan = session.execute(
            text(
                "explain (analyze, format json) select count(*) from (select from notices where person_id = :me"
                " and read_at is null limit :most) n"
            ),
            {"me": actor.id, "most": notices.MOST},
        ).scalar_one()
    nodes = list(_nodes(plan[0]["Plan"]))
    [scan] = [node for node in nodes if node.get("Relation Name") == "notices"]
    assert scan["Index Name"] == "ix_notices_unread"
    assert scan["Actual Rows"] == notices.MOST
    looked = [node for node in nodes if node.get("Relation Name") == "signals"]
    assert all(node["Node Type"] == "Index Scan" for node in looked)


def test_what_one_may_not_see_is_not_counted(crowded: Hearing) -> None:
    """A thousand notices each, of a signal that only who takes part in it sees."""
    for name, counted in {
        "chair": notices.MOST,
        "case_manager": notices.MOST,
        "neighbour": 0,
        "auditor": 0,
    }.items():
        with crowded.world.acting(name) as (session, _actor):
            assert notices.waiting(session) == counted, name


def _nodes(plan: dict[str, Any]) -> Any:
    yield plan
    for part in plan.get("Plans", ()):
        yield from _nodes(part)
