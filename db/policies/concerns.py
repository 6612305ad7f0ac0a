"""Concerns: between who sent one and the participant it was sent to; nobody else, the RIEC neither, knows of it.

They lie in no scope, so the five policies do not hold for them; these do. The sender keeps the receipt and hears the
status; the words and the reasons are the recipient's alone. See docs/decisions/0037.
"""

from typing import Final

from db.policies.identity import BY_ME, added_only, definer
from db.policies.sharing import reader_policies

HANDLERS: Final = "array['reporter', 'handler', 'case_manager']"
_WORKS: Final = f"has_content_role() and my_roles() && {HANDLERS}"
# Who turns what others send into signals is screened and trained as who reports them (WGS 1.8(2)).
_RECEIVED: Final = f"recipient_id = my_organisation() and 'R' = any(admitted()) and {_WORKS}"
_SENT: Final = f"organisation_id = my_organisation() and {_WORKS}"


def _participant(organisation: str) -> str:
    return (
        f"exists (select from organisations o where o.id = {organisation} and o.active and o.wgs_participant)"
    )


def _ours(table: str, where: str) -> str:
    return f"exists (select from concerns c where c.id = {table}.concern_id and {where})"


_MINE_NOW: Final = "c.actor_id = my_actor() and c.created_at >= transaction_clock()"
_RECEIVER: Final = "c.recipient_id = my_organisation()"
# Whoever decides while the clock takes its words comes too late: a reason would stay for ever.
_STILL_THERE: Final = f"{_RECEIVER} and c.forgotten_at is null"
_DECIDED_NOW: Final = """exists (
  select from concern_decisions d where d.concern_id = concern_reasons.concern_id and d.actor_id = my_actor()
     and d.created_at >= transaction_clock()
     and (d.outcome = 'taken_up') = (concern_reasons.signal_id is not null))
  and (signal_id is null or exists (
  select from signals s where s.id = concern_reasons.signal_id and s.owner_id = my_organisation()
     and s.actor_id = my_actor() and s.created_at >= transaction_clock()))"""

_COLUMNS: Final = {
    "concerns": "id, number, compartment, organisation_id, actor_id, recipient_id",
    "concern_accounts": "concern_id, form, words, place, municipality_code, seen_on, urgency, safe_contact",
    "concern_decisions": "concern_id, organisation_id, actor_id, outcome",
    "concern_reasons": "concern_id, text, signal_id",
}

# How long the words are kept: some weeks after the decision, some months when nobody decided (AVG 5(1)(e)).
_DAYS: Final = """(select t.number from access_terms t where t.code = '{}' and t.valid_from <= today()
                    order by t.valid_from desc limit 1)"""
_DUE: Final = f"""
create view concerns_due with (security_invoker = true) as
select c.id, ((coalesce(d.created_at, c.created_at) at time zone 'Europe/Amsterdam')::date
              + case when d.concern_id is null then {_DAYS.format("concern_open_days")}
                     else {_DAYS.format("concern_days")} end) as due_on
  from concerns c left join concern_decisions d on d.concern_id = c.id
 where c.forgotten_at is null
"""
_FORGET: Final = """
create function forget_concerns() returns bigint
language sql security definer set search_path = pg_catalog, public, pg_temp as $$
  with due as (
    select c.id from concerns c join concerns_due u on u.id = c.id where u.due_on <= today() for update of c skip locked),
  words as (delete from concern_accounts a using due where a.concern_id = due.id),
  copied as (delete from drafts d using due where d.concern_id = due.id),
  reasons as (delete from concern_reasons r using due where r.concern_id = due.id),
  gone as (update concerns c set forgotten_at = clock() from due where c.id = due.id returning 1)
  select count(*) from gone
$$
"""

STATEMENTS: list[str] = [
    *added_only(_COLUMNS),
    f"create policy reads on concerns for select to schakel_app using ({_SENT} or {_RECEIVED})",
    f"create policy sends on concerns for insert to schakel_app with check ({BY_ME} and {_WORKS}"
    f" and {_participant('recipient_id')} and not {_participant('my_organisation()')}"
    " and not exists (select from organisations o where o.id = my_organisation() and o.kind = 'riec'))",
    f"create policy reads on concern_accounts for select to schakel_app using ({_ours('concern_accounts', _RECEIVER)})",
    f"create policy sends on concern_accounts for insert to schakel_app with check ({_ours('concern_accounts', _MINE_NOW)})",
    f"create policy reads on concern_decisions for select to schakel_app using ({_ours('concern_decisions', 'true')})",
    f"create policy decides on concern_decisions for insert to schakel_app with check ({BY_ME}"
    f" and {_ours('concern_decisions', _STILL_THERE)})",
    f"create policy reads on concern_reasons for select to schakel_app using ({_ours('concern_reasons', _RECEIVER)})",
    "create policy decides on concern_reasons for insert to schakel_app with check ("
    f"{_ours('concern_reasons', _STILL_THERE)} and {_DECIDED_NOW})",
    *reader_policies(["concerns", "concern_accounts", "concern_decisions", "concern_reasons"]),
    _DUE,
    "grant select on concerns_due to schakel_app, schakel_reader",
    *(
        statement
        for table in ("concern_accounts", "concern_reasons")
        for statement in (
            f"create policy forgotten on {table} for delete to schakel_reader using (true)",
            f"grant delete on {table} to schakel_reader",
        )
    ),
    "create policy forgotten on concerns for update to schakel_reader using (true) with check (true)",
    "grant update (forgotten_at) on concerns to schakel_reader",
    _FORGET,
    *definer("forget_concerns()", "schakel_worker"),
]
