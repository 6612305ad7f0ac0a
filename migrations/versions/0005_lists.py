"""Lists: what changed since 0004.

The statements stand beside this file, in the order in which they run and separated by a line `-- ;;`. They were
generated once from the declarations in db/ and are frozen: later changes are migrations of their own.

Revision: 0005
Revises: 0004
"""

from pathlib import Path

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BUILDS_ON = "f7b941ece63486d0b3f0828b658e978138128e1110b1c3ad405fb32d7b71eced"
"""SHA-256 of the statements of the revision before: whoever has run those, may run these."""


def upgrade() -> None:
    """Run the frozen statements, each as it stands."""
    # no_parameters: `%` and `:` in function bodies are SQL here and mark no parameters.
    connection = op.get_bind().execution_options(no_parameters=True)
    for statement in Path(__file__).with_suffix(".sql").read_text(encoding="utf-8").split("\n-- ;;\n"):
        if statement.strip():
            connection.exec_driver_sql(statement)
