"""${message}

Before you write: this runs on a region's live database while people work.
- It imports no application code and is never changed after it was released: write out the SQL as it is today.
- Locks are waited for 5 seconds, statements run 120 (migrations/env.py). `create index concurrently`, and large
  updates in batches, go through `with op.get_context().autocommit_block():`.
- A new column is nullable or has a constant default; the release after it may rely on it, not this one.
- A new table of shareable rows gets its six policies (db/policies/) in the same migration, before any row.
- Nothing is granted to PUBLIC; insert and update grants list their columns.
- No personal data in messages or names. There is no downgrade: go forward, or restore (docs/operations.md).

Revision: ${up_revision}
Revises: ${down_revision | comma,n}
Made: ${create_date}
"""

from alembic import op
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade() -> None:
    """${message}"""
    op.execute("""
    """)
