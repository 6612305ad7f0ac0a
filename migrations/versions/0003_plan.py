"""Plan: what changed since 0002.

The statements stand beside this file, in the order in which they run and separated by a line `-- ;;`. They were
generated once from the declarations in db/ and are frozen: later changes are migrations of their own.

Revision: 0003
Revises: 0002
"""

from pathlib import Path

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BUILDS_ON = "c8888d20642b20d5067ffac57cf31ef6d492af07d4daaf2c2ac25cf17aa33333"
"""SHA-256 of the statements of the revision before: whoever has run those, may run these."""


def upgrade() -> None:
    """Run the frozen statements, each as it stands."""
    # no_parameters: `%` and `:` in function bodies are SQL here and mark no parameters.
    connection = op.get_bind().execution_options(no_parameters=True)
    for statement in Path(__file__).with_suffix(".sql").read_text(encoding="utf-8").split("\n-- ;;\n"):
        if statement.strip():
            connection.exec_driver_sql(statement)
