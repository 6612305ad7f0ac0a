"""Proof: what changed since 0005.

The statements stand beside this file, in the order in which they run and separated by a line `-- ;;`. They were
generated once from the declarations in db/ and are frozen: later changes are migrations of their own.

Revision: 0006
Revises: 0005
"""

from pathlib import Path

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BUILDS_ON = "2fcdfaf6b219b5bc9530b503c68abbac0bf24e7733219c5b0b43a0acbe28b985"
"""SHA-256 of the statements of the revision before: whoever has run those, may run these."""


def upgrade() -> None:
    """Run the frozen statements, each as it stands."""
    # no_parameters: `%` and `:` in function bodies are SQL here and mark no parameters.
    connection = op.get_bind().execution_options(no_parameters=True)
    for statement in Path(__file__).with_suffix(".sql").read_text(encoding="utf-8").split("\n-- ;;\n"):
        if statement.strip():
            connection.exec_driver_sql(statement)
