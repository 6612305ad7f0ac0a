"""Register: what changed since 0003.

The statements stand beside this file, in the order in which they run and separated by a line `-- ;;`. They were
generated once from the declarations in db/ and are frozen: later changes are migrations of their own.

Revision: 0004
Revises: 0003
"""

from pathlib import Path

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BUILDS_ON = "b1f99486695c7058f2a9e2eb22fe65f213b7da18da597bd6b75ff6fdecd97f57"
"""SHA-256 of the statements of the revision before: whoever has run those, may run these."""


def upgrade() -> None:
    """Run the frozen statements, each as it stands."""
    # no_parameters: `%` and `:` in function bodies are SQL here and mark no parameters.
    connection = op.get_bind().execution_options(no_parameters=True)
    for statement in Path(__file__).with_suffix(".sql").read_text(encoding="utf-8").split("\n-- ;;\n"):
        if statement.strip():
            connection.exec_driver_sql(statement)
