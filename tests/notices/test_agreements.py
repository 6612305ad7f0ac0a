"""Who is reminded of an agreement: in time, once, and only those it concerns."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from db.session import Database
from domain import notices, sharing
from domain.calendar import now, today
from domain.sharing import RegisterAgreement
from tests.notices.hearing import Hearing
from tests.world import World, build

ADMIN = "administrator"


@pytest.fixture
def hearing(fresh_database: Database) -> Hearing:
    return Hearing(build(fresh_database))


def registered(world: World, parties: Sequence[str] = ("zuidstad", "westdorp"), **changed: Any) -> UUID:
    with world.acting(ADMIN) as (session, actor):
        return sharing.register_agreement(
            session, actor,
            RegisterAgreement(**{
                "kind": "processing", "title": "Verwerkersovereenkomst BTP", "version": "1",
                "signed_on": today() - timedelta(days=9), "valid_from": now() - timedelta(days=9),
                "party_ids": [world.organisations[one] for one in parties], **changed,
            }),
        )  # fmt: skip


def test_whoever_keeps_the_register_and_who_guards_the_data_of_a_party_is_reminded_once(
    hearing: Hearing,
) -> None:
    made = registered(hearing.world, review_on=today() + timedelta(days=60))
    for _ in range(2):
        notices.tell_of_terms(hearing.world.database)
    told = {name: [one.kind.value for one in hearing.of(name, made)] for name in hearing.world.people}
    assert {name: kinds for name, kinds in told.items() if kinds} == {
        ADMIN: ["agreement.review"], "dpo": ["agreement.review"], "privacy_officer": ["agreement.review"],
    }  # fmt: skip
    assert hearing.of("privacy_officer", made)[0].number == "Verwerkersovereenkomst BTP, 1"


def test_an_agreement_of_others_is_no_news_for_a_privacy_officer(hearing: Hearing) -> None:
    made = registered(hearing.world, ("police", "westdorp"), valid_until=now() + timedelta(days=30))
    notices.tell_of_terms(hearing.world.database)
    assert hearing.kinds("dpo", made) == {"agreement.ends"}
    assert hearing.kinds("privacy_officer", made) == set()


def test_what_is_far_off_reviewed_or_followed_by_a_new_version_is_no_news(hearing: Hearing) -> None:
    world = hearing.world
    far = registered(world, review_on=today() + timedelta(days=61), valid_until=now() + timedelta(days=92))
    reviewed = registered(world, review_on=today() + timedelta(days=5))
    with world.acting(ADMIN) as (session, actor):
        following = sharing.ReviewAgreement(review_on=today() + timedelta(days=300))
        sharing.review_agreement(session, actor, reviewed, following)
    followed = registered(world, valid_until=now() + timedelta(days=30))
    registered(world, version="2", supersedes_id=followed, valid_from=now() + timedelta(days=20))
    notices.tell_of_terms(world.database)
    for agreement_id in (far, reviewed, followed):
        assert hearing.kinds(ADMIN, agreement_id) == set()
