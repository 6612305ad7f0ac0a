"""The database is what is declared: the migrated catalogue equals a scratch one, and keeps the promises of design 6."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from sqlalchemy import text

from db import schema
from db.policies.catalogue import OF_THE_LAW
from db.policies.sharing import shareable_tables
from db.seed import matrix
from db.session import Database
from db.tables.catalogue import LISTS
from domain.process import TRANSITIONS
from tests.db.matrix_page import PAGE, page

DECLARED_TRANSITIONS = {
    (kind, step.value): {act: to.value for act, to in acts.items()}
    for (kind, step), acts in TRANSITIONS.items()
}

# Alembic's own, which only a migrated database has.
OURS = "n.nspname = 'public' and c.relname <> 'alembic_version' and c.relname <> 'alembic_version_pkc'"
NOT_OF_AN_EXTENSION = "not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')"

# What makes up a schema, each as lines of text that two databases can be compared by.
CATALOGUE = {
    "tables": f"""
        select c.relname, c.relkind, pg_get_userbyid(c.relowner), c.relrowsecurity, c.relforcerowsecurity,
               c.reloptions::text
          from pg_class c join pg_namespace n on n.oid = c.relnamespace where {OURS} and c.relkind in ('r', 'v', 'S', 'm', 'p')""",
    "columns": f"""
        select c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
               pg_get_expr(d.adbin, d.adrelid)
          from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
          left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
         where {OURS} and a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'v')""",
    "constraints": f"""
        select c.relname, k.conname, pg_get_constraintdef(k.oid)
          from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
         where {OURS}""",
    "indexes": "select tablename, indexname, indexdef from pg_indexes"
    " where schemaname = 'public' and tablename <> 'alembic_version'",
    "policies": "select tablename, policyname, permissive, roles::text, cmd, qual, with_check from pg_policies",
    "functions": f"""
        select p.oid::regprocedure::text, p.prosrc, pg_get_userbyid(p.proowner), p.prosecdef, p.proconfig::text,
               p.provolatile, p.proparallel, p.prorows, l.lanname, pg_get_function_result(p.oid)
          from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_language l on l.oid = p.prolang
         where n.nspname = 'public' and {NOT_OF_AN_EXTENSION}""",
    "triggers": f"""
        select c.relname, t.tgname, pg_get_triggerdef(t.oid)
          from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
         where {OURS} and not t.tgisinternal""",
    "views": "select viewname, definition from pg_views where schemaname = 'public'",
    "grants on tables": f"""
        select c.relname, x.grantee::regrole::text, x.privilege_type, x.is_grantable
          from pg_class c join pg_namespace n on n.oid = c.relnamespace, aclexplode(c.relacl) x
         where {OURS} and x.grantee <> c.relowner""",
    "grants on columns": f"""
        select c.relname, a.attname, x.grantee::regrole::text, x.privilege_type
          from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace,
               aclexplode(a.attacl) x where {OURS} and not a.attisdropped""",
    "grants on functions": f"""
        select p.oid::regprocedure::text, x.grantee::regrole::text, x.privilege_type
          from pg_proc p join pg_namespace n on n.oid = p.pronamespace,
               aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) x
         where n.nspname = 'public' and {NOT_OF_AN_EXTENSION}""",
    "catalogue data": """
        select 'ceiling', (to_jsonb(c) - 'valid_from')::text from ceilings c where valid_until is null union all
        select 'category', to_jsonb(c)::text from categories c union all
        select 'kind', to_jsonb(k)::text from organisation_kinds k union all
        select 'supplier', to_jsonb(s)::text from suppliers s union all
        select 'transition', to_jsonb(t)::text from transitions t""",
}  # fmt: skip


@pytest.fixture(scope="module")
def catalogue(module_database: Database, postgres: Any) -> Iterator[psycopg.Connection[Any]]:
    """A superuser's connection to a migrated database."""
    url = postgres.superuser(module_database.engine("app").url.database).set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as connection:
        yield connection


def ask(connection: psycopg.Connection[Any], question: str) -> list[tuple[Any, ...]]:
    return sorted(connection.execute(question.encode()).fetchall(), key=str)


@pytest.fixture(scope="module")
def scratch(postgres: Any) -> Iterator[psycopg.Connection[Any]]:
    """A superuser's connection to a database built from what is declared now."""
    opened = postgres.opened("blank")
    database: Database = next(opened)
    with database.engine("owner").begin() as connection:
        for statement in schema.statements(DECLARED_TRANSITIONS):
            connection.exec_driver_sql(statement.replace("%", "%%"))
    url = postgres.superuser(database.engine("app").url.database).set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as connection:
        yield connection
    next(opened, None)


@pytest.mark.parametrize("what", CATALOGUE)
def test_what_was_migrated_is_what_is_declared(
    catalogue: psycopg.Connection[Any], scratch: psycopg.Connection[Any], what: str
) -> None:
    declared, migrated = ask(scratch, CATALOGUE[what]), ask(catalogue, CATALOGUE[what])
    assert declared, "a comparison with nothing proves nothing"
    assert migrated == declared


def test_every_table_has_row_level_security(catalogue: psycopg.Connection[Any]) -> None:
    bare = f"""select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where {OURS} and c.relkind in ('r', 'p') and not c.relrowsecurity"""
    assert ask(catalogue, bare) == []


def test_every_foreign_key_to_a_scope_stands_on_a_shareable_table(catalogue: psycopg.Connection[Any]) -> None:
    """Whatever belongs to a scope is shared by the five policies, or is one of the few that say who is in it."""
    found = ask(
        catalogue,
        "select conrelid::regclass::text from pg_constraint where contype = 'f' and confrelid = 'scopes'::regclass"
        " and conname like '%scope_id'",
    )
    shareable = {table.name for table in shareable_tables()}
    assert {name for (name,) in found} - shareable == {
        "participations", "bars", "circle_decisions", "emergencies", "search_entries", "holds",
    }  # fmt: skip


def test_views_run_as_who_asks_or_belong_to_the_reader(catalogue: psycopg.Connection[Any]) -> None:
    views = """select c.relname, pg_get_userbyid(c.relowner), coalesce(c.reloptions::text, '') from pg_class c
                 join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind = 'v'"""
    for name, owner, options in ask(catalogue, views):
        granted = ask(
            catalogue,
            f"select x.grantee::regrole::text from pg_class c, aclexplode(c.relacl) x"
            f" where c.relname = '{name}' and x.grantee <> c.relowner",
        )
        # A view of the reader's is for its own functions: nobody else may read it.
        assert "security_invoker=true" in options or (owner == "schakel_reader" and granted == []), name


DEFINERS = f"""
    select p.oid::regprocedure::text, pg_get_userbyid(p.proowner), p.proconfig,
           array(select x.grantee::regrole::text from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) x)
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where n.nspname = 'public' and p.prosecdef and {NOT_OF_AN_EXTENSION}"""


def test_definer_functions_belong_to_the_reader_and_are_nobodys_by_default(
    catalogue: psycopg.Connection[Any],
) -> None:
    found = ask(catalogue, DEFINERS)
    assert len(found) > 15
    for name, owner, settings, callers in found:
        assert owner == "schakel_reader", name
        # Beside that only how the planner goes about it.
        planner = {"enable_nestloop=on", "enable_nestloop=off", "jit=off"}
        assert set(settings) - planner == {"search_path=pg_catalog, public, pg_temp"}, name
        # An anonymous grantee ('-') is PUBLIC.
        assert "-" not in callers, name


def test_no_function_may_be_called_by_everybody(catalogue: psycopg.Connection[Any]) -> None:
    public = f"""select p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace,
                   aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) x
                  where n.nspname = 'public' and x.grantee = 0 and {NOT_OF_AN_EXTENSION}"""
    assert ask(catalogue, public) == []


def test_what_the_application_may_call(catalogue: psycopg.Connection[Any]) -> None:
    """A new door into the definers' rights is opened here on purpose, or not at all."""
    called = {
        name.split("(")[0] for name, _, _, callers in ask(catalogue, DEFINERS) if "schakel_app" in callers
    }
    assert called == {
        "become", "shared_with", "shared_with_me", "search", "takes_part", "participants_of",
        "who_read_mine", "open_signal", "open_case", "open_subject", "open_corner", "open_phase", "admit",
        "attach", "agreement_between", "begin_rehearsal", "tallies_differing", "sights_differing", "advance", "seal", "reopen",
        "withheld", "dead_letters", "revive_letter", "drop_letter", "destroy", "retainable", "retention",
        "may_decide_retention", "log_of_access", "log_of_events", "chain_state", "ask_known",
        "index_digests", "file_connections", "connections_are_on", "find_connections", "known_to_settle", "settle_known", "decides_circle", "eligible", "circle_preview", "circle_sights", "sees_plan",
        "may_release", "excepted_of", "originals_of", "went_to", "has_unread",
        "open_meeting", "leads_meeting", "expected", "may_stay", "on_the_table", "may_minute", "seen_together",
        "break_glass", "end_emergency", "review_emergency", "reviews", "watches", "number_of_emergency",
        "could_read", "closed_to_me", "withdraw", "withdraw_relation", "withdraw_attachment", "begin_attachment_key", "was_shown", "intake", "open_protected_signal",
        "open_brought_in", "may_ask_unmasking", "may_decide_unmasking", "ask_unmasking",
        "decide_unmasking", "signed_checkpoints",
    }  # fmt: skip


# --- roles ----------------------------------------------------------------------------------------

ROLES = "('schakel_app', 'schakel_login', 'schakel_worker', 'schakel_auditor', 'schakel_sealer', 'schakel_statistics')"


def test_no_role_of_ours_stands_above_the_policies(catalogue: psycopg.Connection[Any]) -> None:
    powers = """select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication from pg_roles
                 where rolname like 'schakel%'"""
    found = ask(catalogue, powers)
    assert len(found) == 8
    assert all(not any(powers) for _, *powers in found)


def test_nobody_can_be_the_reader(catalogue: psycopg.Connection[Any]) -> None:
    assert ask(catalogue, "select rolcanlogin from pg_roles where rolname = 'schakel_reader'") == [(False,)]
    members = """select m.member::regrole::text from pg_auth_members m
                  where m.roleid = 'schakel_reader'::regrole and m.member <> m.grantor"""
    assert {name for (name,) in ask(catalogue, members)} <= {"schakel_owner"}


def test_roles_that_connect_own_nothing_and_belong_to_nobody(catalogue: psycopg.Connection[Any]) -> None:
    owned = f"""select c.relname from pg_class c join pg_roles r on r.oid = c.relowner where r.rolname in {ROLES}
                union all select p.proname from pg_proc p join pg_roles r on r.oid = p.proowner where r.rolname in {ROLES}
                union all select s.nspname from pg_namespace s join pg_roles r on r.oid = s.nspowner
                           where r.rolname in {ROLES}
                union all select m.roleid::regrole::text from pg_auth_members m join pg_roles r on r.oid = m.member
                           where r.rolname in {ROLES}"""
    assert ask(catalogue, owned) == []


def test_public_has_no_rights_on_tables(catalogue: psycopg.Connection[Any]) -> None:
    public = f"""select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace,
                        aclexplode(c.relacl) x where {OURS} and x.grantee = 0
                 union all
                 select c.relname from pg_attribute a join pg_class c on c.oid = a.attrelid
                   join pg_namespace n on n.oid = c.relnamespace, aclexplode(a.attacl) x where {OURS} and x.grantee = 0"""
    assert ask(catalogue, public) == []


def test_what_the_application_may_change(catalogue: psycopg.Connection[Any]) -> None:
    """Rows are added; what is changed is named here, column by column, and nothing that is shared is deleted."""
    whole = f"""select c.relname, x.privilege_type from pg_class c join pg_namespace n on n.oid = c.relnamespace,
                       aclexplode(c.relacl) x
                 where {OURS} and x.grantee = 'schakel_app'::regrole and x.privilege_type <> 'SELECT'"""
    # What a person keeps for itself alone, that person may throw away.
    assert ask(catalogue, whole) == [
        ("drafts", "DELETE"),
        ("imports", "DELETE"),
        ("rehearsal_changes", "DELETE"),  # only of a draft, by its administrator
        ("saved_filters", "DELETE"),
    ]
    columns = f"""select c.relname, a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid
                    join pg_namespace n on n.oid = c.relnamespace, aclexplode(a.attacl) x
                   where {OURS} and x.grantee = 'schakel_app'::regrole and x.privilege_type = 'UPDATE'"""
    found: dict[str, set[str]] = {}
    for table, column in ask(catalogue, columns):
        found.setdefault(table, set()).add(column)
    assert found == {
        "organisations": {"name", "short_name", "district", "preparation", "active", "contact"},
        "actors": {"name", "email", "function_title", "language", "active"},
        "actor_roles": {"valid_until"},
        "admissions": {"valid_until"},
        "deputies": {"valid_until"},
        "dependencies": {"lifted_at"},
        "confirmations": {"outcome", "decided_by", "decided_at"},
        **{str(one.__tablename__): {"valid_until"} for one in LISTS if one.__tablename__ not in OF_THE_LAW},
        "agreements": {"valid_until", "review_on"},
        "rehearsals": {"outcome", "decided_by", "decided_at"},
        "rules": {"ended_at"},
        "contributions": {
            "text",
            "source",
            "source_reliability",
            "content_credibility",
            "observed_on",
            "corrected_at",
            "circle",
        },
        "subjects": {
            "role",
            "name",
            "name_parts",
            "display_name",
            "sort_name",
            "aliases",
            "birth_date",
            "identifier_kind",
            "identifier_raw",
            "identifier",
            "verified",
            "description",
            "corrected_at",
        },
        "attachments": {
            "name",
            "description",
            "source",
            "media_type",
            "size",
            "pages",
            "state",
            "mark",
            "corrected_at",
            "replaced_at",
            "replaced_for",
            "circle",
        },
        "relations": {
            "kind",
            "text",
            "source",
            "source_reliability",
            "content_credibility",
            "since",
            "until",
            "corrected_at",
        },
        "opinions": {"circle"},
        "meetings": {
            "theme",
            "place",
            "starts_at",
            "ends_at",
            "convened_at",
            "started_at",
            "closed_at",
            "adopted_at",
        },
        "agenda_items": {"section", "minutes", "place", "question", "opened_at", "closed_at", "removed_at"},
        "holds": {"released_at", "released_by"},
        "connection_advices": {"ended_at", "ended_by"},
        "visits": {"looked_at", "since"},
        "notices": {"read_at", "mailed_at"},
        "notice_preferences": {"mail"},
        "saved_filters": {"name", "asked", "first"},
        "drafts": {"concern_id", "fields", "saved_at", "expires_at"},
        "imports": {"mapping", "stage", "stopped", "expires_at"},
        "import_rows": {
            "cells",
            "ragged",
            "corrected",
            "status",
            "problems",
            "reference",
            "digest",
            "double_place",
            "double_signal_id",
            "accepted",
            "signal_id",
        },
        "import_columns": {"ours"},
        "idempotency_keys": {"fingerprint", "status", "location", "object_id", "expires_at"},
    }


def test_nobody_chooses_when_it_was(catalogue: psycopg.Connection[Any]) -> None:
    forged = f"""select c.relname from pg_attribute a join pg_class c on c.oid = a.attrelid
                   join pg_namespace n on n.oid = c.relnamespace, aclexplode(a.attacl) x
                  where {OURS} and x.grantee = 'schakel_app'::regrole and x.privilege_type = 'INSERT'
                    and (a.attname = 'created_at' or c.relname in ('events', 'access_log') and a.attname in ('id', 'at'))"""
    assert ask(catalogue, forged) == []


# --- data -----------------------------------------------------------------------------------------


def test_the_process_in_the_database_is_the_one_in_the_domain(module_database: Database) -> None:
    with module_database.engine("owner").connect() as connection:
        found: dict[tuple[str, str], dict[str, str]] = {}
        for kind, step, act, to in connection.execute(
            text("select kind, from_step, act, to_step from transitions")
        ):
            found.setdefault((kind, step), {})[act] = to
    assert found == DECLARED_TRANSITIONS


def test_every_act_is_somebodys_word(module_database: Database) -> None:
    with module_database.engine("owner").connect() as connection:
        found = connection.execute(text("select act, parts from transitions")).all()
    assert all(parts for _, parts in found)
    assert {act: list(parts) for act, parts in found} == {
        act: matrix.ACT_PARTS[act.split(".")[0]] for acts in TRANSITIONS.values() for act in acts
    }


def test_the_matrix_in_the_database_is_the_declared_one(catalogue: psycopg.Connection[Any]) -> None:
    ceilings = ask(
        catalogue, "select part, step, category, level, reach, ground from ceilings where valid_until is null"
    )
    assert ceilings == sorted(matrix.ceiling_rows(), key=str)
    suppliers = ask(catalogue, "select category, organisation_kind from suppliers")
    assert set(suppliers) == {
        (one, kind) for one, kinds in matrix.SUPPLIERS.items() for kind in kinds.split()
    }
    categories = ask(catalogue, "select code, phase, survives_seal from categories")
    assert set(categories) == {
        (code, phase, outlives) for code, _, _, phase, outlives, _ in matrix.CATEGORIES
    }


def test_the_matrix_speaks_of_known_things_only() -> None:
    codes = {code for code, *_ in matrix.CATEGORIES}
    steps = {step.value for _, step in TRANSITIONS} | {
        to.value for acts in TRANSITIONS.values() for to in acts.values()
    }
    # A meeting goes through no steps.
    steps |= {"meeting"}
    for part, step, category, _, _, ground in matrix.ceiling_rows():
        assert category in codes, (part, step, category)
        assert step in steps, (part, step)
        assert ground.startswith(("WGS", "BGS", "Wpg")), ground
    rows = [(part, step, category) for part, step, category, *_ in matrix.ceiling_rows()]
    assert len(rows) == len(set(rows)), "one level for each category at a step"


def test_the_matrix_on_the_page_is_the_one_in_force() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert page(text) == text, "run `python -m tests.db.matrix_page`"
    assert text.count("●") > 80
