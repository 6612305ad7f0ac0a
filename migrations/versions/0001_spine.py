"""The spine: every table, function, policy and grant of the first release.

The statements stand beside this file in 0001_spine.sql, in the order in which they run and separated by a line
`-- ;;`. They were generated once from the declarations in db/ and are frozen: later changes are migrations of
their own, and a test compares what all migrations make with what db/ declares.

Revision: 0001
"""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Run the frozen statements, each as it stands."""
    # no_parameters: `%` and `:` in function bodies are SQL here and mark no parameters.
    connection = op.get_bind().execution_options(no_parameters=True)
    for statement in Path(__file__).with_suffix(".sql").read_text(encoding="utf-8").split("\n-- ;;\n"):
        if statement.strip():
            connection.exec_driver_sql(statement)
