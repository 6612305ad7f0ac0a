"""The circle of a case (WGS 2.23(5)): a decision about a person or a participation is a row, and the row is the act.

Who may decide is checked before it is written; what it does, to the case and all that hangs below it, a trigger
does: `participations.persons` and `bars` follow the decisions and nothing else.
"""

from typing import Final

from db.policies.identity import definer, holds_content_role, is_valid
from db.policies.sharing import reader_policies

_HEAD: Final = "language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$"
_SQL_HEAD: Final = "language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$"
_PARTS: Final = "array['riec', 'municipality', 'partner']"

# Each organisation for its own people, and the chair of the RIEC for everybody; both only where they take part, see
# the case themselves and it is not sealed.
_DECIDES: Final = f"""
create function decides_circle(scope uuid, organisation uuid) returns boolean
{_SQL_HEAD}
  select takes_part(scope, {_PARTS}) and exists (select from scopes s where s.id = scope and s.kind = 'case')
     and (organisation = my_organisation() and my_roles() && array['mandate_holder', 'case_manager']
          or 'chair' = any(my_roles()) and takes_part(scope, array['riec']))
     and exists (select from participations p where p.scope_id = scope and p.organisation_id = organisation
                    and p.ended_at is null and p.part = any({_PARTS})) $$
"""

# Those who see a case because their organisation takes part: everything a policy asks of the person, said of others.
_SEE: Final = f"""
create function people_who_see(scope uuid, organisation uuid) returns setof uuid
{_SQL_HEAD}
  select a.id from people_who_work(scope, organisation) a(id)
   where exists (select from participations p where p.scope_id = scope and p.organisation_id = organisation
                    and p.ended_at is null and (p.persons is null or a.id = any(p.persons)))
     and not exists (select from bars b where b.scope_id = scope and b.actor_id = a.id) $$
"""

# In a content role and admitted: who could see a case at all.
_WORK: Final = f"""
create function people_who_work(scope uuid, organisation uuid) returns setof uuid
{_SQL_HEAD}
  select a.id from actors a join scopes s on s.id = scope
   where a.organisation_id = organisation and a.active
     and {holds_content_role("a.id")}
     and exists (select from admissions m where m.actor_id = a.id and m.compartment = s.compartment
                    and {is_valid("m")}) $$
"""

# Whom one can name or bar; of others than one's own no role or admission is told.
_ELIGIBLE: Final = f"""
create function eligible(scope uuid, organisation uuid)
returns table (id uuid, name text, function_title text, named boolean, barred boolean)
{_SQL_HEAD}
  select a.id, a.name, a.function_title,
         exists (select from participations p where p.scope_id = scope and a.id = any(p.persons)),
         exists (select from bars b where b.scope_id = scope and b.actor_id = a.id)
    from actors a
   where decides_circle(scope, organisation) and a.organisation_id = organisation
     and (a.id in (select people_who_work(scope, organisation))
          or exists (select from participations p where p.scope_id = scope and a.id = any(p.persons))
          or exists (select from bars b where b.scope_id = scope and b.actor_id = a.id))
   order by a.name, a.id $$
"""

# SK001: the last one. Nobody of the organisation would be left to name another.
_APPLY: Final = f"""
create function apply_circle() returns trigger
{_HEAD}
declare
  line uuid[];
begin
  perform hold(new.scope_id);
  -- A signal keeps a guest list of its own, since it was there before the case; a bar on a person holds there too.
  with recursive below as (
    select s.id from scopes s where s.id = new.scope_id
     union select c.id from scopes c join below b on c.parent_id = b.id
     where c.kind <> 'signal' or new.kind in ('barred', 'lifted'))
  select array_agg(id) into line from below;
  case new.kind
    when 'named' then
      update participations p set persons = array_append(array_remove(p.persons, new.person_id), new.person_id)
       where p.scope_id = any(line) and p.organisation_id = new.organisation_id;
    when 'unnamed' then
      update participations p set persons = array_remove(p.persons, new.person_id)
       where p.scope_id = any(line) and p.organisation_id = new.organisation_id;
      if exists (select from participations p where p.scope_id = any(line)
                    and p.organisation_id = new.organisation_id and p.persons = '{{}}') then
        raise exception 'nobody would be left' using errcode = 'SK001';
      end if;
    when 'opened' then
      update participations p set persons = null
       where p.scope_id = any(line) and p.organisation_id = new.organisation_id;
    when 'barred' then
      insert into bars (scope_id, actor_id, reason) select id, new.person_id, new.reason from unnest(line) id
      on conflict do nothing;
    when 'lifted' then
      delete from bars b where b.scope_id = any(line) and b.actor_id = new.person_id;
    when 'left' then
      update participations p set ended_at = clock()
       where p.scope_id = any(line) and p.organisation_id = new.organisation_id and p.ended_at is null;
  end case;
  return null;
end $$
"""

# The RIEC directs the chain and leaves no case; a person is of the organisation it is about.
_MAY: Final = """actor_id = my_actor() and owner_id = my_organisation() and decides_circle(scope_id, organisation_id)
 and (person_id is null or exists (select from actors a where a.id = person_id
                                      and a.organisation_id = circle_decisions.organisation_id))
 and (kind <> 'left' or exists (select from organisations o where o.id = circle_decisions.organisation_id
                                   and o.kind <> 'riec'))"""

# Who takes part knows who was named, and by whom; of a bar only the RIEC and the person's own organisation do.
_KNOWS: Final = """cardinality(viewers()) > 0 and not exists (select from unnest(viewers()) v(id) where not exists (
  select from participations p where p.scope_id = circle_decisions.scope_id and p.organisation_id = v.id
    and p.ended_at is null and (circle_decisions.kind not in ('barred', 'lifted')
                                or circle_decisions.organisation_id = v.id or p.part = 'riec')))"""

# Where the region decided that persons must be named, a case begins with those who can name others: see
# docs/decisions/0015. For the RIEC that is its chair and who opens the case.
_START_NAMED: Final = f"""
create function start_named(scope uuid, organisation uuid) returns void
{_HEAD}
begin
  if not exists (select from access_terms t where t.code = 'naming_required' and t.valid_from <= today()
                    and (t.valid_until is null or t.valid_until > today())) then
    return;
  end if;
  update participations p set persons = '{{}}' where p.scope_id = scope and p.organisation_id = organisation;
  insert into circle_decisions (id, scope_id, organisation_id, person_id, kind, reason, actor_id, owner_id)
  select gen_random_uuid(), scope, organisation, a.id, 'named', 'naming_required', my_actor(), my_organisation()
    from actors a join organisations o on o.id = a.organisation_id
   where a.organisation_id = organisation and a.id in (select people_who_work(scope, organisation))
     and (a.id = my_actor() or exists (
          select from actor_roles r where r.actor_id = a.id and r.valid_from <= today()
             and (r.valid_until is null or r.valid_until > today())
             and r.role = any(case o.kind when 'riec' then array['chair']
                                          else array['mandate_holder', 'case_manager'] end)));
end $$
"""

STATEMENTS: list[str] = [
    "alter table circle_decisions enable row level security",
    *reader_policies(["circle_decisions"]),
    "create policy lifts on bars for delete to schakel_reader using (true)",
    "grant delete on bars to schakel_reader",
    _DECIDES,
    *definer("decides_circle(uuid, uuid)", "schakel_app"),
    _WORK,
    *definer("people_who_work(uuid, uuid)", "schakel_reader"),
    _START_NAMED,
    *definer("start_named(uuid, uuid)", "schakel_reader"),
    _SEE,
    *definer("people_who_see(uuid, uuid)", "schakel_reader"),
    _ELIGIBLE,
    *definer("eligible(uuid, uuid)", "schakel_app"),
    f"create policy known on circle_decisions for select to schakel_app using ({_KNOWS})",
    f"create policy decided on circle_decisions for insert to schakel_app with check ({_MAY})",
    "grant select on circle_decisions to schakel_app",
    "grant insert (id, scope_id, organisation_id, person_id, kind, reason, actor_id, owner_id)"
    " on circle_decisions to schakel_app",
    _APPLY,
    *definer("apply_circle()", "schakel_owner"),
    "create policy previews on circle_decisions for insert to schakel_reader with check (true)",
    "grant insert on circle_decisions to schakel_reader",
    "create trigger apply_circle after insert on circle_decisions for each row execute function apply_circle()",
]
