"""Runs the migrations, always as schakel_owner: what is made here must belong to it and never to a superuser."""

from alembic import context
from sqlalchemy import URL, create_engine, text
from sqlalchemy.pool import NullPool

# A migration that waits for a lock holds up every request behind it, so it gives up and can be tried again.
LOCK_TIMEOUT = "5s"
# A statement that takes longer than this on a real region belongs in a batch, not in a migration.
STATEMENT_TIMEOUT = "120s"


def owner_url() -> URL:
    """The address given by the caller (`schakel migrate`, the tests), else the one of the settings."""
    given = context.config.attributes.get("url")
    if isinstance(given, URL):
        return given
    from api.settings import Settings

    return Settings().role_urls()["owner"]


def run() -> None:
    """Apply the migrations in one transaction: all of them or none."""
    engine = create_engine(owner_url(), poolclass=NullPool)
    with engine.connect() as connection:
        context.configure(connection=connection, transaction_per_migration=False)
        with context.begin_transaction():
            connection.execute(
                text(
                    "select set_config('lock_timeout', :lock, true), set_config('statement_timeout', :statement, true)"
                ),
                {"lock": LOCK_TIMEOUT, "statement": STATEMENT_TIMEOUT},
            )
            context.run_migrations()


run()
