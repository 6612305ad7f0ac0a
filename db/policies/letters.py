"""Dead letters: what could not be handed on, for the administrator of the RIEC to try again or let go.

Of an event they tell its type and nothing of what it is about; of a mail, to whom: whose address to mend.
"""

from typing import Final

from db.policies.administration import ADMINISTRATOR
from db.policies.identity import definer

_DEAD: Final = f"""
create function dead_letters()
returns table (letter text, what text, person text, since timestamptz, died_at timestamptz, attempts int, error text)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select found.* from (
    select 'event-' || o.event_id, e.type, null::text, o.created_at, o.dead_at, o.attempts, o.last_error
      from outbox o join events e on e.id = o.event_id where o.dead_at is not null
     union all
    select 'mail-' || m.id, case when m.day is null then 'mail.notice' else 'mail.digest' end, a.name, m.created_at,
           m.dead_at, m.attempts, m.last_error
      from mails m join actors a on a.id = m.person_id where m.dead_at is not null) found
   where {ADMINISTRATOR} order by 5 desc, 1
$$
"""

_REVIVE: Final = f"""
create function revive_letter(wanted text) returns boolean
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if not ({ADMINISTRATOR}) then
    return false;
  end if;
  update outbox set dead_at = null, attempts = 0, next_attempt_at = clock_timestamp()
   where dead_at is not null and 'event-' || event_id = wanted;
  if found then
    return true;
  end if;
  update mails set dead_at = null, attempts = 0, next_attempt_at = clock_timestamp()
   where dead_at is not null and 'mail-' || id = wanted;
  return found;
end $$
"""

_DROP: Final = f"""
create function drop_letter(wanted text) returns boolean
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if not ({ADMINISTRATOR}) then
    return false;
  end if;
  delete from outbox where dead_at is not null and 'event-' || event_id = wanted;
  if found then
    return true;
  end if;
  delete from mails where dead_at is not null and 'mail-' || id = wanted;
  return found;
end $$
"""

STATEMENTS: list[str] = [
    "create policy reader_settles on outbox to schakel_reader using (true)",
    "grant select, delete, update (dead_at, attempts, next_attempt_at) on outbox to schakel_reader",
    "grant delete, update (dead_at, attempts, next_attempt_at) on mails to schakel_reader",
    _DEAD,
    *definer("dead_letters()", "schakel_app"),
    _REVIVE,
    *definer("revive_letter(text)", "schakel_app"),
    _DROP,
    *definer("drop_letter(text)", "schakel_app"),
]
