"""What a connection keeps from one transaction to the next when it plans once."""

from sqlalchemy import text

from db.session import Database

_KEPT = text("select count(*) from pg_prepared_statements where statement like 'select 42%'")


def test_a_rollback_leaves_prepared_what_was(fresh_database: Database) -> None:
    """Each refusal ends in one; psycopg would have all that comes after it planned again."""
    with fresh_database.session_as("login") as session:
        for _ in range(2):
            session.execute(text("select 42"))
            session.rollback()
            assert session.execute(_KEPT).scalar_one() == 1
