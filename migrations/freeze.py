"""`python -m migrations.freeze` writes the text of the first migration from the declared schema.

Only until the first release: after that 0001 never changes, and each change is a migration of its own.
"""

from db import schema
from domain.process import TRANSITIONS

if __name__ == "__main__":
    schema.freeze(
        {
            (kind, step.value): {act: to.value for act, to in acts.items()}
            for (kind, step), acts in TRANSITIONS.items()
        }
    )
