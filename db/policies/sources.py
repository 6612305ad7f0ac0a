"""Source protection: a signal of which the origin stays behind the RIEC, and who may be let see it by two people.

The reporter's own rows lie in a scope with two guests, the reporter and the RIEC, and are closed to the persons who take
signals in. What partners see is another signal, written and owned by the RIEC: nothing in it leads to the first but
where that hangs, and only its guests see that. See docs/decisions/0017.
"""

from typing import Final

from db.policies.identity import definer
from db.policies.sharing import reader_policies

_HEAD: Final = "language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$"
_PURE: Final = "language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$"

# Who takes signals in: the preparation team of the RIEC itself, admitted now.
_INTAKE: Final = f"""
create function intake() returns setof uuid
{_PURE}
  select distinct a.id from actors a join organisations o on o.id = a.organisation_id and o.active and o.kind = 'riec'
    join actor_roles r on r.actor_id = a.id and r.role = 'preparation' and r.valid_from <= today()
         and (r.valid_until is null or r.valid_until > today())
    join admissions m on m.actor_id = a.id and m.compartment = 'R' and m.valid_from <= today() and m.valid_until > today()
         and m.screened_on <= today() and m.trained_on <= today()
   where a.active and a.kind = 'person' and has_content_role() $$
"""

_OPEN_PROTECTED: Final = f"""
create function open_protected_signal(id uuid, territory text) returns void
{_HEAD}
begin
  if not has_content_role() or not 'R' = any(admitted()) or not exists (
       select from organisations o where o.id = my_organisation() and o.active and o.wgs_participant) then
    raise exception 'not a participant' using errcode = 'P0002';
  end if;
  insert into scopes (id, kind, compartment, step, phase, municipality_code)
  values (open_protected_signal.id, 'signal', 'R', 'detection', 0, territory);
  perform seat(open_protected_signal.id, my_organisation(), 'reporter');
  perform seat(open_protected_signal.id, o.id, 'riec') from organisations o where o.active and o.kind = 'riec';
end $$
"""

# The signal that the RIEC writes itself; what it was made from hangs below it, and goes where it goes.
_BRING_IN: Final = f"""
create function open_brought_in(id uuid, origin uuid) returns void
{_HEAD}
declare
  place scopes;
begin
  perform hold(origin);
  select * into place from scopes s where s.id = origin and s.kind = 'signal' and s.parent_id is null;
  if place.id is null or not takes_part(origin, array['riec']) or not 'preparation' = any(my_roles()) or not exists (
       select from signals g where g.id = origin and g.protection = 'origin' and my_actor() = any(g.circle)) then
    raise exception 'no such signal' using errcode = 'P0002';
  end if;
  insert into scopes (id, kind, compartment, step, phase, municipality_code)
  values (open_brought_in.id, 'signal', 'R', 'detection', 0, place.municipality_code);
  perform seat(open_brought_in.id, o.id, 'preparation') from organisations o where o.active and o.preparation;
  perform seat(open_brought_in.id, o.id, 'riec') from organisations o where o.active and o.kind = 'riec';
  perform seat(open_brought_in.id, o.id, 'municipality') from organisations o
    where o.active and o.kind = 'municipality' and o.municipality_code = place.municipality_code;
  perform hang(origin, open_brought_in.id);
  update participations p set waiting = false where p.scope_id = origin and p.part = 'riec';
end $$
"""

# What was brought in before that was so.
_MADE_FROM: Final = """
update participations p set waiting = false from signals g join scopes s on s.id = g.id
 where p.scope_id = g.id and p.part = 'riec' and p.waiting and g.protection = 'origin' and s.parent_id is not null
"""

_OF_THE_RIEC: Final = (
    "exists (select from organisations o where o.id = my_organisation() and o.kind = 'riec')"
)
_MAY_ASK: Final = f"""
create function may_ask_unmasking() returns boolean
{_PURE} select my_roles() && array['chair', 'preparation'] and {_OF_THE_RIEC} $$
"""
_MAY_DECIDE: Final = f"""
create function may_decide_unmasking() returns boolean
{_PURE} select my_roles() && array['chair', 'coordinating_dpo'] and {_OF_THE_RIEC} $$
"""

_ASK: Final = f"""
create function ask_unmasking(id uuid, signal uuid, why text) returns void
{_HEAD}
begin
  if not may_ask_unmasking() or not takes_part(signal, array['riec'])
     or not exists (select from signals g where g.id = signal and g.protection = 'brought_in') then
    raise exception 'no such signal' using errcode = 'P0002';
  end if;
  insert into unmaskings (id, signal_id, asked_by, reason) values (ask_unmasking.id, signal, my_actor(), why);
end $$
"""

_ROWS: Final = (
    "signals",
    "observations",
    "mentions",
    "additions",
    "safe_contacts",
    "statuses",
    "attachments",
)

# The second person opens the origin for the first, and for nobody else; its reporter is told by the event.
_DECIDE: Final = """
create function decide_unmasking(wanted uuid, allow boolean, why text) returns void
{head}
declare
  asked unmaskings;
  origin signals;
begin
  select * into asked from unmaskings u where u.id = wanted for update;
  if asked.id is null or not may_decide_unmasking() then
    raise exception 'no such request' using errcode = 'P0002';
  end if;
  if asked.decided_at is not null or asked.asked_by = my_actor() then
    raise exception 'not by this person, or not any more' using errcode = 'SK001';
  end if;
  update unmaskings u set decided_by = my_actor(), decided_at = clock(), granted = allow, motive = why where u.id = wanted;
  if not allow then
    return;
  end if;
  select g.* into origin from scopes s join signals g on g.id = s.id and g.protection = 'origin'
   where s.parent_id = asked.signal_id;
  if origin.id is null then
    raise exception 'no such signal' using errcode = 'P0002';
  end if;
{widen}
  update search_entries e set circle = e.circle || asked.asked_by where e.scope_id = origin.id and e.circle is not null;
  insert into events (type, scope_id, object_id, owner_id, category, actor_id, organisation_id)
  values ('detection.source_unmasked', origin.id, origin.id, origin.owner_id, 'signal', my_actor(), my_organisation());
end $$
""".format(
    head=_HEAD,
    widen="\n".join(
        f"  update {table} x set circle = x.circle || asked.asked_by where x.scope_id = origin.id and x.circle is not null"
        # Of a file that was withdrawn only who had seen it keeps a mark.
        f"{' and x.withdrawn_at is null' if table == 'attachments' else ''};"
        for table in _ROWS
    ),
)

# In the logs nobody reads who reported either: whose act it was is left out, and no question finds it.
_SOURCE_HIDDEN: Final = f"""
create function source_hidden(things uuid[], organisation uuid) returns boolean
{_PURE}
  select exists (select from signals g where g.id = any(things) and g.protection = 'origin'
                    and g.owner_id = organisation and organisation <> my_organisation()) $$
"""

STATEMENTS: list[str] = [
    _INTAKE,
    *definer("intake()", "schakel_app"),
    _OPEN_PROTECTED,
    *definer("open_protected_signal(uuid, text)", "schakel_app"),
    _BRING_IN,
    *definer("open_brought_in(uuid, uuid)", "schakel_app"),
    _MAY_ASK,
    *definer("may_ask_unmasking()", "schakel_app"),
    _MAY_DECIDE,
    *definer("may_decide_unmasking()", "schakel_app"),
    "alter table unmaskings enable row level security",
    "create policy readable on unmaskings for select to schakel_app using ("
    "may_decide_unmasking() or asked_by = my_actor())",
    "grant select on unmaskings to schakel_app",
    *reader_policies(["unmaskings"], write=True),
    "create policy destroyed on unmaskings for delete to schakel_reader using (true)",
    "grant delete on unmaskings to schakel_reader",
    _ASK,
    *definer("ask_unmasking(uuid, uuid, text)", "schakel_app"),
    *(
        statement
        for table in _ROWS
        for statement in (
            f"create policy unmasked on {table} for update to schakel_reader using (true) with check (true)",
            f"grant update (circle) on {table} to schakel_reader",
        )
    ),
    _DECIDE,
    *definer("decide_unmasking(uuid, boolean, text)", "schakel_app"),
    _SOURCE_HIDDEN,
    *definer("source_hidden(uuid[], uuid)", "schakel_reader"),
    _MADE_FROM,
]
