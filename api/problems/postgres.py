"""What an error of PostgreSQL means to the one who asks."""

from typing import Final, NamedTuple

import psycopg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolExhausted


class Meaning(NamedTuple):
    """Status, code of the catalogue, and after how many seconds trying again makes sense."""

    status: int
    code: str
    retry_after: int | None = None


HIDDEN: Final = Meaning(404, "not-found")
FAULT: Final = Meaning(500, "unexpected")
BUSY: Final = Meaning(503, "try-again", 1)
GONE: Final = Meaning(503, "unavailable", 5)

# Codes: PostgreSQL documentation, appendix A. The first two characters are the class.
_OF_STATE: Final = {
    "23503": HIDDEN,  # the row pointed at is hidden or was never there; the two must not differ (design 6)
    "P0002": HIDDEN,  # no_data_found, raised by our own functions
    "23505": Meaning(409, "already-exists"),
    "23P01": Meaning(409, "conflict"),
    "23514": Meaning(400, "unreadable"),  # a check constraint: a value that no shape refused
    "28000": Meaning(401, "not-signed-in"),  # become(): unknown or no longer active
    "40001": BUSY,
    "40P01": BUSY,
    "55P03": BUSY,
    "57014": GONE,  # statement timeout
    "57P01": GONE,
    "57P02": GONE,
    "57P03": GONE,
}
_OF_CLASS: Final = {"08": GONE, "22": Meaning(400, "unreadable"), "53": GONE}

# Where in PostgreSQL a 42501 is raised when a row policy refuses a new row. The message would be translated by
# lc_messages; the name of the function is not.
_ROW_POLICY: Final = "ExecWithCheckOptions"


def meaning(error: Exception) -> Meaning:
    """What to answer; what is not known here is a fault of ours and stays without detail."""
    if isinstance(error, PoolExhausted):
        return GONE
    cause = error.orig if isinstance(error, DBAPIError) else error
    if not isinstance(cause, psycopg.Error):
        return FAULT
    state = cause.sqlstate
    if state == "42501":
        return HIDDEN if cause.diag.source_function == _ROW_POLICY else FAULT
    if state is None:
        return _without_state(cause)
    return _OF_STATE.get(state) or _OF_CLASS.get(state[:2]) or FAULT


def _without_state(cause: psycopg.Error) -> Meaning:
    """psycopg's own errors: the connection was lost or never made, or a value cannot be sent at all."""
    if isinstance(cause, psycopg.OperationalError):
        return GONE
    return Meaning(400, "unreadable") if isinstance(cause, psycopg.DataError) else FAULT
