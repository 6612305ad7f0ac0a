"""The clocks of the database: what stamps and compares the time of acts. They are PostgreSQL's own.

While the demo region is told, and only then, the owner of the database puts clocks in their place that read a
setting (`told`), and puts these back before anybody else comes in (`api.demo.clock`). No role but the owner can.
Accounts, idempotency keys, the outbox and the seals use PostgreSQL's clocks directly: theirs is always real time.
"""

from typing import Final

SETTING: Final = "demo.clock"

_ROLES: Final = (
    "schakel_app, schakel_reader, schakel_login, schakel_auditor, schakel_worker, schakel_sealer,"
    " schakel_statistics"
)

# name: volatility, type, the moment it gives, and what is made of that moment
_CLOCKS: Final = {
    "clock": ("volatile", "timestamptz", "clock_timestamp()", "{}"),
    "statement_clock": ("stable", "timestamptz", "statement_timestamp()", "{}"),
    # What an act wrote is at or after this.
    "transaction_clock": ("stable", "timestamptz", "transaction_timestamp()", "{}"),
    # Legal dates are dates in the Netherlands, whatever zone the server runs in.
    "today": ("stable", "date", "statement_timestamp()", "({} at time zone 'Europe/Amsterdam')::date"),
}


def body(name: str, *, told: bool = False) -> str:
    """What this clock says: the real time, or the time of the story."""
    _, _, moment, made = _CLOCKS[name]
    setting = f"nullif(current_setting('{SETTING}', true), '')::timestamptz"
    return f" select {made.format(f'coalesce({setting}, {moment})' if told else moment)} "


def functions(*, told: bool = False) -> list[str]:
    """The clocks, replaced in place: columns have them as their default."""
    return [
        f"create or replace function {name}() returns {kind} language sql {volatility} parallel safe as"
        f" $${body(name, told=told)}$$"
        for name, (volatility, kind, *_) in _CLOCKS.items()
    ]


REAL: Final = {name: body(name) for name in _CLOCKS}
"""The text of each clock as it must stand in the catalogue whenever somebody is served."""

STATEMENTS: list[str] = [
    *functions(),
    # The time is no secret.
    *(f"grant execute on function {name}() to {_ROLES}" for name in _CLOCKS),
]
