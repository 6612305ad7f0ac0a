-- Everything that holds no state goes, and is made anew below: policies, triggers, views, functions and grants.
-- What only columns, checks and indexes hold on to (a clock as default) stays, and is replaced in place.
do $clear$
declare
  one record;
begin
  for one in select tablename, policyname from pg_policies where schemaname = 'public' loop
    execute format('drop policy %I on %I', one.policyname, one.tablename);
  end loop;
  for one in select c.relname, t.tgname from pg_trigger t join pg_class c on c.oid = t.tgrelid
              where c.relnamespace = 'public'::regnamespace and not t.tgisinternal loop
    execute format('drop trigger %I on %I', one.tgname, one.relname);
  end loop;
  -- What an extension brought along (as pg_stat_statements does) is its own.
  for one in select c.relname from pg_class c
              where c.relnamespace = 'public'::regnamespace and c.relkind = 'v'
                and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e') loop
    execute format('drop view if exists %I cascade', one.relname);
  end loop;
  for one in select p.oid::regprocedure as name from pg_proc p
              where p.pronamespace = 'public'::regnamespace
                and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
                and not exists (select from pg_depend d where d.refobjid = p.oid and d.refclassid = 'pg_proc'::regclass
                                   and d.classid in ('pg_attrdef'::regclass, 'pg_constraint'::regclass,
                                                     'pg_class'::regclass)) loop
    execute format('drop function %s', one.name);
  end loop;
  for one in select distinct c.relname, x.grantee::regrole as grantee
               from pg_class c left join pg_attribute a on a.attrelid = c.oid,
                    aclexplode(array_cat(c.relacl, a.attacl)) x
              where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and x.grantee <> c.relowner loop
    execute format('revoke all on %I from %s', one.relname, one.grantee);
  end loop;
end $clear$
-- ;;
create or replace function clock() returns timestamptz language sql volatile parallel safe as $$ select clock_timestamp() $$
-- ;;
create or replace function statement_clock() returns timestamptz language sql stable parallel safe as $$ select statement_timestamp() $$
-- ;;
create or replace function transaction_clock() returns timestamptz language sql stable parallel safe as $$ select transaction_timestamp() $$
-- ;;
create or replace function today() returns date language sql stable parallel safe as $$ select (statement_timestamp() at time zone 'Europe/Amsterdam')::date $$
-- ;;
grant execute on function clock() to schakel_app, schakel_reader, schakel_login, schakel_auditor, schakel_worker, schakel_sealer, schakel_statistics
-- ;;
grant execute on function statement_clock() to schakel_app, schakel_reader, schakel_login, schakel_auditor, schakel_worker, schakel_sealer, schakel_statistics
-- ;;
grant execute on function transaction_clock() to schakel_app, schakel_reader, schakel_login, schakel_auditor, schakel_worker, schakel_sealer, schakel_statistics
-- ;;
grant execute on function today() to schakel_app, schakel_reader, schakel_login, schakel_auditor, schakel_worker, schakel_sealer, schakel_statistics
-- ;;

create function my_actor() returns uuid language sql stable parallel safe as
$$ select nullif(current_setting('app.actor', true), '')::uuid $$

-- ;;

create function my_organisation() returns uuid language sql stable parallel safe as
$$ select nullif(current_setting('app.organisation', true), '')::uuid $$

-- ;;

create function viewers() returns uuid[] language sql stable parallel safe as
$$ select string_to_array(nullif(current_setting('app.viewers', true), ''), ',')::uuid[] $$

-- ;;

create function viewer_actors() returns uuid[] language sql stable parallel safe as
$$ select string_to_array(nullif(current_setting('app.actors', true), ''), ',')::uuid[] $$

-- ;;

create function admitted() returns text[] language sql stable parallel safe as
$$ select string_to_array(nullif(current_setting('app.compartments', true), ''), ',') $$

-- ;;

create function my_roles() returns text[] language sql stable parallel safe as
$$ select string_to_array(nullif(current_setting('app.roles', true), ''), ',') $$

-- ;;

create function glass() returns uuid[] language sql stable parallel safe as
$$ select string_to_array(nullif(current_setting('app.glass', true), ''), ',')::uuid[] $$

-- ;;

create function has_content_role() returns boolean language sql stable parallel safe as
$$ select coalesce(current_setting('app.content', true), '') = 'yes' $$

-- ;;
grant execute on function my_actor() to schakel_app, schakel_reader, schakel_login, schakel_auditor, schakel_worker, schakel_sealer, schakel_statistics
-- ;;
grant execute on function my_organisation() to schakel_app, schakel_reader, schakel_login, schakel_auditor, schakel_worker, schakel_sealer, schakel_statistics
-- ;;
grant execute on function viewers() to schakel_app, schakel_reader, schakel_login, schakel_auditor, schakel_worker, schakel_sealer, schakel_statistics
-- ;;
grant execute on function viewer_actors() to schakel_app, schakel_reader, schakel_login, schakel_auditor, schakel_worker, schakel_sealer, schakel_statistics
-- ;;
grant execute on function admitted() to schakel_app, schakel_reader, schakel_login, schakel_auditor, schakel_worker, schakel_sealer, schakel_statistics
-- ;;
grant execute on function my_roles() to schakel_app, schakel_reader, schakel_login, schakel_auditor, schakel_worker, schakel_sealer, schakel_statistics
-- ;;
grant execute on function glass() to schakel_app, schakel_reader, schakel_login, schakel_auditor, schakel_worker, schakel_sealer, schakel_statistics
-- ;;
grant execute on function has_content_role() to schakel_app, schakel_reader, schakel_login, schakel_auditor, schakel_worker, schakel_sealer, schakel_statistics
-- ;;

create function viewers_of(organisation uuid) returns uuid[] language sql stable parallel safe as
$$ select string_to_array(nullif(current_setting('app.people', true), '')::jsonb ->> organisation::text, ',')::uuid[] $$

-- ;;
grant execute on function viewers_of(uuid) to schakel_app, schakel_reader
-- ;;

create function glass_of(person uuid) returns jsonb
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  with recursive line as (
    select e.scope_id as id, e.ends_at from emergencies e
     where e.actor_id = person and e.ends_at > statement_clock()
     union select s.id, l.ends_at from scopes s join line l on s.parent_id = l.id where s.kind <> 'signal')
  select jsonb_object_agg(id, ends_at) from line
$$

-- ;;
revoke all on function glass_of(uuid) from public
-- ;;
grant execute on function glass_of(uuid) to schakel_reader
-- ;;
alter function glass_of(uuid) owner to schakel_reader
-- ;;

create function become(wanted uuid[]) returns jsonb
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  known int;
  everyone_content boolean;
  shared_compartments text;
  organisations_text text;
  me jsonb;
begin
  select count(*) into known from actors a join organisations o on o.id = a.organisation_id
   where a.id = any(wanted) and a.active and o.active;
  if known = 0 or known <> cardinality(wanted) then
    raise exception 'unknown actor' using errcode = '28000';
  end if;

  -- On a wall everyone must pass: content and compartments are what all of them have.
  select bool_and(exists (
           select from actor_roles r where r.actor_id = w.id and r.valid_from <= today()
              and (r.valid_until is null or r.valid_until > today())
              and r.role in ('reporter', 'handler', 'mandate_holder', 'case_manager', 'preparation', 'analyst', 'chair')))
    into everyone_content from unnest(wanted) as w(id);
  select string_agg(compartment, ',') into shared_compartments from (
    select m.compartment from admissions m
     where m.actor_id = any(wanted) and m.valid_from <= today() and m.valid_until > today() and m.screened_on <= today() and m.trained_on <= today()
     group by m.compartment having count(distinct m.actor_id) = cardinality(wanted)
     order by m.compartment) both_have;
  select string_agg(distinct a.organisation_id::text, ',') into organisations_text
    from actors a where a.id = any(wanted);

  select jsonb_build_object(
      'id', a.id, 'organisation_id', o.id, 'organisation_name', o.name, 'organisation_kind', o.kind,
      'name', a.name, 'kind', a.kind, 'language', a.language, 'municipality_code', o.municipality_code,
      'wgs_participant', o.wgs_participant,
      'emergencies', case when cardinality(wanted) = 1 then glass_of(wanted[1]) end,
      'roles', coalesce((select jsonb_agg(r.role order by r.role) from actor_roles r
          where r.actor_id = a.id and r.valid_from <= today()
            and (r.valid_until is null or r.valid_until > today())), '[]'),
      'compartments', to_jsonb(coalesce(string_to_array(shared_compartments, ','), '{}')))
    into me from actors a join organisations o on o.id = a.organisation_id where a.id = wanted[1];

  -- Who stands before a wall acts for nobody: writing needs exactly one actor.
  perform set_config('app.actor', case when cardinality(wanted) = 1 then wanted[1]::text else '' end, true),
          set_config('app.organisation',
                     case when cardinality(wanted) = 1 then me ->> 'organisation_id' else '' end, true),
          set_config('app.viewers', organisations_text, true),
          set_config('app.actors', array_to_string(wanted, ','), true),
          set_config('app.people', (
            select jsonb_object_agg(x.organisation_id, x.people)::text from (
              select a.organisation_id, string_agg(a.id::text, ',') as people from actors a
               where a.id = any(wanted) group by 1) x), true),
          set_config('app.glass', coalesce((
            select string_agg(x, ',') from jsonb_object_keys(nullif(me -> 'emergencies', 'null')) x), ''), true),
          set_config('app.compartments', coalesce(shared_compartments, ''), true),
          set_config('app.roles', case when cardinality(wanted) = 1
            then (select coalesce(string_agg(x, ','), '') from jsonb_array_elements_text(me -> 'roles') x)
            else '' end, true),
          set_config('app.content', case when everyone_content then 'yes' else '' end, true);
  return me;
end $$

-- ;;
revoke all on function become(uuid[]) from public
-- ;;
grant execute on function become(uuid[]) to schakel_app
-- ;;
alter function become(uuid[]) owner to schakel_reader
-- ;;

create function takes_part(wanted uuid, parts text[]) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select has_content_role() and exists (
    select from participations p
     where p.scope_id = wanted and p.organisation_id = my_organisation() and p.ended_at is null
       and p.part = any(parts) and not p.sealed and p.compartment = any(admitted())
       and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass())))
    and not exists (select from bars b where b.scope_id = wanted and b.actor_id = my_actor())
$$

-- ;;
revoke all on function takes_part(uuid, text[]) from public
-- ;;
grant execute on function takes_part(uuid, text[]) to schakel_app
-- ;;
alter function takes_part(uuid, text[]) owner to schakel_reader
-- ;;

create function participants_of(scope uuid)
returns table (organisation_id uuid, name text, part text, persons jsonb)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select o.id, o.name, p.part, case when p.persons is not null then coalesce((
           select jsonb_agg(jsonb_build_object('id', a.id, 'name', a.name, 'function_title', a.function_title)
                            order by a.name, a.id)
             from actors a where a.id = any(p.persons)), '[]') end
    from participations p join organisations o on o.id = p.organisation_id
   where p.scope_id = scope and p.ended_at is null and has_content_role()
     and (select s.compartment from scopes s where s.id = scope) = any(admitted())
     -- Of a meeting the invited know the cases they take part in, and not who comes for others.
     and (p.kind <> 'meeting' or takes_part(scope, array['convener']))
     and not exists (select from bars b where b.scope_id = scope and b.actor_id = any(viewer_actors()))
     and not exists (select from unnest(viewers()) v(id) where not exists (
           select from participations mine where mine.scope_id = scope and mine.organisation_id = v.id
              and mine.ended_at is null and (mine.persons is null or viewers_of(mine.organisation_id) <@ mine.persons or mine.scope_id = any(glass()))))
   order by o.name, p.part
$$

-- ;;
revoke all on function participants_of(uuid) from public
-- ;;
grant execute on function participants_of(uuid) to schakel_app
-- ;;
alter function participants_of(uuid) owner to schakel_reader
-- ;;

create function hold(scope uuid) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform pg_advisory_xact_lock(hashtextextended(root.id::text, 0)) from (
    with recursive line as (
      select s.id, s.parent_id from scopes s where s.id = scope
       union select s.id, s.parent_id from scopes s join line l on s.id = l.parent_id)
    select l.id from line l where l.parent_id is null) root;
end $$

-- ;;
revoke all on function hold(uuid) from public
-- ;;
grant execute on function hold(uuid) to schakel_reader
-- ;;
alter function hold(uuid) owner to schakel_reader
-- ;;

create function touch() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  -- One moment for the whole act: what it added first has told everyone already.
  moment timestamptz := transaction_clock();
begin
  if not exists (select from fresh n join participations p on p.scope_id = n.scope_id
                  where p.ended_at is null and p.last_activity_at < moment) then
    return null;
  end if;
  perform hold(n.scope_id) from (select distinct f.scope_id from fresh f order by 1) n;
  -- Only organisations that can see a new row notice that something happened (no trace for the others).
  with recursive sighted as (
    select distinct n.scope_id, p.organisation_id
      from fresh n
      join participations p on p.scope_id = n.scope_id and p.ended_at is null
      join organisations o on o.id = n.owner_id
     where p.organisation_id = n.owner_id
        or n.circle is null and exists (
           select from sharing_decisions d
            where d.viewer = p.organisation_id and d.compartment = p.compartment and d.part = p.part
              and d.step = p.step and d.category = n.category and d.level <> 'existence'
              and d.owner in (case when o.sharing_key = o.kind then '*' else '-' end, o.sharing_key)
              and d.reach in ('all', case when p.own_territory then 'municipality' else '-' end))
  ), line as (
    select scope_id, organisation_id from sighted
     union
    select s.parent_id, l.organisation_id from line l join scopes s on s.id = l.scope_id
     where s.parent_id is not null
  )
  update participations p set last_activity_at = moment from line l
   where p.scope_id = l.scope_id and p.organisation_id = l.organisation_id and p.last_activity_at < moment;
  return null;
end $$

-- ;;
revoke all on function touch() from public
-- ;;
grant execute on function touch() to schakel_owner
-- ;;
alter function touch() owner to schakel_reader
-- ;;

create function touch_pair() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  -- One moment for the whole act: what it added first has told everyone already.
  moment timestamptz := transaction_clock();
begin
  if not exists (select from fresh n join participations p on p.scope_id = n.scope_id
                  where p.ended_at is null and p.last_activity_at < moment) then
    return null;
  end if;
  perform hold(n.scope_id) from (select distinct f.scope_id from fresh f order by 1) n;
  -- Only organisations that can see a new row notice that something happened (no trace for the others).
  with recursive sighted as (
    select distinct n.scope_id, p.organisation_id
      from fresh n
      join participations p on p.scope_id = n.scope_id and p.ended_at is null
      join organisations o on o.id = n.owner_id
     where p.organisation_id = n.owner_id
        or n.circle is null and exists (
           select from sharing_decisions d
            where d.viewer = p.organisation_id and d.compartment = p.compartment and d.part = p.part
              and d.step = p.step and d.category = n.category and d.level <> 'existence'
              and d.owner in (case when o.sharing_key = o.kind then '*' else '-' end, o.sharing_key)
              and d.reach in ('all', case when p.own_territory then 'municipality' else '-' end))
           and not exists (
             select from subjects b where b.id in (n.from_id, n.to_id) and not exists (
               select from in_sight(array[b.id], array[b.owner_id], array[b.category], p.organisation_id)))
  ), line as (
    select scope_id, organisation_id from sighted
     union
    select s.parent_id, l.organisation_id from line l join scopes s on s.id = l.scope_id
     where s.parent_id is not null
  )
  update participations p set last_activity_at = moment from line l
   where p.scope_id = l.scope_id and p.organisation_id = l.organisation_id and p.last_activity_at < moment;
  return null;
end $$

-- ;;
revoke all on function touch_pair() from public
-- ;;
grant execute on function touch_pair() to schakel_owner
-- ;;
alter function touch_pair() owner to schakel_reader
-- ;;

create function settle_in() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  above uuid;
begin
  select s.kind, s.compartment, s.step, s.phase, s.sealed_at is not null,
         coalesce(s.municipality_code = o.municipality_code, false), case when s.kind <> 'signal' then s.parent_id end
    into strict new.kind, new.compartment, new.step, new.phase, new.sealed, new.own_territory, above
    from scopes s, organisations o where s.id = new.scope_id and o.id = new.organisation_id;
  -- Limited to persons as the organisation is here already, or in the case above.
  select p.persons into new.persons from participations p
   where p.organisation_id = new.organisation_id and p.ended_at is null and p.scope_id in (new.scope_id, above)
   order by p.scope_id = new.scope_id desc limit 1;
  -- Who joins finds it as it stands for the others.
  select coalesce(bool_or(p.waiting), true) into new.waiting from participations p where p.scope_id = new.scope_id;
  return new;
end $$

-- ;;
revoke all on function settle_in() from public
-- ;;
grant execute on function settle_in() to schakel_owner
-- ;;
alter function settle_in() owner to schakel_reader
-- ;;
create trigger settle_in before insert on participations for each row execute function settle_in()
-- ;;

create function managed(case_id uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select exists (select from namings n where n.case_id = managed.case_id) $$

-- ;;
revoke all on function managed(uuid) from public
-- ;;
grant execute on function managed(uuid) to schakel_reader
-- ;;
alter function managed(uuid) owner to schakel_reader
-- ;;

create function follow() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  update participations p
     set compartment = new.compartment, step = new.step, phase = new.phase, sealed = new.sealed_at is not null,
         waiting = case when new.kind = 'case' then new.step = 'evaluation' or not managed(new.id) else p.waiting end
   where p.scope_id = new.id;
  return null;
end $$

-- ;;
revoke all on function follow() from public
-- ;;
grant execute on function follow() to schakel_owner
-- ;;
alter function follow() owner to schakel_reader
-- ;;
create trigger follow after update on scopes for each row execute function follow()
-- ;;

create function mark_waiting() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  waits boolean := new.status = any('{submitted,sent_back,asked,proposed,deferred,accepted,in_progress}');
  made_from boolean;
begin
  perform hold(new.scope_id);
  made_from := exists (select from signals g join scopes s on s.id = g.id
                        where g.id = new.of_id and g.protection = 'origin' and s.parent_id is not null);
  update participations p set waiting = waits and not (made_from and p.part = 'riec')
   where p.scope_id = coalesce((select i.content_scope_id from interventions i where i.id = new.of_id), new.of_id)
     and p.kind in ('signal', 'request', 'intervention')
     and p.waiting <> (waits and not (made_from and p.part = 'riec'));
  return null;
end $$

-- ;;
revoke all on function mark_waiting() from public
-- ;;
grant execute on function mark_waiting() to schakel_owner
-- ;;
alter function mark_waiting() owner to schakel_reader
-- ;;
create trigger mark_waiting after insert on statuses for each row execute function mark_waiting()
-- ;;

create function mark_managed() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform hold(new.case_id);
  update participations p set waiting = false
   where p.scope_id = new.case_id and p.kind = 'case' and p.waiting and p.step <> 'evaluation';
  return null;
end $$

-- ;;
revoke all on function mark_managed() from public
-- ;;
grant execute on function mark_managed() to schakel_owner
-- ;;
alter function mark_managed() owner to schakel_reader
-- ;;
create trigger mark_managed after insert on namings for each row execute function mark_managed()
-- ;;

update participations p set waiting = false
 where p.waiting and case
       when p.kind = 'case' then p.step <> 'evaluation' and exists (select from namings n where n.case_id = p.scope_id)
       when p.kind in ('signal', 'request', 'intervention') then (
            select t.status from statuses t
             where t.of_id = coalesce((select i.id from interventions i where i.content_scope_id = p.scope_id), p.scope_id)
             order by t.id desc limit 1) = any('{submitted,sent_back,asked,proposed,deferred,accepted,in_progress}') is false
       else false end

-- ;;

create function ends_once() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  before text := to_jsonb(old) ->> tg_argv[0];
  after text := to_jsonb(new) ->> tg_argv[0];
begin
  if before is not null and (after is null or after > before) then
    raise exception 'what has an end is not revived' using errcode = 'P0002';
  end if;
  return new;
end $$

-- ;;
revoke all on function ends_once() from public
-- ;;
grant execute on function ends_once() to schakel_owner
-- ;;
alter function ends_once() owner to schakel_reader
-- ;;
alter table organisations enable row level security
-- ;;
create policy readable on organisations for select to schakel_app using (my_actor() is not null or cardinality(viewers()) > 0)
-- ;;
grant select on organisations to schakel_app
-- ;;
create policy administered on organisations for insert to schakel_app with check ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec'))
-- ;;
grant insert (id, name, short_name, kind, municipality_code, district, wgs_participant, preparation, active, contact, sharing_key) on organisations to schakel_app
-- ;;
create policy changed on organisations for update to schakel_app using ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec')) with check ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec'))
-- ;;
grant update (name, short_name, district, preparation, active, contact) on organisations to schakel_app
-- ;;
alter table actors enable row level security
-- ;;
create policy readable on actors for select to schakel_app using (my_actor() is not null or cardinality(viewers()) > 0)
-- ;;
grant select on actors to schakel_app
-- ;;
create policy administered on actors for insert to schakel_app with check ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec'))
-- ;;
grant insert (id, organisation_id, kind, name, email, function_title, language, active) on actors to schakel_app
-- ;;
create policy changed on actors for update to schakel_app using ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec')) with check ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec'))
-- ;;
grant update (name, email, function_title, language, active) on actors to schakel_app
-- ;;
alter table actor_roles enable row level security
-- ;;
create policy readable on actor_roles for select to schakel_app using (exists (select from actors a where a.id = actor_roles.actor_id and a.organisation_id = any(viewers())) or 'functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec'))
-- ;;
grant select on actor_roles to schakel_app
-- ;;
create policy administered on actor_roles for insert to schakel_app with check ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec'))
-- ;;
grant insert (actor_id, role, valid_from, valid_until) on actor_roles to schakel_app
-- ;;
create policy ended on actor_roles for update to schakel_app using (('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec')) or ('mandate_holder' = any(my_roles()) and exists (select from actors a where a.id = actor_roles.actor_id and a.organisation_id = my_organisation()))) with check (valid_until is not null)
-- ;;
grant update (valid_until) on actor_roles to schakel_app
-- ;;
create trigger ends_once before update on actor_roles for each row execute function ends_once('valid_until')
-- ;;
alter table admissions enable row level security
-- ;;
create policy readable on admissions for select to schakel_app using (exists (select from actors a where a.id = admissions.actor_id and a.organisation_id = any(viewers())) or 'functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec'))
-- ;;
grant select on admissions to schakel_app
-- ;;
create policy administered on admissions for insert to schakel_app with check ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec'))
-- ;;
grant insert (id, actor_id, compartment, screening_kind, screened_on, trained_on, valid_from, valid_until) on admissions to schakel_app
-- ;;
create policy ended on admissions for update to schakel_app using (('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec')) or ('mandate_holder' = any(my_roles()) and exists (select from actors a where a.id = admissions.actor_id and a.organisation_id = my_organisation()))) with check (valid_until is not null)
-- ;;
grant update (valid_until) on admissions to schakel_app
-- ;;
create trigger ends_once before update on admissions for each row execute function ends_once('valid_until')
-- ;;
alter table agreements enable row level security
-- ;;
create policy readable on agreements for select to schakel_app using (my_actor() is not null or cardinality(viewers()) > 0)
-- ;;
grant select on agreements to schakel_app
-- ;;
create policy administered on agreements for insert to schakel_app with check ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec'))
-- ;;
grant insert (id, kind, title, version, signed_on, valid_from, valid_until, scope_text, file_hash, review_on, supersedes_id, created_by) on agreements to schakel_app
-- ;;
create policy ended on agreements for update to schakel_app using ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec')) with check (valid_until is not null)
-- ;;
grant update (valid_until) on agreements to schakel_app
-- ;;
create trigger ends_once before update on agreements for each row execute function ends_once('valid_until')
-- ;;
alter table rules enable row level security
-- ;;
create policy readable on rules for select to schakel_app using (my_actor() is not null or cardinality(viewers()) > 0)
-- ;;
grant select on rules to schakel_app
-- ;;
create policy administered on rules for insert to schakel_app with check ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec'))
-- ;;
grant insert (id, agreement_id, owner_kind, recipient_kind, category, step, created_by) on rules to schakel_app
-- ;;
create policy ended on rules for update to schakel_app using ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec')) with check (ended_at is not null)
-- ;;
grant update (ended_at) on rules to schakel_app
-- ;;
create trigger ends_once before update on rules for each row execute function ends_once('ended_at')
-- ;;
alter table rule_exceptions enable row level security
-- ;;
create policy readable on rule_exceptions for select to schakel_app using (my_actor() is not null or cardinality(viewers()) > 0)
-- ;;
grant select on rule_exceptions to schakel_app
-- ;;
create policy administered on rule_exceptions for insert to schakel_app with check ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec'))
-- ;;
grant insert (rule_id, organisation_id, side, reason, created_by) on rule_exceptions to schakel_app
-- ;;
alter table organisation_kinds enable row level security
-- ;;
create policy readable on organisation_kinds for select to schakel_app using (my_actor() is not null or cardinality(viewers()) > 0)
-- ;;
grant select on organisation_kinds to schakel_app
-- ;;
alter table categories enable row level security
-- ;;
create policy readable on categories for select to schakel_app using (my_actor() is not null or cardinality(viewers()) > 0)
-- ;;
grant select on categories to schakel_app
-- ;;
alter table suppliers enable row level security
-- ;;
create policy readable on suppliers for select to schakel_app using (my_actor() is not null or cardinality(viewers()) > 0)
-- ;;
grant select on suppliers to schakel_app
-- ;;
alter table ceilings enable row level security
-- ;;
create policy readable on ceilings for select to schakel_app using (my_actor() is not null or cardinality(viewers()) > 0)
-- ;;
grant select on ceilings to schakel_app
-- ;;
alter table transitions enable row level security
-- ;;
create policy readable on transitions for select to schakel_app using (my_actor() is not null or cardinality(viewers()) > 0)
-- ;;
grant select on transitions to schakel_app
-- ;;
alter table recertifications enable row level security
-- ;;
create policy readable on recertifications for select to schakel_app using (my_actor() is not null or cardinality(viewers()) > 0)
-- ;;
grant select on recertifications to schakel_app
-- ;;
create policy administered on recertifications for insert to schakel_app with check ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec'))
-- ;;
grant insert (id, started_on, due_on, started_by) on recertifications to schakel_app
-- ;;
alter table confirmations enable row level security
-- ;;
create policy readable on confirmations for select to schakel_app using (('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec')) or ('mandate_holder' = any(my_roles()) and exists (select from actors a where a.id = confirmations.actor_id and a.organisation_id = any(viewers()))))
-- ;;
grant select on confirmations to schakel_app
-- ;;
create policy administered on confirmations for insert to schakel_app with check ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec'))
-- ;;
grant insert (recertification_id, actor_id) on confirmations to schakel_app
-- ;;
create policy decided on confirmations for update to schakel_app using (outcome is null and actor_id <> my_actor() and (('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec')) or ('mandate_holder' = any(my_roles()) and exists (select from actors a where a.id = confirmations.actor_id and a.organisation_id = any(viewers())))) and exists (select from recertifications r where r.id = confirmations.recertification_id and r.closed_at is null and r.due_on > today())) with check (outcome in ('confirmed', 'ended') and decided_by = my_actor())
-- ;;
grant update (outcome, decided_by, decided_at) on confirmations to schakel_app
-- ;;
create policy lapses_select on recertifications for select to schakel_reader using (true)
-- ;;
create policy lapses_update on recertifications for update to schakel_reader using (true) with check (true)
-- ;;
create policy lapses_select on confirmations for select to schakel_reader using (true)
-- ;;
create policy lapses_update on confirmations for update to schakel_reader using (true) with check (true)
-- ;;
grant select, update (closed_at) on recertifications to schakel_reader
-- ;;
grant select, update (outcome, decided_at) on confirmations to schakel_reader
-- ;;
create policy lapses on actor_roles for update to schakel_reader using (true) with check (valid_until is not null)
-- ;;
grant update (valid_until) on actor_roles to schakel_reader
-- ;;
create policy lapses on admissions for update to schakel_reader using (true) with check (valid_until is not null)
-- ;;
grant update (valid_until) on admissions to schakel_reader
-- ;;

create function lapse_unconfirmed() returns integer
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  late record;
  ended integer := 0;
begin
  for late in
    select c.recertification_id, a.id, a.organisation_id
      from recertifications r join confirmations c on c.recertification_id = r.id join actors a on a.id = c.actor_id
     where r.closed_at is null and r.due_on <= today() and c.outcome is null
       for update of c
  loop
    update actor_roles t set valid_until = greatest(today(), valid_from)
     where t.actor_id = late.id and (valid_until is null or valid_until > today())
       and (role <> 'functional_administrator' or exists (
             select from actor_roles o join actors x on x.id = o.actor_id and x.active where o.role = t.role
                and o.actor_id <> late.id and o.valid_from <= today()
                and (o.valid_until is null or o.valid_until > today())));
    update admissions set valid_until = greatest(today(), valid_from)
     where actor_id = late.id and valid_until > today();
    update confirmations set outcome = 'lapsed', decided_at = clock()
     where recertification_id = late.recertification_id and actor_id = late.id;
    insert into events (type, category, owner_id, object_id, organisation_id, data)
    values ('administration.access_lapsed', 'process', late.organisation_id, late.id, late.organisation_id,
            jsonb_build_object('round', late.recertification_id));
    ended := ended + 1;
  end loop;
  update recertifications set closed_at = clock() where closed_at is null and due_on <= today();
  return ended;
end $$

-- ;;
revoke all on function lapse_unconfirmed() from public
-- ;;
grant execute on function lapse_unconfirmed() to schakel_worker
-- ;;
alter function lapse_unconfirmed() owner to schakel_reader
-- ;;
alter table deputies enable row level security
-- ;;
create policy readable on deputies for select to schakel_app using (exists (select from actors a where a.id = deputies.actor_id and a.organisation_id = any(viewers())) or ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec')) or ((my_actor() is not null or cardinality(viewers()) > 0) and valid_from <= today() and valid_until > today()))
-- ;;
grant select on deputies to schakel_app
-- ;;
create policy named on deputies for insert to schakel_app with check (actor_id = my_actor() and exists (select from actors a where a.id = deputy_id and a.active and a.kind = 'person' and a.organisation_id = my_organisation()))
-- ;;
grant insert (id, actor_id, deputy_id, valid_from, valid_until) on deputies to schakel_app
-- ;;
create policy ended on deputies for update to schakel_app using (actor_id = my_actor() or ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec'))) with check (valid_until is not null)
-- ;;
grant update (valid_until) on deputies to schakel_app
-- ;;
create trigger ends_once before update on deputies for each row execute function ends_once('valid_until')
-- ;;
create policy told on deputies for select to schakel_worker using (true)
-- ;;
grant select on deputies to schakel_worker
-- ;;
alter table agreements set (autovacuum_analyze_threshold = 5, autovacuum_analyze_scale_factor = 0.1)
-- ;;
alter table ceilings set (autovacuum_analyze_threshold = 5, autovacuum_analyze_scale_factor = 0.1)
-- ;;
alter table organisations set (autovacuum_analyze_threshold = 5, autovacuum_analyze_scale_factor = 0.1)
-- ;;
alter table rules set (autovacuum_analyze_threshold = 5, autovacuum_analyze_scale_factor = 0.1)
-- ;;

create view agreed as
select w.id as viewer, c.compartment::text, c.part::text, c.step::text, r.owner_kind, c.category::text,
       c.reach::text, c.level::text, r.id as rule_id, c.ground::text, c.id as ceiling_id, r.agreement_id
  from ceilings c
  join rules r on r.category = c.category and (r.step is null or r.step = c.step)
  join agreements g on g.id = r.agreement_id
  join organisations w on w.active and (r.recipient_kind is null or r.recipient_kind = w.kind)
 where c.reach <> 'own'
   and c.valid_from <= today() and (c.valid_until is null or c.valid_until > today())
   and r.valid_from <= statement_clock() and (r.ended_at is null or r.ended_at > statement_clock())
   and g.valid_from <= statement_clock()
   and (g.valid_until is null or g.valid_until > statement_clock())
   and not exists (select from rule_exceptions x
                    where x.rule_id = r.id and x.side = 'recipient' and x.organisation_id = w.id)

-- ;;
alter view agreed owner to schakel_reader
-- ;;

create view sharing_decisions as
select a.viewer, a.compartment, a.part, a.step, coalesce(a.owner_kind, '*')::text as owner, a.category, a.reach,
       a.level, a.rule_id, a.ground, a.ceiling_id, a.agreement_id
  from agreed a
 union all
select a.viewer, a.compartment, a.part, a.step, o.sharing_key::text, a.category, a.reach, a.level, a.rule_id,
       a.ground, a.ceiling_id, a.agreement_id
  from organisations o join agreed a on a.owner_kind is null or a.owner_kind = o.kind
 where o.sharing_key <> o.kind
   and not exists (select from rule_exceptions x
                    where x.rule_id = a.rule_id and x.side = 'owner' and x.organisation_id = o.id)

-- ;;
alter view sharing_decisions owner to schakel_reader
-- ;;

create function shared_with(organisation uuid) returns table (viewer uuid, compartment text, part text, step text, owner text, category text, reach text, level text, rule_id uuid, ground text, ceiling_id uuid)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select viewer, compartment, part, step, owner, category, reach, level, rule_id, ground, ceiling_id from sharing_decisions where viewer = organisation $$

-- ;;
revoke all on function shared_with(uuid) from public
-- ;;
grant execute on function shared_with(uuid) to schakel_app
-- ;;
alter function shared_with(uuid) owner to schakel_reader
-- ;;

create function shared_with_me() returns table (viewer uuid, compartment text, part text, step text, owner text, category text, reach text, level text, rule_id uuid, ground text, ceiling_id uuid)
language plpgsql stable security definer rows 300 set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
begin
  return query select viewer, compartment, part, step, owner, category, reach, level, rule_id, ground, ceiling_id from sharing_decisions
                where viewer = any(viewers()) and level <> 'existence';
end $$

-- ;;
revoke all on function shared_with_me() from public
-- ;;
grant execute on function shared_with_me() to schakel_app
-- ;;
alter function shared_with_me() owner to schakel_reader
-- ;;

create function stand_apart() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  update organisations set sharing_key = id::text where id = new.organisation_id and new.side = 'owner';
  return null;
end $$

-- ;;
revoke all on function stand_apart() from public
-- ;;
grant execute on function stand_apart() to schakel_owner
-- ;;
alter function stand_apart() owner to schakel_reader
-- ;;
create trigger stand_apart after insert on rule_exceptions for each row execute function stand_apart()
-- ;;
alter table participations enable row level security
-- ;;
create policy mine on participations for select to schakel_app using (organisation_id = any(case when has_content_role() then viewers() end) and compartment = any(admitted()) and (participations.persons is null or viewers_of(participations.organisation_id) <@ participations.persons or participations.scope_id = any(glass())) and participations.scope_id not in (select b.scope_id from bars b where b.actor_id = any(viewer_actors())))
-- ;;
grant select on participations to schakel_app
-- ;;
alter table scopes enable row level security
-- ;;
create policy mine on scopes for select to schakel_app using (cardinality(viewers()) > 0 and not exists (select from unnest(viewers()) v(id) where not exists (select from participations p where p.scope_id = scopes.id and p.organisation_id = v.id and p.ended_at is null)))
-- ;;
grant select on scopes to schakel_app
-- ;;
alter table bars enable row level security
-- ;;
create policy mine on bars for select to schakel_app using (actor_id = any(viewer_actors()))
-- ;;
grant select on bars to schakel_app
-- ;;
create policy reader on organisations for select to schakel_reader using (true)
-- ;;
grant select on organisations to schakel_reader
-- ;;
create policy reader on actors for select to schakel_reader using (true)
-- ;;
grant select on actors to schakel_reader
-- ;;
create policy reader on actor_roles for select to schakel_reader using (true)
-- ;;
grant select on actor_roles to schakel_reader
-- ;;
create policy reader on admissions for select to schakel_reader using (true)
-- ;;
grant select on admissions to schakel_reader
-- ;;
create policy reader on scopes for select to schakel_reader using (true)
-- ;;
grant select on scopes to schakel_reader
-- ;;
create policy reader on participations for select to schakel_reader using (true)
-- ;;
grant select on participations to schakel_reader
-- ;;
create policy reader on bars for select to schakel_reader using (true)
-- ;;
grant select on bars to schakel_reader
-- ;;
create policy reader on categories for select to schakel_reader using (true)
-- ;;
grant select on categories to schakel_reader
-- ;;
create policy reader on ceilings for select to schakel_reader using (true)
-- ;;
grant select on ceilings to schakel_reader
-- ;;
create policy reader on rules for select to schakel_reader using (true)
-- ;;
grant select on rules to schakel_reader
-- ;;
create policy reader on rule_exceptions for select to schakel_reader using (true)
-- ;;
grant select on rule_exceptions to schakel_reader
-- ;;
create policy reader on agreements for select to schakel_reader using (true)
-- ;;
grant select on agreements to schakel_reader
-- ;;
create policy reader on transitions for select to schakel_reader using (true)
-- ;;
grant select on transitions to schakel_reader
-- ;;
create policy reader on suppliers for select to schakel_reader using (true)
-- ;;
grant select on suppliers to schakel_reader
-- ;;
create policy reader_writes on organisations for all to schakel_reader using (true) with check (true)
-- ;;
grant select, insert, update on organisations to schakel_reader
-- ;;
create policy reader_writes on scopes for all to schakel_reader using (true) with check (true)
-- ;;
grant select, insert, update on scopes to schakel_reader
-- ;;
create policy reader_writes on participations for all to schakel_reader using (true) with check (true)
-- ;;
grant select, insert, update on participations to schakel_reader
-- ;;
create policy reader_writes on bars for all to schakel_reader using (true) with check (true)
-- ;;
grant select, insert, update on bars to schakel_reader
-- ;;
alter table cases enable row level security
-- ;;
create policy seen on cases as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = cases.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, cases.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (cases.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where cases.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = cases.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, cases.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))))
-- ;;
create policy own on cases as permissive for insert to schakel_app with check (has_content_role() and cases.owner_id = my_organisation())
-- ;;
create policy corrected on cases as permissive for update to schakel_app using (has_content_role() and cases.owner_id = all(viewers()) and has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = cases.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, cases.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (cases.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where cases.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = cases.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, cases.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true))))) with check (has_content_role() and cases.owner_id = my_organisation())
-- ;;
create policy named on cases as restrictive for all to schakel_app using ((cases.circle is null or cases.owner_id = all(viewers()) or viewer_actors() <@ cases.circle)
  and cases.scope_id not in (select b.scope_id from bars b where b.actor_id = any(viewer_actors())))
-- ;;
create policy member on cases as restrictive for insert to schakel_app with check (cases.actor_id = my_actor() and exists (select from participations p where p.scope_id = cases.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null and not p.sealed
  and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, cases.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true))
-- ;;
create policy reader on cases for select to schakel_reader using (true)
-- ;;
grant select on cases to schakel_reader
-- ;;
grant select on cases to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, number, title, purpose, activity, organised_crime_link, municipality_code, manager_due_on) on cases to schakel_app
-- ;;
create trigger touch after insert on cases referencing new table as fresh for each statement execute function touch()
-- ;;
alter table connections enable row level security
-- ;;
create policy seen on connections as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = connections.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, connections.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (connections.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where connections.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = connections.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, connections.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))))
-- ;;
create policy own on connections as permissive for insert to schakel_app with check (has_content_role() and connections.owner_id = my_organisation())
-- ;;
create policy corrected on connections as permissive for update to schakel_app using (has_content_role() and connections.owner_id = all(viewers()) and has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = connections.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, connections.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (connections.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where connections.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = connections.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, connections.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true))))) with check (has_content_role() and connections.owner_id = my_organisation())
-- ;;
create policy named on connections as restrictive for all to schakel_app using ((connections.circle is null or connections.owner_id = all(viewers()) or viewer_actors() <@ connections.circle)
  and connections.scope_id not in (select b.scope_id from bars b where b.actor_id = any(viewer_actors())))
-- ;;
create policy member on connections as restrictive for insert to schakel_app with check (connections.actor_id = my_actor() and exists (select from participations p where p.scope_id = connections.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null and not p.sealed
  and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, connections.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true))
-- ;;
create policy reader on connections for select to schakel_reader using (true)
-- ;;
grant select on connections to schakel_reader
-- ;;
grant select on connections to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, from_id, to_id, verdict, reason, band, compared_with) on connections to schakel_app
-- ;;
alter table meetings enable row level security
-- ;;
create policy seen on meetings as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = meetings.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, meetings.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (meetings.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where meetings.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = meetings.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, meetings.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))))
-- ;;
create policy own on meetings as permissive for insert to schakel_app with check (has_content_role() and meetings.owner_id = my_organisation())
-- ;;
create policy corrected on meetings as permissive for update to schakel_app using (has_content_role() and meetings.owner_id = all(viewers()) and has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = meetings.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, meetings.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (meetings.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where meetings.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = meetings.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, meetings.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true))))) with check (has_content_role() and meetings.owner_id = my_organisation())
-- ;;
create policy named on meetings as restrictive for all to schakel_app using ((meetings.circle is null or meetings.owner_id = all(viewers()) or viewer_actors() <@ meetings.circle)
  and meetings.scope_id not in (select b.scope_id from bars b where b.actor_id = any(viewer_actors())))
-- ;;
create policy member on meetings as restrictive for insert to schakel_app with check (meetings.actor_id = my_actor() and exists (select from participations p where p.scope_id = meetings.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null and not p.sealed
  and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, meetings.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true))
-- ;;
create policy reader on meetings for select to schakel_reader using (true)
-- ;;
grant select on meetings to schakel_reader
-- ;;
grant select on meetings to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, theme, place, starts_at, ends_at, convened_at, started_at, closed_at, adopted_at) on meetings to schakel_app
-- ;;
create trigger touch after insert on meetings referencing new table as fresh for each statement execute function touch()
-- ;;
alter table signals enable row level security
-- ;;
create policy seen on signals as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = signals.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, signals.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (signals.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where signals.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = signals.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, signals.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))))
-- ;;
create policy own on signals as permissive for insert to schakel_app with check (has_content_role() and signals.owner_id = my_organisation())
-- ;;
create policy corrected on signals as permissive for update to schakel_app using (has_content_role() and signals.owner_id = all(viewers()) and has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = signals.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, signals.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (signals.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where signals.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = signals.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, signals.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true))))) with check (has_content_role() and signals.owner_id = my_organisation())
-- ;;
create policy named on signals as restrictive for all to schakel_app using ((signals.circle is null or signals.owner_id = all(viewers()) or viewer_actors() <@ signals.circle)
  and signals.scope_id not in (select b.scope_id from bars b where b.actor_id = any(viewer_actors())))
-- ;;
create policy member on signals as restrictive for insert to schakel_app with check (signals.actor_id = my_actor() and exists (select from participations p where p.scope_id = signals.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null and not p.sealed
  and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, signals.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true))
-- ;;
create policy reader on signals for select to schakel_reader using (true)
-- ;;
grant select on signals to schakel_reader
-- ;;
grant select on signals to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, number, form, narrative, contra_indications, task, organised_crime_link, observed_from, observed_until, place, municipality_code, urgency, reference, emergency_called, protection) on signals to schakel_app
-- ;;
create trigger touch after insert on signals referencing new table as fresh for each statement execute function touch()
-- ;;
alter table statuses enable row level security
-- ;;
create policy seen on statuses as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = statuses.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, statuses.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (statuses.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where statuses.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = statuses.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, statuses.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))))
-- ;;
create policy own on statuses as permissive for insert to schakel_app with check (has_content_role() and statuses.owner_id = my_organisation())
-- ;;
create policy corrected on statuses as permissive for update to schakel_app using (has_content_role() and statuses.owner_id = all(viewers()) and has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = statuses.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, statuses.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (statuses.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where statuses.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = statuses.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, statuses.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true))))) with check (has_content_role() and statuses.owner_id = my_organisation())
-- ;;
create policy named on statuses as restrictive for all to schakel_app using ((statuses.circle is null or statuses.owner_id = all(viewers()) or viewer_actors() <@ statuses.circle)
  and statuses.scope_id not in (select b.scope_id from bars b where b.actor_id = any(viewer_actors())))
-- ;;
create policy member on statuses as restrictive for insert to schakel_app with check (statuses.actor_id = my_actor() and exists (select from participations p where p.scope_id = statuses.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null and not p.sealed
  and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, statuses.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true))
-- ;;
create policy reader on statuses for select to schakel_reader using (true)
-- ;;
grant select on statuses to schakel_reader
-- ;;
grant select on statuses to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, of_id, status) on statuses to schakel_app
-- ;;
create trigger touch after insert on statuses referencing new table as fresh for each statement execute function touch()
-- ;;
alter table additions enable row level security
-- ;;
create policy seen on additions as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = additions.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, additions.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (additions.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where additions.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = additions.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, additions.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))))
-- ;;
create policy own on additions as permissive for insert to schakel_app with check (has_content_role() and additions.owner_id = my_organisation())
-- ;;
create policy corrected on additions as permissive for update to schakel_app using (has_content_role() and additions.owner_id = all(viewers()) and has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = additions.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, additions.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (additions.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where additions.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = additions.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, additions.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true))))) with check (has_content_role() and additions.owner_id = my_organisation())
-- ;;
create policy named on additions as restrictive for all to schakel_app using ((additions.circle is null or additions.owner_id = all(viewers()) or viewer_actors() <@ additions.circle)
  and additions.scope_id not in (select b.scope_id from bars b where b.actor_id = any(viewer_actors())))
-- ;;
create policy member on additions as restrictive for insert to schakel_app with check (additions.actor_id = my_actor() and exists (select from participations p where p.scope_id = additions.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null and not p.sealed
  and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, additions.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true))
-- ;;
create policy reader on additions for select to schakel_reader using (true)
-- ;;
grant select on additions to schakel_reader
-- ;;
grant select on additions to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, signal_id, text) on additions to schakel_app
-- ;;
create trigger touch after insert on additions referencing new table as fresh for each statement execute function touch()
-- ;;
alter table agenda_items enable row level security
-- ;;
create policy seen on agenda_items as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = agenda_items.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, agenda_items.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (agenda_items.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where agenda_items.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = agenda_items.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, agenda_items.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))))
-- ;;
create policy own on agenda_items as permissive for insert to schakel_app with check (has_content_role() and agenda_items.owner_id = my_organisation())
-- ;;
create policy corrected on agenda_items as permissive for update to schakel_app using (has_content_role() and agenda_items.owner_id = all(viewers()) and has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = agenda_items.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, agenda_items.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (agenda_items.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where agenda_items.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = agenda_items.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, agenda_items.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true))))) with check (has_content_role() and agenda_items.owner_id = my_organisation())
-- ;;
create policy named on agenda_items as restrictive for all to schakel_app using ((agenda_items.circle is null or agenda_items.owner_id = all(viewers()) or viewer_actors() <@ agenda_items.circle)
  and agenda_items.scope_id not in (select b.scope_id from bars b where b.actor_id = any(viewer_actors())))
-- ;;
create policy member on agenda_items as restrictive for insert to schakel_app with check (agenda_items.actor_id = my_actor() and exists (select from participations p where p.scope_id = agenda_items.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null and not p.sealed
  and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, agenda_items.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true))
-- ;;
create policy reader on agenda_items for select to schakel_reader using (true)
-- ;;
grant select on agenda_items to schakel_reader
-- ;;
grant select on agenda_items to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, meeting_id, case_id, section, minutes, place, question, opened_at, closed_at, removed_at) on agenda_items to schakel_app
-- ;;
create trigger touch after insert on agenda_items referencing new table as fresh for each statement execute function touch()
-- ;;
alter table assessments enable row level security
-- ;;
create policy seen on assessments as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = assessments.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, assessments.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (assessments.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where assessments.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = assessments.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, assessments.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))))
-- ;;
create policy own on assessments as permissive for insert to schakel_app with check (has_content_role() and assessments.owner_id = my_organisation())
-- ;;
create policy corrected on assessments as permissive for update to schakel_app using (has_content_role() and assessments.owner_id = all(viewers()) and has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = assessments.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, assessments.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (assessments.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where assessments.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = assessments.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, assessments.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true))))) with check (has_content_role() and assessments.owner_id = my_organisation())
-- ;;
create policy named on assessments as restrictive for all to schakel_app using ((assessments.circle is null or assessments.owner_id = all(viewers()) or viewer_actors() <@ assessments.circle)
  and assessments.scope_id not in (select b.scope_id from bars b where b.actor_id = any(viewer_actors())))
-- ;;
create policy member on assessments as restrictive for insert to schakel_app with check (assessments.actor_id = my_actor() and exists (select from participations p where p.scope_id = assessments.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null and not p.sealed
  and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, assessments.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true))
-- ;;
create policy reader on assessments for select to schakel_reader using (true)
-- ;;
grant select on assessments to schakel_reader
-- ;;
grant select on assessments to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, signal_id, outcome, concrete_observation, listed_form, joint_processing_necessary, joint_approach_expected, within_region, reasons, handed_to, case_id) on assessments to schakel_app
-- ;;
create trigger touch after insert on assessments referencing new table as fresh for each statement execute function touch()
-- ;;
alter table attendances enable row level security
-- ;;
create policy seen on attendances as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = attendances.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, attendances.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (attendances.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where attendances.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = attendances.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, attendances.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))))
-- ;;
create policy own on attendances as permissive for insert to schakel_app with check (has_content_role() and attendances.owner_id = my_organisation())
-- ;;
create policy corrected on attendances as permissive for update to schakel_app using (has_content_role() and attendances.owner_id = all(viewers()) and has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = attendances.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, attendances.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (attendances.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where attendances.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = attendances.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, attendances.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true))))) with check (has_content_role() and attendances.owner_id = my_organisation())
-- ;;
create policy named on attendances as restrictive for all to schakel_app using ((attendances.circle is null or attendances.owner_id = all(viewers()) or viewer_actors() <@ attendances.circle)
  and attendances.scope_id not in (select b.scope_id from bars b where b.actor_id = any(viewer_actors())))
-- ;;
create policy member on attendances as restrictive for insert to schakel_app with check (attendances.actor_id = my_actor() and exists (select from participations p where p.scope_id = attendances.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null and not p.sealed
  and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, attendances.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true))
-- ;;
create policy reader on attendances for select to schakel_reader using (true)
-- ;;
grant select on attendances to schakel_reader
-- ;;
grant select on attendances to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, meeting_id, person_id, whereabouts, mandate) on attendances to schakel_app
-- ;;
create trigger touch after insert on attendances referencing new table as fresh for each statement execute function touch()
-- ;;
alter table closures enable row level security
-- ;;
create policy seen on closures as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = closures.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, closures.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (closures.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where closures.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = closures.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, closures.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))))
-- ;;
create policy own on closures as permissive for insert to schakel_app with check (has_content_role() and closures.owner_id = my_organisation())
-- ;;
create policy corrected on closures as permissive for update to schakel_app using (has_content_role() and closures.owner_id = all(viewers()) and has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = closures.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, closures.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (closures.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where closures.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = closures.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, closures.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true))))) with check (has_content_role() and closures.owner_id = my_organisation())
-- ;;
create policy named on closures as restrictive for all to schakel_app using ((closures.circle is null or closures.owner_id = all(viewers()) or viewer_actors() <@ closures.circle)
  and closures.scope_id not in (select b.scope_id from bars b where b.actor_id = any(viewer_actors())))
-- ;;
create policy member on closures as restrictive for insert to schakel_app with check (closures.actor_id = my_actor() and exists (select from participations p where p.scope_id = closures.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null and not p.sealed
  and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, closures.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true))
-- ;;
create policy reader on closures for select to schakel_reader using (true)
-- ;;
grant select on closures to schakel_reader
-- ;;
grant select on closures to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, case_id, reason, text) on closures to schakel_app
-- ;;
create trigger touch after insert on closures referencing new table as fresh for each statement execute function touch()
-- ;;
alter table disclosures enable row level security
-- ;;
create policy seen on disclosures as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = disclosures.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, disclosures.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (disclosures.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where disclosures.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = disclosures.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, disclosures.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))))
-- ;;
create policy own on disclosures as permissive for insert to schakel_app with check (has_content_role() and disclosures.owner_id = my_organisation())
-- ;;
create policy corrected on disclosures as permissive for update to schakel_app using (has_content_role() and disclosures.owner_id = all(viewers()) and has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = disclosures.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, disclosures.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (disclosures.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where disclosures.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = disclosures.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, disclosures.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true))))) with check (has_content_role() and disclosures.owner_id = my_organisation())
-- ;;
create policy named on disclosures as restrictive for all to schakel_app using ((disclosures.circle is null or disclosures.owner_id = all(viewers()) or viewer_actors() <@ disclosures.circle)
  and disclosures.scope_id not in (select b.scope_id from bars b where b.actor_id = any(viewer_actors())))
-- ;;
create policy member on disclosures as restrictive for insert to schakel_app with check (disclosures.actor_id = my_actor() and exists (select from participations p where p.scope_id = disclosures.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null and not p.sealed
  and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, disclosures.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true))
-- ;;
create policy reader on disclosures for select to schakel_reader using (true)
-- ;;
grant select on disclosures to schakel_reader
-- ;;
grant select on disclosures to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, case_id, recipient_id, recipient_name, recipient_kind, basis, task, ground, text, contribution_ids) on disclosures to schakel_app
-- ;;
create trigger touch after insert on disclosures referencing new table as fresh for each statement execute function touch()
-- ;;
alter table mentions enable row level security
-- ;;
create policy seen on mentions as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = mentions.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, mentions.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (mentions.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where mentions.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = mentions.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, mentions.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))))
-- ;;
create policy own on mentions as permissive for insert to schakel_app with check (has_content_role() and mentions.owner_id = my_organisation())
-- ;;
create policy corrected on mentions as permissive for update to schakel_app using (has_content_role() and mentions.owner_id = all(viewers()) and has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = mentions.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, mentions.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (mentions.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where mentions.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = mentions.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, mentions.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true))))) with check (has_content_role() and mentions.owner_id = my_organisation())
-- ;;
create policy named on mentions as restrictive for all to schakel_app using ((mentions.circle is null or mentions.owner_id = all(viewers()) or viewer_actors() <@ mentions.circle)
  and mentions.scope_id not in (select b.scope_id from bars b where b.actor_id = any(viewer_actors())))
-- ;;
create policy member on mentions as restrictive for insert to schakel_app with check (mentions.actor_id = my_actor() and exists (select from participations p where p.scope_id = mentions.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null and not p.sealed
  and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, mentions.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true))
-- ;;
create policy reader on mentions for select to schakel_reader using (true)
-- ;;
grant select on mentions to schakel_reader
-- ;;
grant select on mentions to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, signal_id, kind, name, name_parts, display_name, birth_date, identifier_kind, identifier_raw, identifier, verified, description) on mentions to schakel_app
-- ;;
create trigger touch after insert on mentions referencing new table as fresh for each statement execute function touch()
-- ;;
alter table namings enable row level security
-- ;;
create policy seen on namings as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = namings.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, namings.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (namings.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where namings.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = namings.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, namings.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))))
-- ;;
create policy own on namings as permissive for insert to schakel_app with check (has_content_role() and namings.owner_id = my_organisation())
-- ;;
create policy corrected on namings as permissive for update to schakel_app using (has_content_role() and namings.owner_id = all(viewers()) and has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = namings.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, namings.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (namings.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where namings.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = namings.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, namings.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true))))) with check (has_content_role() and namings.owner_id = my_organisation())
-- ;;
create policy named on namings as restrictive for all to schakel_app using ((namings.circle is null or namings.owner_id = all(viewers()) or viewer_actors() <@ namings.circle)
  and namings.scope_id not in (select b.scope_id from bars b where b.actor_id = any(viewer_actors())))
-- ;;
create policy member on namings as restrictive for insert to schakel_app with check (namings.actor_id = my_actor() and exists (select from participations p where p.scope_id = namings.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null and not p.sealed
  and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, namings.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true))
-- ;;
create policy reader on namings for select to schakel_reader using (true)
-- ;;
grant select on namings to schakel_reader
-- ;;
grant select on namings to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, case_id, manager_id) on namings to schakel_app
-- ;;
create trigger touch after insert on namings referencing new table as fresh for each statement execute function touch()
-- ;;
alter table observations enable row level security
-- ;;
create policy seen on observations as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = observations.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, observations.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (observations.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where observations.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = observations.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, observations.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))))
-- ;;
create policy own on observations as permissive for insert to schakel_app with check (has_content_role() and observations.owner_id = my_organisation())
-- ;;
create policy corrected on observations as permissive for update to schakel_app using (has_content_role() and observations.owner_id = all(viewers()) and has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = observations.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, observations.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (observations.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where observations.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = observations.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, observations.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true))))) with check (has_content_role() and observations.owner_id = my_organisation())
-- ;;
create policy named on observations as restrictive for all to schakel_app using ((observations.circle is null or observations.owner_id = all(viewers()) or viewer_actors() <@ observations.circle)
  and observations.scope_id not in (select b.scope_id from bars b where b.actor_id = any(viewer_actors())))
-- ;;
create policy member on observations as restrictive for insert to schakel_app with check (observations.actor_id = my_actor() and exists (select from participations p where p.scope_id = observations.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null and not p.sealed
  and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, observations.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true))
-- ;;
create policy reader on observations for select to schakel_reader using (true)
-- ;;
grant select on observations to schakel_reader
-- ;;
grant select on observations to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, signal_id, indicator, words, source, observed_on, other_explanation) on observations to schakel_app
-- ;;
create trigger touch after insert on observations referencing new table as fresh for each statement execute function touch()
-- ;;
alter table phases enable row level security
-- ;;
create policy seen on phases as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = phases.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, phases.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (phases.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where phases.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = phases.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, phases.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))))
-- ;;
create policy own on phases as permissive for insert to schakel_app with check (has_content_role() and phases.owner_id = my_organisation())
-- ;;
create policy corrected on phases as permissive for update to schakel_app using (has_content_role() and phases.owner_id = all(viewers()) and has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = phases.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, phases.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (phases.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where phases.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = phases.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, phases.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true))))) with check (has_content_role() and phases.owner_id = my_organisation())
-- ;;
create policy named on phases as restrictive for all to schakel_app using ((phases.circle is null or phases.owner_id = all(viewers()) or viewer_actors() <@ phases.circle)
  and phases.scope_id not in (select b.scope_id from bars b where b.actor_id = any(viewer_actors())))
-- ;;
create policy member on phases as restrictive for insert to schakel_app with check (phases.actor_id = my_actor() and exists (select from participations p where p.scope_id = phases.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null and not p.sealed
  and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, phases.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true))
-- ;;
create policy reader on phases for select to schakel_reader using (true)
-- ;;
grant select on phases to schakel_reader
-- ;;
grant select on phases to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, case_id, phase, necessity) on phases to schakel_app
-- ;;
create trigger touch after insert on phases referencing new table as fresh for each statement execute function touch()
-- ;;
alter table safe_contacts enable row level security
-- ;;
create policy seen on safe_contacts as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = safe_contacts.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, safe_contacts.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (safe_contacts.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where safe_contacts.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = safe_contacts.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, safe_contacts.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))))
-- ;;
create policy own on safe_contacts as permissive for insert to schakel_app with check (has_content_role() and safe_contacts.owner_id = my_organisation())
-- ;;
create policy corrected on safe_contacts as permissive for update to schakel_app using (has_content_role() and safe_contacts.owner_id = all(viewers()) and has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = safe_contacts.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, safe_contacts.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (safe_contacts.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where safe_contacts.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = safe_contacts.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, safe_contacts.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true))))) with check (has_content_role() and safe_contacts.owner_id = my_organisation())
-- ;;
create policy named on safe_contacts as restrictive for all to schakel_app using ((safe_contacts.circle is null or safe_contacts.owner_id = all(viewers()) or viewer_actors() <@ safe_contacts.circle)
  and safe_contacts.scope_id not in (select b.scope_id from bars b where b.actor_id = any(viewer_actors())))
-- ;;
create policy member on safe_contacts as restrictive for insert to schakel_app with check (safe_contacts.actor_id = my_actor() and exists (select from participations p where p.scope_id = safe_contacts.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null and not p.sealed
  and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, safe_contacts.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true))
-- ;;
create policy reader on safe_contacts for select to schakel_reader using (true)
-- ;;
grant select on safe_contacts to schakel_reader
-- ;;
grant select on safe_contacts to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, signal_id, text) on safe_contacts to schakel_app
-- ;;
create trigger touch after insert on safe_contacts referencing new table as fresh for each statement execute function touch()
-- ;;
alter table subjects enable row level security
-- ;;
create policy seen on subjects as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = subjects.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, subjects.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (subjects.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where subjects.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = subjects.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, subjects.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))))
-- ;;
create policy own on subjects as permissive for insert to schakel_app with check (has_content_role() and subjects.owner_id = my_organisation())
-- ;;
create policy corrected on subjects as permissive for update to schakel_app using (has_content_role() and subjects.owner_id = all(viewers()) and has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = subjects.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, subjects.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (subjects.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where subjects.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = subjects.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, subjects.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true))))) with check (has_content_role() and subjects.owner_id = my_organisation())
-- ;;
create policy named on subjects as restrictive for all to schakel_app using ((subjects.circle is null or subjects.owner_id = all(viewers()) or viewer_actors() <@ subjects.circle)
  and subjects.scope_id not in (select b.scope_id from bars b where b.actor_id = any(viewer_actors())))
-- ;;
create policy member on subjects as restrictive for insert to schakel_app with check (subjects.actor_id = my_actor() and exists (select from participations p where p.scope_id = subjects.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null and not p.sealed
  and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, subjects.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true))
-- ;;
create policy reader on subjects for select to schakel_reader using (true)
-- ;;
grant select on subjects to schakel_reader
-- ;;
grant select on subjects to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, case_id, kind, role, name, name_parts, display_name, sort_name, birth_date, identifier_kind, identifier_raw, identifier, verified, description, aliases, corrected_at) on subjects to schakel_app
-- ;;
create trigger touch after insert on subjects referencing new table as fresh for each statement execute function touch()
-- ;;
alter table actions enable row level security
-- ;;
create policy seen on actions as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = actions.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, actions.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (actions.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where actions.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = actions.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, actions.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))))
-- ;;
create policy own on actions as permissive for insert to schakel_app with check (has_content_role() and actions.owner_id = my_organisation())
-- ;;
create policy corrected on actions as permissive for update to schakel_app using (has_content_role() and actions.owner_id = all(viewers()) and has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = actions.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, actions.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (actions.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where actions.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = actions.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, actions.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true))))) with check (has_content_role() and actions.owner_id = my_organisation())
-- ;;
create policy named on actions as restrictive for all to schakel_app using ((actions.circle is null or actions.owner_id = all(viewers()) or viewer_actors() <@ actions.circle)
  and actions.scope_id not in (select b.scope_id from bars b where b.actor_id = any(viewer_actors())))
-- ;;
create policy member on actions as restrictive for insert to schakel_app with check (actions.actor_id = my_actor() and exists (select from participations p where p.scope_id = actions.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null and not p.sealed
  and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, actions.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true))
-- ;;
create policy reader on actions for select to schakel_reader using (true)
-- ;;
grant select on actions to schakel_reader
-- ;;
grant select on actions to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, item_id, case_id, text, organisation_id, person_id, due_on, after_id) on actions to schakel_app
-- ;;
create trigger touch after insert on actions referencing new table as fresh for each statement execute function touch()
-- ;;
alter table attachments enable row level security
-- ;;
create policy seen on attachments as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = attachments.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, attachments.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (attachments.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where attachments.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = attachments.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, attachments.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))))
-- ;;
create policy own on attachments as permissive for insert to schakel_app with check (has_content_role() and attachments.owner_id = my_organisation())
-- ;;
create policy corrected on attachments as permissive for update to schakel_app using (has_content_role() and attachments.owner_id = all(viewers()) and has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = attachments.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, attachments.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (attachments.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where attachments.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = attachments.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, attachments.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true))))) with check (has_content_role() and attachments.owner_id = my_organisation())
-- ;;
create policy named on attachments as restrictive for all to schakel_app using ((attachments.circle is null or attachments.owner_id = all(viewers()) or viewer_actors() <@ attachments.circle)
  and attachments.scope_id not in (select b.scope_id from bars b where b.actor_id = any(viewer_actors())))
-- ;;
create policy member on attachments as restrictive for insert to schakel_app with check (attachments.actor_id = my_actor() and exists (select from participations p where p.scope_id = attachments.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null and not p.sealed
  and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, attachments.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true))
-- ;;
create policy reader on attachments for select to schakel_reader using (true)
-- ;;
grant select on attachments to schakel_reader
-- ;;
grant select on attachments to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, signal_id, subject_id, name, description, source, media_type, size, pages, state, mark, corrected_at, replaced_at, replaced_for, withdrawn_at, withdrawn_for) on attachments to schakel_app
-- ;;
create trigger touch after insert on attachments referencing new table as fresh for each statement execute function touch()
-- ;;
alter table conclusions enable row level security
-- ;;
create policy seen on conclusions as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = conclusions.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, conclusions.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (conclusions.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where conclusions.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = conclusions.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, conclusions.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))))
-- ;;
create policy own on conclusions as permissive for insert to schakel_app with check (has_content_role() and conclusions.owner_id = my_organisation())
-- ;;
create policy corrected on conclusions as permissive for update to schakel_app using (has_content_role() and conclusions.owner_id = all(viewers()) and has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = conclusions.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, conclusions.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (conclusions.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where conclusions.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = conclusions.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, conclusions.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true))))) with check (has_content_role() and conclusions.owner_id = my_organisation())
-- ;;
create policy named on conclusions as restrictive for all to schakel_app using ((conclusions.circle is null or conclusions.owner_id = all(viewers()) or viewer_actors() <@ conclusions.circle)
  and conclusions.scope_id not in (select b.scope_id from bars b where b.actor_id = any(viewer_actors())))
-- ;;
create policy member on conclusions as restrictive for insert to schakel_app with check (conclusions.actor_id = my_actor() and exists (select from participations p where p.scope_id = conclusions.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null and not p.sealed
  and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, conclusions.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true))
-- ;;
create policy reader on conclusions for select to schakel_reader using (true)
-- ;;
grant select on conclusions to schakel_reader
-- ;;
grant select on conclusions to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, subject_id, reasons) on conclusions to schakel_app
-- ;;
create trigger touch after insert on conclusions referencing new table as fresh for each statement execute function touch()
-- ;;
alter table decisions enable row level security
-- ;;
create policy seen on decisions as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = decisions.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, decisions.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (decisions.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where decisions.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = decisions.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, decisions.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))))
-- ;;
create policy own on decisions as permissive for insert to schakel_app with check (has_content_role() and decisions.owner_id = my_organisation())
-- ;;
create policy corrected on decisions as permissive for update to schakel_app using (has_content_role() and decisions.owner_id = all(viewers()) and has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = decisions.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, decisions.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (decisions.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where decisions.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = decisions.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, decisions.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true))))) with check (has_content_role() and decisions.owner_id = my_organisation())
-- ;;
create policy named on decisions as restrictive for all to schakel_app using ((decisions.circle is null or decisions.owner_id = all(viewers()) or viewer_actors() <@ decisions.circle)
  and decisions.scope_id not in (select b.scope_id from bars b where b.actor_id = any(viewer_actors())))
-- ;;
create policy member on decisions as restrictive for insert to schakel_app with check (decisions.actor_id = my_actor() and exists (select from participations p where p.scope_id = decisions.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null and not p.sealed
  and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, decisions.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true))
-- ;;
create policy reader on decisions for select to schakel_reader using (true)
-- ;;
grant select on decisions to schakel_reader
-- ;;
grant select on decisions to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, item_id, case_id, subject_id, kind, text, necessity, proportionality, subsidiarity, legal_ground, present, persons, in_favour, against, absent, dissent, responsible_id, review_on, evidence_id) on decisions to schakel_app
-- ;;
create trigger touch after insert on decisions referencing new table as fresh for each statement execute function touch()
-- ;;
alter table evaluations enable row level security
-- ;;
create policy seen on evaluations as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = evaluations.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, evaluations.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (evaluations.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where evaluations.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = evaluations.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, evaluations.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))))
-- ;;
create policy own on evaluations as permissive for insert to schakel_app with check (has_content_role() and evaluations.owner_id = my_organisation())
-- ;;
create policy corrected on evaluations as permissive for update to schakel_app using (has_content_role() and evaluations.owner_id = all(viewers()) and has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = evaluations.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, evaluations.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (evaluations.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where evaluations.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = evaluations.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, evaluations.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true))))) with check (has_content_role() and evaluations.owner_id = my_organisation())
-- ;;
create policy named on evaluations as restrictive for all to schakel_app using ((evaluations.circle is null or evaluations.owner_id = all(viewers()) or viewer_actors() <@ evaluations.circle)
  and evaluations.scope_id not in (select b.scope_id from bars b where b.actor_id = any(viewer_actors())))
-- ;;
create policy member on evaluations as restrictive for insert to schakel_app with check (evaluations.actor_id = my_actor() and exists (select from participations p where p.scope_id = evaluations.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null and not p.sealed
  and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, evaluations.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true))
-- ;;
create policy reader on evaluations for select to schakel_reader using (true)
-- ;;
grant select on evaluations to schakel_reader
-- ;;
grant select on evaluations to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, case_id, subject_id, goal, worked, lessons) on evaluations to schakel_app
-- ;;
create trigger touch after insert on evaluations referencing new table as fresh for each statement execute function touch()
-- ;;
alter table interventions enable row level security
-- ;;
create policy seen on interventions as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = interventions.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, interventions.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (interventions.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where interventions.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = interventions.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, interventions.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))))
-- ;;
create policy own on interventions as permissive for insert to schakel_app with check (has_content_role() and interventions.owner_id = my_organisation())
-- ;;
create policy corrected on interventions as permissive for update to schakel_app using (has_content_role() and interventions.owner_id = all(viewers()) and has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = interventions.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, interventions.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (interventions.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where interventions.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = interventions.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, interventions.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true))))) with check (has_content_role() and interventions.owner_id = my_organisation())
-- ;;
create policy named on interventions as restrictive for all to schakel_app using ((interventions.circle is null or interventions.owner_id = all(viewers()) or viewer_actors() <@ interventions.circle)
  and interventions.scope_id not in (select b.scope_id from bars b where b.actor_id = any(viewer_actors())))
-- ;;
create policy member on interventions as restrictive for insert to schakel_app with check (interventions.actor_id = my_actor() and exists (select from participations p where p.scope_id = interventions.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null and not p.sealed
  and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, interventions.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true))
-- ;;
create policy reader on interventions for select to schakel_reader using (true)
-- ;;
grant select on interventions to schakel_reader
-- ;;
grant select on interventions to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, subject_id, content_scope_id, kind, partner_id, not_before, due_on) on interventions to schakel_app
-- ;;
create trigger touch after insert on interventions referencing new table as fresh for each statement execute function touch()
-- ;;
alter table minutes enable row level security
-- ;;
create policy seen on minutes as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = minutes.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, minutes.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (minutes.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where minutes.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = minutes.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, minutes.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))))
-- ;;
create policy own on minutes as permissive for insert to schakel_app with check (has_content_role() and minutes.owner_id = my_organisation())
-- ;;
create policy corrected on minutes as permissive for update to schakel_app using (has_content_role() and minutes.owner_id = all(viewers()) and has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = minutes.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, minutes.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (minutes.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where minutes.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = minutes.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, minutes.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true))))) with check (has_content_role() and minutes.owner_id = my_organisation())
-- ;;
create policy named on minutes as restrictive for all to schakel_app using ((minutes.circle is null or minutes.owner_id = all(viewers()) or viewer_actors() <@ minutes.circle)
  and minutes.scope_id not in (select b.scope_id from bars b where b.actor_id = any(viewer_actors())))
-- ;;
create policy member on minutes as restrictive for insert to schakel_app with check (minutes.actor_id = my_actor() and exists (select from participations p where p.scope_id = minutes.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null and not p.sealed
  and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, minutes.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true))
-- ;;
create policy reader on minutes for select to schakel_reader using (true)
-- ;;
grant select on minutes to schakel_reader
-- ;;
grant select on minutes to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, item_id, case_id, kind, text) on minutes to schakel_app
-- ;;
create trigger touch after insert on minutes referencing new table as fresh for each statement execute function touch()
-- ;;
alter table opinions enable row level security
-- ;;
create policy seen on opinions as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = opinions.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, opinions.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (opinions.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where opinions.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = opinions.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, opinions.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))))
-- ;;
create policy own on opinions as permissive for insert to schakel_app with check (has_content_role() and opinions.owner_id = my_organisation())
-- ;;
create policy corrected on opinions as permissive for update to schakel_app using (has_content_role() and opinions.owner_id = all(viewers()) and has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = opinions.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, opinions.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (opinions.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where opinions.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = opinions.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, opinions.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true))))) with check (has_content_role() and opinions.owner_id = my_organisation())
-- ;;
create policy named on opinions as restrictive for all to schakel_app using ((opinions.circle is null or opinions.owner_id = all(viewers()) or viewer_actors() <@ opinions.circle)
  and opinions.scope_id not in (select b.scope_id from bars b where b.actor_id = any(viewer_actors())))
-- ;;
create policy member on opinions as restrictive for insert to schakel_app with check (opinions.actor_id = my_actor() and exists (select from participations p where p.scope_id = opinions.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null and not p.sealed
  and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, opinions.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true))
-- ;;
create policy reader on opinions for select to schakel_reader using (true)
-- ;;
grant select on opinions to schakel_reader
-- ;;
grant select on opinions to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, subject_id, advice, text) on opinions to schakel_app
-- ;;
create trigger touch after insert on opinions referencing new table as fresh for each statement execute function touch()
-- ;;
alter table relations enable row level security
-- ;;
create policy seen on relations as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = relations.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, relations.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (relations.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where relations.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = relations.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, relations.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))))
-- ;;
create policy own on relations as permissive for insert to schakel_app with check (has_content_role() and relations.owner_id = my_organisation())
-- ;;
create policy corrected on relations as permissive for update to schakel_app using (has_content_role() and relations.owner_id = all(viewers()) and has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = relations.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, relations.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (relations.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where relations.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = relations.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, relations.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true))))) with check (has_content_role() and relations.owner_id = my_organisation())
-- ;;
create policy named on relations as restrictive for all to schakel_app using ((relations.circle is null or relations.owner_id = all(viewers()) or viewer_actors() <@ relations.circle)
  and relations.scope_id not in (select b.scope_id from bars b where b.actor_id = any(viewer_actors())))
-- ;;
create policy member on relations as restrictive for insert to schakel_app with check (relations.actor_id = my_actor() and exists (select from participations p where p.scope_id = relations.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null and not p.sealed
  and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, relations.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true))
-- ;;
create policy reader on relations for select to schakel_reader using (true)
-- ;;
grant select on relations to schakel_reader
-- ;;
grant select on relations to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, case_id, from_id, to_id, kind, text, source, source_reliability, content_credibility, since, until, corrected_at, withdrawn_at, withdrawn_for) on relations to schakel_app
-- ;;
create trigger touch after insert on relations referencing new table as fresh for each statement execute function touch_pair()
-- ;;
alter table releases enable row level security
-- ;;
create policy seen on releases as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = releases.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, releases.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (releases.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where releases.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = releases.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, releases.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))))
-- ;;
create policy own on releases as permissive for insert to schakel_app with check (has_content_role() and releases.owner_id = my_organisation())
-- ;;
create policy corrected on releases as permissive for update to schakel_app using (has_content_role() and releases.owner_id = all(viewers()) and has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = releases.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, releases.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (releases.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where releases.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = releases.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, releases.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true))))) with check (has_content_role() and releases.owner_id = my_organisation())
-- ;;
create policy named on releases as restrictive for all to schakel_app using ((releases.circle is null or releases.owner_id = all(viewers()) or viewer_actors() <@ releases.circle)
  and releases.scope_id not in (select b.scope_id from bars b where b.actor_id = any(viewer_actors())))
-- ;;
create policy member on releases as restrictive for insert to schakel_app with check (releases.actor_id = my_actor() and exists (select from participations p where p.scope_id = releases.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null and not p.sealed
  and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, releases.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true))
-- ;;
create policy reader on releases for select to schakel_reader using (true)
-- ;;
grant select on releases to schakel_reader
-- ;;
grant select on releases to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, case_id, disclosure_id, motive, secrecy_ground, advice_number, advised_on) on releases to schakel_app
-- ;;
create trigger touch after insert on releases referencing new table as fresh for each statement execute function touch()
-- ;;
alter table reopenings enable row level security
-- ;;
create policy seen on reopenings as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = reopenings.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, reopenings.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (reopenings.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where reopenings.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = reopenings.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, reopenings.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))))
-- ;;
create policy own on reopenings as permissive for insert to schakel_app with check (has_content_role() and reopenings.owner_id = my_organisation())
-- ;;
create policy corrected on reopenings as permissive for update to schakel_app using (has_content_role() and reopenings.owner_id = all(viewers()) and has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = reopenings.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, reopenings.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (reopenings.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where reopenings.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = reopenings.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, reopenings.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true))))) with check (has_content_role() and reopenings.owner_id = my_organisation())
-- ;;
create policy named on reopenings as restrictive for all to schakel_app using ((reopenings.circle is null or reopenings.owner_id = all(viewers()) or viewer_actors() <@ reopenings.circle)
  and reopenings.scope_id not in (select b.scope_id from bars b where b.actor_id = any(viewer_actors())))
-- ;;
create policy member on reopenings as restrictive for insert to schakel_app with check (reopenings.actor_id = my_actor() and exists (select from participations p where p.scope_id = reopenings.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null
  and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, reopenings.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true))
-- ;;
create policy reader on reopenings for select to schakel_reader using (true)
-- ;;
grant select on reopenings to schakel_reader
-- ;;
grant select on reopenings to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, case_id, subject_id, reason, text) on reopenings to schakel_app
-- ;;
create trigger touch after insert on reopenings referencing new table as fresh for each statement execute function touch()
-- ;;
alter table requests enable row level security
-- ;;
create policy seen on requests as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = requests.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, requests.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (requests.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where requests.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = requests.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, requests.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))))
-- ;;
create policy own on requests as permissive for insert to schakel_app with check (has_content_role() and requests.owner_id = my_organisation())
-- ;;
create policy corrected on requests as permissive for update to schakel_app using (has_content_role() and requests.owner_id = all(viewers()) and has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = requests.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, requests.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (requests.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where requests.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = requests.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, requests.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true))))) with check (has_content_role() and requests.owner_id = my_organisation())
-- ;;
create policy named on requests as restrictive for all to schakel_app using ((requests.circle is null or requests.owner_id = all(viewers()) or viewer_actors() <@ requests.circle)
  and requests.scope_id not in (select b.scope_id from bars b where b.actor_id = any(viewer_actors())))
-- ;;
create policy member on requests as restrictive for insert to schakel_app with check (requests.actor_id = my_actor() and exists (select from participations p where p.scope_id = requests.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null and not p.sealed
  and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, requests.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true))
-- ;;
create policy reader on requests for select to schakel_reader using (true)
-- ;;
grant select on requests to schakel_reader
-- ;;
grant select on requests to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, case_id, subject_id, asked_id, question, ground, due_on, round_id) on requests to schakel_app
-- ;;
create trigger touch after insert on requests referencing new table as fresh for each statement execute function touch()
-- ;;
alter table weighings enable row level security
-- ;;
create policy seen on weighings as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = weighings.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, weighings.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (weighings.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where weighings.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = weighings.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, weighings.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))))
-- ;;
create policy own on weighings as permissive for insert to schakel_app with check (has_content_role() and weighings.owner_id = my_organisation())
-- ;;
create policy corrected on weighings as permissive for update to schakel_app using (has_content_role() and weighings.owner_id = all(viewers()) and has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = weighings.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, weighings.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (weighings.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where weighings.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = weighings.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, weighings.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true))))) with check (has_content_role() and weighings.owner_id = my_organisation())
-- ;;
create policy named on weighings as restrictive for all to schakel_app using ((weighings.circle is null or weighings.owner_id = all(viewers()) or viewer_actors() <@ weighings.circle)
  and weighings.scope_id not in (select b.scope_id from bars b where b.actor_id = any(viewer_actors())))
-- ;;
create policy member on weighings as restrictive for insert to schakel_app with check (weighings.actor_id = my_actor() and exists (select from participations p where p.scope_id = weighings.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null and not p.sealed
  and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, weighings.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true))
-- ;;
create policy reader on weighings for select to schakel_reader using (true)
-- ;;
grant select on weighings to schakel_reader
-- ;;
grant select on weighings to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, subject_id, outcome, qualification, certainty, possible_victim, necessity, proportionality, subsidiarity, dissent, few_opinions_reason, handed_to, signal_type, signal_extent, severity, reporting, options) on weighings to schakel_app
-- ;;
create trigger touch after insert on weighings referencing new table as fresh for each statement execute function touch()
-- ;;
alter table action_reports enable row level security
-- ;;
create policy seen on action_reports as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = action_reports.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, action_reports.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (action_reports.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where action_reports.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = action_reports.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, action_reports.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))))
-- ;;
create policy own on action_reports as permissive for insert to schakel_app with check (has_content_role() and action_reports.owner_id = my_organisation())
-- ;;
create policy corrected on action_reports as permissive for update to schakel_app using (has_content_role() and action_reports.owner_id = all(viewers()) and has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = action_reports.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, action_reports.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (action_reports.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where action_reports.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = action_reports.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, action_reports.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true))))) with check (has_content_role() and action_reports.owner_id = my_organisation())
-- ;;
create policy named on action_reports as restrictive for all to schakel_app using ((action_reports.circle is null or action_reports.owner_id = all(viewers()) or viewer_actors() <@ action_reports.circle)
  and action_reports.scope_id not in (select b.scope_id from bars b where b.actor_id = any(viewer_actors())))
-- ;;
create policy member on action_reports as restrictive for insert to schakel_app with check (action_reports.actor_id = my_actor() and exists (select from participations p where p.scope_id = action_reports.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null and not p.sealed
  and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, action_reports.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true))
-- ;;
create policy reader on action_reports for select to schakel_reader using (true)
-- ;;
grant select on action_reports to schakel_reader
-- ;;
grant select on action_reports to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, case_id, action_id, outcome, text) on action_reports to schakel_app
-- ;;
create trigger touch after insert on action_reports referencing new table as fresh for each statement execute function touch()
-- ;;
alter table answers enable row level security
-- ;;
create policy seen on answers as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = answers.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, answers.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (answers.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where answers.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = answers.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, answers.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))))
-- ;;
create policy own on answers as permissive for insert to schakel_app with check (has_content_role() and answers.owner_id = my_organisation())
-- ;;
create policy corrected on answers as permissive for update to schakel_app using (has_content_role() and answers.owner_id = all(viewers()) and has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = answers.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, answers.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (answers.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where answers.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = answers.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, answers.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true))))) with check (has_content_role() and answers.owner_id = my_organisation())
-- ;;
create policy named on answers as restrictive for all to schakel_app using ((answers.circle is null or answers.owner_id = all(viewers()) or viewer_actors() <@ answers.circle)
  and answers.scope_id not in (select b.scope_id from bars b where b.actor_id = any(viewer_actors())))
-- ;;
create policy member on answers as restrictive for insert to schakel_app with check (answers.actor_id = my_actor() and exists (select from participations p where p.scope_id = answers.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null and not p.sealed
  and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, answers.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true))
-- ;;
create policy reader on answers for select to schakel_reader using (true)
-- ;;
grant select on answers to schakel_reader
-- ;;
grant select on answers to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, request_id, outcome, text, excepted_ids) on answers to schakel_app
-- ;;
create trigger touch after insert on answers referencing new table as fresh for each statement execute function touch()
-- ;;
alter table consents enable row level security
-- ;;
create policy seen on consents as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = consents.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, consents.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (consents.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where consents.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = consents.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, consents.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))))
-- ;;
create policy own on consents as permissive for insert to schakel_app with check (has_content_role() and consents.owner_id = my_organisation())
-- ;;
create policy corrected on consents as permissive for update to schakel_app using (has_content_role() and consents.owner_id = all(viewers()) and has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = consents.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, consents.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (consents.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where consents.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = consents.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, consents.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true))))) with check (has_content_role() and consents.owner_id = my_organisation())
-- ;;
create policy named on consents as restrictive for all to schakel_app using ((consents.circle is null or consents.owner_id = all(viewers()) or viewer_actors() <@ consents.circle)
  and consents.scope_id not in (select b.scope_id from bars b where b.actor_id = any(viewer_actors())))
-- ;;
create policy member on consents as restrictive for insert to schakel_app with check (consents.actor_id = my_actor() and exists (select from participations p where p.scope_id = consents.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null and not p.sealed
  and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, consents.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true))
-- ;;
create policy reader on consents for select to schakel_reader using (true)
-- ;;
grant select on consents to schakel_reader
-- ;;
grant select on consents to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, request_id, disclosure_id, contribution_ids, explicit, recipient_name, recipient_kind, basis, task, ground) on consents to schakel_app
-- ;;
create trigger touch after insert on consents referencing new table as fresh for each statement execute function touch()
-- ;;
alter table contributions enable row level security
-- ;;
create policy seen on contributions as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = contributions.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, contributions.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (contributions.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where contributions.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = contributions.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, contributions.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))))
-- ;;
create policy own on contributions as permissive for insert to schakel_app with check (has_content_role() and contributions.owner_id = my_organisation())
-- ;;
create policy corrected on contributions as permissive for update to schakel_app using (has_content_role() and contributions.owner_id = all(viewers()) and has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = contributions.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, contributions.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (contributions.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where contributions.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = contributions.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, contributions.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true))))) with check (has_content_role() and contributions.owner_id = my_organisation())
-- ;;
create policy named on contributions as restrictive for all to schakel_app using ((contributions.circle is null or contributions.owner_id = all(viewers()) or viewer_actors() <@ contributions.circle)
  and contributions.scope_id not in (select b.scope_id from bars b where b.actor_id = any(viewer_actors())))
-- ;;
create policy member on contributions as restrictive for insert to schakel_app with check (contributions.actor_id = my_actor() and exists (select from participations p where p.scope_id = contributions.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null and not p.sealed
  and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, contributions.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true))
-- ;;
create policy reader on contributions for select to schakel_reader using (true)
-- ;;
grant select on contributions to schakel_reader
-- ;;
grant select on contributions to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, subject_id, text, source, source_reliability, content_credibility, observed_on, request_id, corrected_at, withdrawn_at, withdrawn_for) on contributions to schakel_app
-- ;;
create trigger touch after insert on contributions referencing new table as fresh for each statement execute function touch()
-- ;;
alter table dependencies enable row level security
-- ;;
create policy seen on dependencies as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = dependencies.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, dependencies.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (dependencies.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where dependencies.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = dependencies.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, dependencies.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))))
-- ;;
create policy own on dependencies as permissive for insert to schakel_app with check (has_content_role() and dependencies.owner_id = my_organisation())
-- ;;
create policy corrected on dependencies as permissive for update to schakel_app using (has_content_role() and dependencies.owner_id = all(viewers()) and has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = dependencies.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, dependencies.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (dependencies.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where dependencies.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = dependencies.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, dependencies.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true))))) with check (has_content_role() and dependencies.owner_id = my_organisation())
-- ;;
create policy named on dependencies as restrictive for all to schakel_app using ((dependencies.circle is null or dependencies.owner_id = all(viewers()) or viewer_actors() <@ dependencies.circle)
  and dependencies.scope_id not in (select b.scope_id from bars b where b.actor_id = any(viewer_actors())))
-- ;;
create policy member on dependencies as restrictive for insert to schakel_app with check (dependencies.actor_id = my_actor() and exists (select from participations p where p.scope_id = dependencies.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null and not p.sealed
  and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, dependencies.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true))
-- ;;
create policy reader on dependencies for select to schakel_reader using (true)
-- ;;
grant select on dependencies to schakel_reader
-- ;;
grant select on dependencies to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, intervention_id, waits_for_id, until, not_before, embargo, lifted_at) on dependencies to schakel_app
-- ;;
create trigger touch after insert on dependencies referencing new table as fresh for each statement execute function touch()
-- ;;
alter table instructions enable row level security
-- ;;
create policy seen on instructions as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = instructions.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, instructions.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (instructions.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where instructions.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = instructions.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, instructions.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))))
-- ;;
create policy own on instructions as permissive for insert to schakel_app with check (has_content_role() and instructions.owner_id = my_organisation())
-- ;;
create policy corrected on instructions as permissive for update to schakel_app using (has_content_role() and instructions.owner_id = all(viewers()) and has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = instructions.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, instructions.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (instructions.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where instructions.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = instructions.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, instructions.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true))))) with check (has_content_role() and instructions.owner_id = my_organisation())
-- ;;
create policy named on instructions as restrictive for all to schakel_app using ((instructions.circle is null or instructions.owner_id = all(viewers()) or viewer_actors() <@ instructions.circle)
  and instructions.scope_id not in (select b.scope_id from bars b where b.actor_id = any(viewer_actors())))
-- ;;
create policy member on instructions as restrictive for insert to schakel_app with check (instructions.actor_id = my_actor() and exists (select from participations p where p.scope_id = instructions.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null and not p.sealed
  and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, instructions.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true))
-- ;;
create policy reader on instructions for select to schakel_reader using (true)
-- ;;
grant select on instructions to schakel_reader
-- ;;
grant select on instructions to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, intervention_id, text) on instructions to schakel_app
-- ;;
create trigger touch after insert on instructions referencing new table as fresh for each statement execute function touch()
-- ;;
alter table reminders enable row level security
-- ;;
create policy seen on reminders as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = reminders.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, reminders.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (reminders.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where reminders.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = reminders.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, reminders.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))))
-- ;;
create policy own on reminders as permissive for insert to schakel_app with check (has_content_role() and reminders.owner_id = my_organisation())
-- ;;
create policy corrected on reminders as permissive for update to schakel_app using (has_content_role() and reminders.owner_id = all(viewers()) and has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = reminders.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, reminders.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (reminders.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where reminders.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = reminders.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, reminders.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true))))) with check (has_content_role() and reminders.owner_id = my_organisation())
-- ;;
create policy named on reminders as restrictive for all to schakel_app using ((reminders.circle is null or reminders.owner_id = all(viewers()) or viewer_actors() <@ reminders.circle)
  and reminders.scope_id not in (select b.scope_id from bars b where b.actor_id = any(viewer_actors())))
-- ;;
create policy member on reminders as restrictive for insert to schakel_app with check (reminders.actor_id = my_actor() and exists (select from participations p where p.scope_id = reminders.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null and not p.sealed
  and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, reminders.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true))
-- ;;
create policy reader on reminders for select to schakel_reader using (true)
-- ;;
grant select on reminders to schakel_reader
-- ;;
grant select on reminders to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, request_id) on reminders to schakel_app
-- ;;
create trigger touch after insert on reminders referencing new table as fresh for each statement execute function touch()
-- ;;
alter table replies enable row level security
-- ;;
create policy seen on replies as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = replies.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, replies.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (replies.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where replies.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = replies.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, replies.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))))
-- ;;
create policy own on replies as permissive for insert to schakel_app with check (has_content_role() and replies.owner_id = my_organisation())
-- ;;
create policy corrected on replies as permissive for update to schakel_app using (has_content_role() and replies.owner_id = all(viewers()) and has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = replies.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, replies.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (replies.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where replies.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = replies.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, replies.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true))))) with check (has_content_role() and replies.owner_id = my_organisation())
-- ;;
create policy named on replies as restrictive for all to schakel_app using ((replies.circle is null or replies.owner_id = all(viewers()) or viewer_actors() <@ replies.circle)
  and replies.scope_id not in (select b.scope_id from bars b where b.actor_id = any(viewer_actors())))
-- ;;
create policy member on replies as restrictive for insert to schakel_app with check (replies.actor_id = my_actor() and exists (select from participations p where p.scope_id = replies.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null and not p.sealed
  and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, replies.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true))
-- ;;
create policy reader on replies for select to schakel_reader using (true)
-- ;;
grant select on replies to schakel_reader
-- ;;
grant select on replies to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, intervention_id, outcome, capacity_hours, capacity_amount, capacity_unit, priority, reason, until) on replies to schakel_app
-- ;;
create trigger touch after insert on replies referencing new table as fresh for each statement execute function touch()
-- ;;
alter table reports enable row level security
-- ;;
create policy seen on reports as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = reports.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, reports.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (reports.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where reports.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = reports.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, reports.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))))
-- ;;
create policy own on reports as permissive for insert to schakel_app with check (has_content_role() and reports.owner_id = my_organisation())
-- ;;
create policy corrected on reports as permissive for update to schakel_app using (has_content_role() and reports.owner_id = all(viewers()) and has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = reports.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, reports.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (reports.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where reports.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = reports.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, reports.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true))))) with check (has_content_role() and reports.owner_id = my_organisation())
-- ;;
create policy named on reports as restrictive for all to schakel_app using ((reports.circle is null or reports.owner_id = all(viewers()) or viewer_actors() <@ reports.circle)
  and reports.scope_id not in (select b.scope_id from bars b where b.actor_id = any(viewer_actors())))
-- ;;
create policy member on reports as restrictive for insert to schakel_app with check (reports.actor_id = my_actor() and exists (select from participations p where p.scope_id = reports.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null and not p.sealed
  and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, reports.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true))
-- ;;
create policy reader on reports for select to schakel_reader using (true)
-- ;;
grant select on reports to schakel_reader
-- ;;
grant select on reports to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, intervention_id, kind, text, result) on reports to schakel_app
-- ;;
create trigger touch after insert on reports referencing new table as fresh for each statement execute function touch()
-- ;;
alter table schedules enable row level security
-- ;;
create policy seen on schedules as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = schedules.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, schedules.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (schedules.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where schedules.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = schedules.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, schedules.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))))
-- ;;
create policy own on schedules as permissive for insert to schakel_app with check (has_content_role() and schedules.owner_id = my_organisation())
-- ;;
create policy corrected on schedules as permissive for update to schakel_app using (has_content_role() and schedules.owner_id = all(viewers()) and has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = schedules.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, schedules.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (schedules.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where schedules.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = schedules.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, schedules.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true))))) with check (has_content_role() and schedules.owner_id = my_organisation())
-- ;;
create policy named on schedules as restrictive for all to schakel_app using ((schedules.circle is null or schedules.owner_id = all(viewers()) or viewer_actors() <@ schedules.circle)
  and schedules.scope_id not in (select b.scope_id from bars b where b.actor_id = any(viewer_actors())))
-- ;;
create policy member on schedules as restrictive for insert to schakel_app with check (schedules.actor_id = my_actor() and exists (select from participations p where p.scope_id = schedules.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null and not p.sealed
  and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, schedules.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true))
-- ;;
create policy reader on schedules for select to schakel_reader using (true)
-- ;;
grant select on schedules to schakel_reader
-- ;;
grant select on schedules to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, intervention_id, kind, starts_on, ends_on) on schedules to schakel_app
-- ;;
create trigger touch after insert on schedules referencing new table as fresh for each statement execute function touch()
-- ;;
alter table yields enable row level security
-- ;;
create policy seen on yields as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = yields.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, yields.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (yields.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where yields.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = yields.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, yields.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))))
-- ;;
create policy own on yields as permissive for insert to schakel_app with check (has_content_role() and yields.owner_id = my_organisation())
-- ;;
create policy corrected on yields as permissive for update to schakel_app using (has_content_role() and yields.owner_id = all(viewers()) and has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = yields.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, yields.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (yields.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where yields.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = yields.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, yields.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true))))) with check (has_content_role() and yields.owner_id = my_organisation())
-- ;;
create policy named on yields as restrictive for all to schakel_app using ((yields.circle is null or yields.owner_id = all(viewers()) or viewer_actors() <@ yields.circle)
  and yields.scope_id not in (select b.scope_id from bars b where b.actor_id = any(viewer_actors())))
-- ;;
create policy member on yields as restrictive for insert to schakel_app with check (yields.actor_id = my_actor() and exists (select from participations p where p.scope_id = yields.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null and not p.sealed
  and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, yields.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true))
-- ;;
create policy reader on yields for select to schakel_reader using (true)
-- ;;
grant select on yields to schakel_reader
-- ;;
grant select on yields to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, intervention_id, kind, amount) on yields to schakel_app
-- ;;
create trigger touch after insert on yields referencing new table as fresh for each statement execute function touch()
-- ;;
alter table extracts enable row level security
-- ;;
create policy seen on extracts as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = extracts.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, extracts.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (extracts.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where extracts.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = extracts.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, extracts.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))))
-- ;;
create policy own on extracts as permissive for insert to schakel_app with check (has_content_role() and extracts.owner_id = my_organisation())
-- ;;
create policy corrected on extracts as permissive for update to schakel_app using (has_content_role() and extracts.owner_id = all(viewers()) and has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = extracts.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, extracts.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (extracts.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where extracts.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = extracts.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, extracts.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true))))) with check (has_content_role() and extracts.owner_id = my_organisation())
-- ;;
create policy named on extracts as restrictive for all to schakel_app using ((extracts.circle is null or extracts.owner_id = all(viewers()) or viewer_actors() <@ extracts.circle)
  and extracts.scope_id not in (select b.scope_id from bars b where b.actor_id = any(viewer_actors())))
-- ;;
create policy member on extracts as restrictive for insert to schakel_app with check (extracts.actor_id = my_actor() and exists (select from participations p where p.scope_id = extracts.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null and not p.sealed
  and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, extracts.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true))
-- ;;
create policy reader on extracts for select to schakel_reader using (true)
-- ;;
grant select on extracts to schakel_reader
-- ;;
grant select on extracts to schakel_app
-- ;;
grant insert (id, scope_id, owner_id, category, actor_id, circle, subject_id, disclosure_id, release_id, disclosed_from, supplier_id, data_category, about, text, source, source_reliability, content_credibility, observed_on) on extracts to schakel_app
-- ;;
create trigger touch after insert on extracts referencing new table as fresh for each statement execute function touch()
-- ;;
create policy supplier on contributions as restrictive for insert to schakel_app with check (exists (select from suppliers x join organisations o on o.kind = x.organisation_kind
  where o.id = my_organisation() and x.category = contributions.category))
-- ;;
grant update (text, source, source_reliability, content_credibility, observed_on, corrected_at) on contributions to schakel_app
-- ;;
grant update (role, name, name_parts, display_name, sort_name, aliases, birth_date, identifier_kind, identifier_raw, identifier, verified, description, corrected_at) on subjects to schakel_app
-- ;;
create view records with (security_invoker = true) as
select 'cases'::text as kind, id, scope_id, owner_id, category, circle, created_at from cases union all
select 'connections'::text as kind, id, scope_id, owner_id, category, circle, created_at from connections union all
select 'meetings'::text as kind, id, scope_id, owner_id, category, circle, created_at from meetings union all
select 'signals'::text as kind, id, scope_id, owner_id, category, circle, created_at from signals union all
select 'statuses'::text as kind, id, scope_id, owner_id, category, circle, created_at from statuses union all
select 'additions'::text as kind, id, scope_id, owner_id, category, circle, created_at from additions union all
select 'agenda_items'::text as kind, id, scope_id, owner_id, category, circle, created_at from agenda_items union all
select 'assessments'::text as kind, id, scope_id, owner_id, category, circle, created_at from assessments union all
select 'attendances'::text as kind, id, scope_id, owner_id, category, circle, created_at from attendances union all
select 'closures'::text as kind, id, scope_id, owner_id, category, circle, created_at from closures union all
select 'disclosures'::text as kind, id, scope_id, owner_id, category, circle, created_at from disclosures union all
select 'mentions'::text as kind, id, scope_id, owner_id, category, circle, created_at from mentions union all
select 'namings'::text as kind, id, scope_id, owner_id, category, circle, created_at from namings union all
select 'observations'::text as kind, id, scope_id, owner_id, category, circle, created_at from observations union all
select 'phases'::text as kind, id, scope_id, owner_id, category, circle, created_at from phases union all
select 'safe_contacts'::text as kind, id, scope_id, owner_id, category, circle, created_at from safe_contacts union all
select 'subjects'::text as kind, id, scope_id, owner_id, category, circle, created_at from subjects union all
select 'actions'::text as kind, id, scope_id, owner_id, category, circle, created_at from actions union all
select 'attachments'::text as kind, id, scope_id, owner_id, category, circle, created_at from attachments union all
select 'conclusions'::text as kind, id, scope_id, owner_id, category, circle, created_at from conclusions union all
select 'decisions'::text as kind, id, scope_id, owner_id, category, circle, created_at from decisions union all
select 'evaluations'::text as kind, id, scope_id, owner_id, category, circle, created_at from evaluations union all
select 'interventions'::text as kind, id, scope_id, owner_id, category, circle, created_at from interventions union all
select 'minutes'::text as kind, id, scope_id, owner_id, category, circle, created_at from minutes union all
select 'opinions'::text as kind, id, scope_id, owner_id, category, circle, created_at from opinions union all
select 'relations'::text as kind, id, scope_id, owner_id, category, circle, created_at from relations union all
select 'releases'::text as kind, id, scope_id, owner_id, category, circle, created_at from releases union all
select 'reopenings'::text as kind, id, scope_id, owner_id, category, circle, created_at from reopenings union all
select 'requests'::text as kind, id, scope_id, owner_id, category, circle, created_at from requests union all
select 'weighings'::text as kind, id, scope_id, owner_id, category, circle, created_at from weighings union all
select 'action_reports'::text as kind, id, scope_id, owner_id, category, circle, created_at from action_reports union all
select 'answers'::text as kind, id, scope_id, owner_id, category, circle, created_at from answers union all
select 'consents'::text as kind, id, scope_id, owner_id, category, circle, created_at from consents union all
select 'contributions'::text as kind, id, scope_id, owner_id, category, circle, created_at from contributions union all
select 'dependencies'::text as kind, id, scope_id, owner_id, category, circle, created_at from dependencies union all
select 'instructions'::text as kind, id, scope_id, owner_id, category, circle, created_at from instructions union all
select 'reminders'::text as kind, id, scope_id, owner_id, category, circle, created_at from reminders union all
select 'replies'::text as kind, id, scope_id, owner_id, category, circle, created_at from replies union all
select 'reports'::text as kind, id, scope_id, owner_id, category, circle, created_at from reports union all
select 'schedules'::text as kind, id, scope_id, owner_id, category, circle, created_at from schedules union all
select 'yields'::text as kind, id, scope_id, owner_id, category, circle, created_at from yields union all
select 'extracts'::text as kind, id, scope_id, owner_id, category, circle, created_at from extracts
-- ;;
grant select on records to schakel_app
-- ;;
create view every_row  as
select 'cases'::text as kind, id, scope_id, owner_id, category, circle, created_at from cases union all
select 'connections'::text as kind, id, scope_id, owner_id, category, circle, created_at from connections union all
select 'meetings'::text as kind, id, scope_id, owner_id, category, circle, created_at from meetings union all
select 'signals'::text as kind, id, scope_id, owner_id, category, circle, created_at from signals union all
select 'statuses'::text as kind, id, scope_id, owner_id, category, circle, created_at from statuses union all
select 'additions'::text as kind, id, scope_id, owner_id, category, circle, created_at from additions union all
select 'agenda_items'::text as kind, id, scope_id, owner_id, category, circle, created_at from agenda_items union all
select 'assessments'::text as kind, id, scope_id, owner_id, category, circle, created_at from assessments union all
select 'attendances'::text as kind, id, scope_id, owner_id, category, circle, created_at from attendances union all
select 'closures'::text as kind, id, scope_id, owner_id, category, circle, created_at from closures union all
select 'disclosures'::text as kind, id, scope_id, owner_id, category, circle, created_at from disclosures union all
select 'mentions'::text as kind, id, scope_id, owner_id, category, circle, created_at from mentions union all
select 'namings'::text as kind, id, scope_id, owner_id, category, circle, created_at from namings union all
select 'observations'::text as kind, id, scope_id, owner_id, category, circle, created_at from observations union all
select 'phases'::text as kind, id, scope_id, owner_id, category, circle, created_at from phases union all
select 'safe_contacts'::text as kind, id, scope_id, owner_id, category, circle, created_at from safe_contacts union all
select 'subjects'::text as kind, id, scope_id, owner_id, category, circle, created_at from subjects union all
select 'actions'::text as kind, id, scope_id, owner_id, category, circle, created_at from actions union all
select 'attachments'::text as kind, id, scope_id, owner_id, category, circle, created_at from attachments union all
select 'conclusions'::text as kind, id, scope_id, owner_id, category, circle, created_at from conclusions union all
select 'decisions'::text as kind, id, scope_id, owner_id, category, circle, created_at from decisions union all
select 'evaluations'::text as kind, id, scope_id, owner_id, category, circle, created_at from evaluations union all
select 'interventions'::text as kind, id, scope_id, owner_id, category, circle, created_at from interventions union all
select 'minutes'::text as kind, id, scope_id, owner_id, category, circle, created_at from minutes union all
select 'opinions'::text as kind, id, scope_id, owner_id, category, circle, created_at from opinions union all
select 'relations'::text as kind, id, scope_id, owner_id, category, circle, created_at from relations union all
select 'releases'::text as kind, id, scope_id, owner_id, category, circle, created_at from releases union all
select 'reopenings'::text as kind, id, scope_id, owner_id, category, circle, created_at from reopenings union all
select 'requests'::text as kind, id, scope_id, owner_id, category, circle, created_at from requests union all
select 'weighings'::text as kind, id, scope_id, owner_id, category, circle, created_at from weighings union all
select 'action_reports'::text as kind, id, scope_id, owner_id, category, circle, created_at from action_reports union all
select 'answers'::text as kind, id, scope_id, owner_id, category, circle, created_at from answers union all
select 'consents'::text as kind, id, scope_id, owner_id, category, circle, created_at from consents union all
select 'contributions'::text as kind, id, scope_id, owner_id, category, circle, created_at from contributions union all
select 'dependencies'::text as kind, id, scope_id, owner_id, category, circle, created_at from dependencies union all
select 'instructions'::text as kind, id, scope_id, owner_id, category, circle, created_at from instructions union all
select 'reminders'::text as kind, id, scope_id, owner_id, category, circle, created_at from reminders union all
select 'replies'::text as kind, id, scope_id, owner_id, category, circle, created_at from replies union all
select 'reports'::text as kind, id, scope_id, owner_id, category, circle, created_at from reports union all
select 'schedules'::text as kind, id, scope_id, owner_id, category, circle, created_at from schedules union all
select 'yields'::text as kind, id, scope_id, owner_id, category, circle, created_at from yields union all
select 'extracts'::text as kind, id, scope_id, owner_id, category, circle, created_at from extracts
-- ;;
alter view every_row owner to schakel_reader
-- ;;

create view bases with (security_invoker = true) as
select p.scope_id, o.id as owner_id, d.category, d.viewer, d.part, d.step, d.level, d.reach, d.ground, d.rule_id,
       r.valid_from as given_at, r.created_by as given_by, r.agreement_id,
       least(c.valid_until::timestamptz, r.ended_at, g.valid_until) as ends_at
  from participations p cross join organisations o 
    cross join lateral (select '*' where o.id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = o.id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
  join shared_with_me() d on d.viewer = p.organisation_id and d.compartment = p.compartment and d.part = p.part
       and d.step = p.step and d.owner = k.owner and d.reach = m.reach
  join rules r on r.id = d.rule_id
  join agreements g on g.id = r.agreement_id
  join ceilings c on c.id = d.ceiling_id
 where p.organisation_id = any(viewers()) and p.ended_at is null

-- ;;
grant select on bases to schakel_app
-- ;;

create function withheld(scopes uuid[])
returns table (scope_id uuid, step text, category text, ground text, shown_at text[])
language plpgsql stable security definer rows 20 set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
begin
  if not has_content_role() then
    return;
  end if;
  return query
  with decisions as materialized (
    select * from sharing_decisions where viewer = any(viewers())
  ), places as materialized (
    select p.* from participations p
     where p.scope_id = any(scopes) and p.organisation_id = any(viewers()) and p.ended_at is null
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and not exists (select from bars b where b.scope_id = p.scope_id and b.actor_id = any(viewer_actors()))
  ), held as materialized (
    select distinct r.scope_id, r.owner_id, r.category
      from every_row r join categories c on c.code = r.category
     where r.scope_id = any(scopes) and r.circle is null
       and exists (select from places p where p.scope_id = r.scope_id and c.phase <= p.phase
                      and (not p.sealed or c.survives_seal))
  ), told as (
    select h.scope_id, h.owner_id, h.category, p.organisation_id as viewer, p.part, p.step, k.owner, m.reach,
           d.level <> 'existence' as shown, d.ground
      from held h join places p on p.scope_id = h.scope_id 
    cross join lateral (select '*' where h.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = h.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
      join decisions d on d.viewer = p.organisation_id and d.compartment = p.compartment and d.part = p.part
           and d.step = p.step and d.owner = k.owner and d.reach = m.reach and d.category = h.category
  ), lacking as (
    select h.scope_id, h.owner_id, h.category, v.id as viewer
      from held h cross join unnest(viewers()) v(id)
     where h.owner_id <> v.id and not exists (
           select from told t where t.scope_id = h.scope_id and t.owner_id = h.owner_id
              and t.category = h.category and t.viewer = v.id and t.shown)
  )
  select h.scope_id, min(t.step)::text, h.category::text, min(t.ground)::text,
         coalesce(array_agg(distinct d.step::text) filter (where d.step is not null), '{}')
    from held h
    join lacking l on l.scope_id = h.scope_id and l.owner_id = h.owner_id and l.category = h.category
    join told t on t.scope_id = l.scope_id and t.owner_id = l.owner_id and t.category = l.category
         and t.viewer = l.viewer
    -- Where this viewer would see it, were it to stand there: not told in a room, where it differs.
    left join decisions d on d.viewer = t.viewer and d.part = t.part and d.owner = t.owner and d.reach = t.reach
         and d.category = t.category and d.level <> 'existence' and cardinality(viewers()) = 1
   where not exists (
         select from unnest(viewers()) v(id)
          where not exists (select from places p where p.scope_id = h.scope_id and p.organisation_id = v.id)
             or h.owner_id <> v.id and not exists (
                select from told t where t.scope_id = h.scope_id and t.owner_id = h.owner_id
                   and t.category = h.category and t.viewer = v.id))
   group by h.scope_id, h.category
   order by h.scope_id, h.category;
end $$

-- ;;
revoke all on function withheld(uuid[]) from public
-- ;;
grant execute on function withheld(uuid[]) to schakel_app
-- ;;
alter function withheld(uuid[]) owner to schakel_reader
-- ;;

create function could_read(place uuid, wanted text[])
returns table (category text, actor_id uuid, name text, function_title text, organisation_id uuid, organisation text,
               organisation_kind text)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  with places as materialized (
    select p.*, o.name as organisation, o.kind as organisation_kind
      from participations p join organisations o on o.id = p.organisation_id and o.active
     where p.scope_id = place and p.ended_at is null and p.organisation_id <> my_organisation()
       and has_content_role() and exists (
             select from participations mine where mine.scope_id = place and mine.organisation_id = my_organisation()
                and mine.ended_at is null and mine.compartment = any(admitted()))
       and not exists (select from bars b where b.scope_id = place and b.actor_id = my_actor())
  ), decided as materialized (
    select d.* from sharing_decisions d
     where d.viewer = any(array(select x.organisation_id from places x)) and d.category = any(wanted) and d.level = 'content'
  ), opened as materialized (
    select distinct c.code, p.organisation_id, p.organisation, p.organisation_kind, p.compartment, p.persons
      from places p
      join organisations me on me.id = my_organisation()
      join decided d on d.viewer = p.organisation_id and d.compartment = p.compartment and d.part = p.part and d.step = p.step
           and d.owner in (case when me.sharing_key = me.kind then '*' else '-' end, me.sharing_key)
           and d.reach in ('all', case when p.own_territory then 'municipality' else '-' end)
      join categories c on c.code = d.category and c.phase <= p.phase and (not p.sealed or c.survives_seal)
  )
  select distinct n.code, a.id, a.name, a.function_title, n.organisation_id, n.organisation, n.organisation_kind
    from opened n
    join actors a on a.organisation_id = n.organisation_id and a.active and a.kind = 'person'
   where exists (
           select from actor_roles r where r.actor_id = a.id and r.valid_from <= today()
              and (r.valid_until is null or r.valid_until > today())
              and r.role in ('reporter', 'handler', 'mandate_holder', 'case_manager', 'preparation', 'analyst', 'chair'))
     and exists (select from admissions m where m.actor_id = a.id and m.compartment = n.compartment and m.valid_from <= today() and m.valid_until > today() and m.screened_on <= today() and m.trained_on <= today())
     and not exists (select from bars b where b.scope_id = place and b.actor_id = a.id)
     and (n.persons is null or a.id = any(n.persons))
$$

-- ;;
revoke all on function could_read(uuid, text[]) from public
-- ;;
grant execute on function could_read(uuid, text[]) to schakel_app
-- ;;
alter function could_read(uuid, text[]) owner to schakel_reader
-- ;;
alter table narrowings enable row level security
-- ;;
create policy reader_writes on narrowings for all to schakel_reader using (true) with check (true)
-- ;;
grant select, insert, update on narrowings to schakel_reader
-- ;;
create policy undone on narrowings for delete to schakel_reader using (true)
-- ;;
grant delete on narrowings to schakel_reader
-- ;;

create function narrow() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  delete from narrowings n where n.row_id = new.id;
  if new.circle is not null then
    insert into narrowings (row_id, owner_id, circle) values (new.id, new.owner_id, new.circle);
  end if;
  return null;
end $$

-- ;;
revoke all on function narrow() from public
-- ;;
grant execute on function narrow() to schakel_owner
-- ;;
alter function narrow() owner to schakel_reader
-- ;;

create function closed_to_me() returns setof uuid
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select n.row_id from narrowings n
   where not (n.owner_id = all(viewers()) or viewer_actors() <@ n.circle) is true $$

-- ;;
revoke all on function closed_to_me() from public
-- ;;
grant execute on function closed_to_me() to schakel_app
-- ;;
alter function closed_to_me() owner to schakel_reader
-- ;;
create trigger narrow after update of circle on contributions for each row execute function narrow()
-- ;;
grant update (circle) on contributions to schakel_app
-- ;;
create trigger narrow after update of circle on opinions for each row execute function narrow()
-- ;;
grant update (circle) on opinions to schakel_app
-- ;;
create trigger narrow after update of circle on attachments for each row execute function narrow()
-- ;;
grant update (circle) on attachments to schakel_app
-- ;;
create policy kept on contributions as restrictive for update to schakel_app using (withdrawn_at is null)
-- ;;
create policy withdrawn on contributions for update to schakel_reader using (true) with check (true)
-- ;;
grant update (text, source, observed_on, withdrawn_at, withdrawn_for, circle) on contributions to schakel_reader
-- ;;

create function withdraw(wanted uuid, why text) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  found contributions;
begin
  perform hold(t.scope_id) from contributions t where t.id = wanted;
  select * into found from contributions t where t.id = wanted;
  if found.owner_id is distinct from my_organisation() or found.withdrawn_at is not null
     or not takes_part(found.scope_id, array['riec', 'municipality', 'partner']) then
    raise exception 'no such row' using errcode = 'P0002';
  end if;
  update contributions t
     set text = '', source = '', observed_on = null, withdrawn_at = clock(), withdrawn_for = why,
         circle = array(select distinct a.actor_id from access_log a
                         where a.scope_id in (select s.id from scopes s where s.id = found.scope_id
                                               union select s.parent_id from scopes s where s.id = found.scope_id)
                           and a.object_ids @> array[wanted] and a.outcome <> 'refused'
                           and a.organisation_id <> found.owner_id
                           and (found.circle is null or a.actor_id = any(found.circle)))
   where t.id = wanted;
  delete from drafts d where d.about_id = wanted;
end $$

-- ;;
revoke all on function withdraw(uuid, text) from public
-- ;;
grant execute on function withdraw(uuid, text) to schakel_app
-- ;;
alter function withdraw(uuid, text) owner to schakel_reader
-- ;;

create view evidence as
select id, scope_id, scope_id as written_in, owner_id, created_at, 'assessment.' || outcome as act from assessments
 union all
select id, scope_id, scope_id, owner_id, created_at, 'conclusion' from conclusions
 union all
select id, scope_id, scope_id, owner_id, created_at, 'weighing.' || outcome from weighings
 union all
select r.id, i.scope_id, r.scope_id, r.owner_id, r.created_at, 'reply.' || r.outcome
  from replies r join interventions i on i.id = r.intervention_id and i.content_scope_id = r.scope_id
 union all
select r.id, i.scope_id, r.scope_id, r.owner_id, r.created_at, 'report.completion'
  from reports r join interventions i on i.id = r.intervention_id and i.content_scope_id = r.scope_id
 where r.kind = 'completion'
 union all
select id, scope_id, scope_id, owner_id, created_at, 'reopening' from reopenings where subject_id is not null

-- ;;
alter view evidence owner to schakel_reader
-- ;;

create function settled(subject uuid) returns boolean
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  stands text;
  answer boolean;
begin
  select step into stands from scopes where id = subject;
  with latest as (
    select i.id, (select r.outcome from replies r where r.intervention_id = i.id
                   order by r.created_at desc, r.id desc limit 1) as outcome,
           exists (select from reports r where r.intervention_id = i.id and r.kind = 'completion') as done
      from interventions i where i.scope_id = subject and i.created_at >= (
           select max(w.created_at) from weighings w where w.scope_id = subject))
  select case stands
      when 'assignment' then bool_and(outcome is not null) and bool_or(outcome = 'accepted')
      when 'execution' then bool_and(outcome is not null and (outcome <> 'accepted' or done))
      else true end
    into answer from latest;
  return coalesce(answer, false);
end $$

-- ;;
revoke all on function settled(uuid) from public
-- ;;
grant execute on function settled(uuid) to schakel_reader
-- ;;
alter function settled(uuid) owner to schakel_reader
-- ;;

create function seat(scope uuid, organisation uuid, wanted text) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into participations (id, scope_id, organisation_id, part, last_activity_at)
  values (gen_random_uuid(), scope, organisation, wanted, coalesce(
           (select max(p.last_activity_at) from participations p
             where p.scope_id = scope and p.organisation_id = organisation), clock()))
  on conflict (scope_id, organisation_id, part) do update set ended_at = null, persons = excluded.persons;
end $$

-- ;;
revoke all on function seat(uuid, uuid, text) from public
-- ;;
grant execute on function seat(uuid, uuid, text) to schakel_reader
-- ;;
alter function seat(uuid, uuid, text) owner to schakel_reader
-- ;;

create function recount(case_id uuid) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  update scopes c set step = coalesce(
      (select s.step from scopes s where s.parent_id = c.id and s.kind = 'subject' and s.step <> 'closed'
        order by array_position(array['dossier', 'weighing', 'assignment', 'execution', 'evaluation', 'closed'], s.step) limit 1),
      case when exists (select from scopes s where s.parent_id = c.id and s.kind = 'subject')
           then 'evaluation' else 'dossier' end)
   where c.id = case_id and c.sealed_at is null;
  update scopes r set step = c.step from scopes c
   where c.id = case_id and r.kind in ('request', 'signal') and r.parent_id = any(array(
           select case_id union all select g.id from scopes g where g.parent_id = case_id and g.kind = 'signal'));
end $$

-- ;;
revoke all on function recount(uuid) from public
-- ;;
grant execute on function recount(uuid) to schakel_reader
-- ;;
alter function recount(uuid) owner to schakel_reader
-- ;;

create function open_signal(id uuid, territory text) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if not has_content_role() or not 'R' = any(admitted()) or not exists (
       select from organisations o where o.id = my_organisation() and o.active and o.wgs_participant) then
    raise exception 'not a participant' using errcode = 'P0002';
  end if;
  insert into scopes (id, kind, compartment, step, phase, municipality_code)
  values (open_signal.id, 'signal', 'R', 'detection', 0, territory);
  perform seat(open_signal.id, my_organisation(), 'reporter');
  perform seat(open_signal.id, o.id, 'preparation') from organisations o where o.active and o.preparation;
  perform seat(open_signal.id, o.id, 'riec') from organisations o where o.active and o.kind = 'riec';
  perform seat(open_signal.id, o.id, 'municipality') from organisations o
    where o.active and o.kind = 'municipality' and o.municipality_code = territory;
end $$

-- ;;
revoke all on function open_signal(uuid, text) from public
-- ;;
grant execute on function open_signal(uuid, text) to schakel_app
-- ;;
alter function open_signal(uuid, text) owner to schakel_reader
-- ;;

create function open_case(id uuid, territory text) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if not has_content_role() or not 'R' = any(admitted()) or not exists (
       select from organisations o where o.id = my_organisation() and o.active and o.kind = 'riec') then
    raise exception 'not the riec' using errcode = 'P0002';
  end if;
  insert into scopes (id, kind, compartment, step, phase, municipality_code)
  values (open_case.id, 'case', 'R', 'dossier', 0, territory);
  perform seat(open_case.id, my_organisation(), 'riec');
  perform seat(open_case.id, o.id, 'municipality') from organisations o
    where o.active and o.kind = 'municipality' and o.municipality_code = territory;
  perform start_named(open_case.id, p.organisation_id) from participations p where p.scope_id = open_case.id;
end $$

-- ;;
revoke all on function open_case(uuid, text) from public
-- ;;
grant execute on function open_case(uuid, text) to schakel_app
-- ;;
alter function open_case(uuid, text) owner to schakel_reader
-- ;;

create function open_subject(id uuid, parent uuid) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform hold(parent);
  if not takes_part(parent, array['riec', 'municipality']) then
    raise exception 'no such case' using errcode = 'P0002';
  end if;
  insert into scopes (id, kind, parent_id, compartment, step, phase, municipality_code)
  select open_subject.id, 'subject', s.id, s.compartment, 'dossier', s.phase, s.municipality_code
    from scopes s where s.id = parent and s.kind = 'case';
  if not found then
    raise exception 'no such case' using errcode = 'P0002';
  end if;
  perform seat(open_subject.id, p.organisation_id, p.part)
     from participations p where p.scope_id = parent and p.ended_at is null;
  insert into bars (scope_id, actor_id, reason)
  select open_subject.id, b.actor_id, b.reason from bars b where b.scope_id = parent;
  perform recount(parent);
end $$

-- ;;
revoke all on function open_subject(uuid, uuid) from public
-- ;;
grant execute on function open_subject(uuid, uuid) to schakel_app
-- ;;
alter function open_subject(uuid, uuid) owner to schakel_reader
-- ;;

create function open_corner(id uuid, parent uuid, what text, guest uuid) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform hold(parent);
  if what not in ('request', 'intervention')
     or not takes_part(parent, case what when 'request' then array['riec', 'municipality']
                                         else array['riec'] end) then
    raise exception 'no such parent' using errcode = 'P0002';
  end if;
  -- Only who is on the case's list can be asked: the question itself tells that there is a case (WGS 2.23(5)).
  if not exists (select from participations p where p.scope_id = parent and p.organisation_id = guest
                    and p.ended_at is null) then
    raise exception 'guest takes no part' using errcode = 'P0002';
  end if;
  insert into scopes (id, kind, parent_id, compartment, step, phase, municipality_code)
  select open_corner.id, what, s.id, s.compartment, s.step, s.phase, s.municipality_code
    from scopes s where s.id = parent and (s.kind = 'subject' or what = 'request' and s.kind = 'case');
  if not found then
    raise exception 'no such parent' using errcode = 'P0002';
  end if;
  perform seat(open_corner.id, my_organisation(), case what when 'request' then 'asker' else 'riec' end);
  perform seat(open_corner.id, guest, case what when 'request' then 'asked' else 'assignee' end);
  perform seat(open_corner.id, o.id, 'riec') from organisations o
    join participations p on p.organisation_id = o.id and p.scope_id = parent and p.ended_at is null
   where o.kind = 'riec';
  insert into bars (scope_id, actor_id, reason)
  select open_corner.id, b.actor_id, b.reason from bars b where b.scope_id = parent;
end $$

-- ;;
revoke all on function open_corner(uuid, uuid, text, uuid) from public
-- ;;
grant execute on function open_corner(uuid, uuid, text, uuid) to schakel_app
-- ;;
alter function open_corner(uuid, uuid, text, uuid) owner to schakel_reader
-- ;;

create function admit(scope uuid, organisation uuid, wanted text) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  newly boolean;
begin
  perform hold(scope);
  if not takes_part(scope, array['riec']) or wanted not in ('partner', 'municipality')
     or not exists (select from scopes s where s.id = scope and s.kind = 'case')
     or not exists (select from organisations o where o.id = organisation and o.active and o.wgs_participant)
  then
    raise exception 'cannot admit' using errcode = 'P0002';
  end if;
  newly := not exists (select from participations p where p.scope_id = scope and p.ended_at is null
                          and p.organisation_id = organisation);
  perform seat(s.id, organisation, wanted) from scopes s
    where s.id = scope or s.parent_id = scope and s.kind = 'subject';
  if newly then
    perform start_named(scope, organisation);
  end if;
end $$

-- ;;
revoke all on function admit(uuid, uuid, text) from public
-- ;;
grant execute on function admit(uuid, uuid, text) to schakel_app
-- ;;
alter function admit(uuid, uuid, text) owner to schakel_reader
-- ;;

create function advance(scope uuid, proof uuid) returns text
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  stands scopes;
  target text;
begin
  perform hold(scope);
  select * into stands from scopes s where s.id = scope;
  if not found or stands.sealed_at is not null or not has_content_role() or not exists (
       select from participations p where p.scope_id = scope and p.organisation_id = my_organisation()
          and p.ended_at is null) then
    raise exception 'no such scope' using errcode = 'P0002';
  end if;
  select t.to_step into target
    from evidence e join transitions t on t.act = e.act and t.kind = stands.kind and t.from_step = stands.step
   where e.id = proof and e.scope_id = scope and e.owner_id = my_organisation()
     and e.created_at >= transaction_clock()
     and exists (select from participations p where p.scope_id = e.written_in and p.ended_at is null
                    and p.organisation_id = my_organisation() and p.part = any(t.parts));
  if target is null then
    raise exception 'the evidence does not move this scope' using errcode = 'SK001';
  end if;
  if stands.kind = 'subject' and stands.step in ('assignment', 'execution') and not settled(scope) then
    return stands.step;
  end if;
  update scopes s set step = target where s.id = scope or s.parent_id = scope;
  if stands.parent_id is not null then
    perform recount(stands.parent_id);
  end if;
  return target;
end $$

-- ;;
revoke all on function advance(uuid, uuid) from public
-- ;;
grant execute on function advance(uuid, uuid) to schakel_app
-- ;;
alter function advance(uuid, uuid) owner to schakel_reader
-- ;;

create function attach(signal uuid, case_id uuid, proof uuid) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform hold(case_id);
  if not takes_part(case_id, array['riec']) or not exists (
       select from assessments a where a.id = proof and a.signal_id = signal and a.case_id = attach.case_id
          and a.outcome = 'take_up' and a.owner_id = my_organisation()
          and a.created_at >= transaction_clock()) then
    raise exception 'no such case' using errcode = 'P0002';
  end if;
  update scopes s set parent_id = case_id where s.id = signal and s.kind = 'signal' and s.parent_id is null;
  insert into bars (scope_id, actor_id, reason)
  select s.id, b.actor_id, b.reason from bars b, scopes s
   where b.scope_id = attach.case_id and (s.id = signal or s.parent_id = signal) on conflict do nothing;
end $$

-- ;;
revoke all on function attach(uuid, uuid, uuid) from public
-- ;;
grant execute on function attach(uuid, uuid, uuid) to schakel_app
-- ;;
alter function attach(uuid, uuid, uuid) owner to schakel_reader
-- ;;

create function hang(origin uuid, below uuid) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  update scopes s set parent_id = below where s.id = origin and s.kind = 'signal' and s.parent_id is null;
  insert into bars (scope_id, actor_id, reason)
  select origin, b.actor_id, b.reason from bars b where b.scope_id = below on conflict do nothing;
end $$

-- ;;
revoke all on function hang(uuid, uuid) from public
-- ;;
grant execute on function hang(uuid, uuid) to schakel_reader
-- ;;
alter function hang(uuid, uuid) owner to schakel_reader
-- ;;

create function open_phase(case_id uuid, proof uuid) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  wanted int;
begin
  perform hold(case_id);
  select p.phase into wanted from phases p
   where p.id = proof and p.scope_id = open_phase.case_id and p.owner_id = my_organisation()
     and p.created_at >= transaction_clock();
  if wanted is null or not takes_part(case_id, array['riec']) then
    raise exception 'no such case' using errcode = 'P0002';
  end if;
  perform from scopes s where s.id = case_id and s.kind = 'case' and s.phase = wanted - 1;
  if not found then
    raise exception 'phases open one by one' using errcode = 'SK001';
  end if;
  with recursive line as (
    select s.id from scopes s where s.id = case_id
     union select c.id from scopes c join line l on c.parent_id = l.id where c.kind <> 'signal')
  update scopes s set phase = wanted where s.id in (select id from line);
end $$

-- ;;
revoke all on function open_phase(uuid, uuid) from public
-- ;;
grant execute on function open_phase(uuid, uuid) to schakel_app
-- ;;
alter function open_phase(uuid, uuid) owner to schakel_reader
-- ;;

create function seal(case_id uuid, proof uuid) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform hold(case_id);
  perform from scopes s where s.id = case_id and s.kind = 'case' and s.sealed_at is null;
  if not found or not takes_part(case_id, array['riec']) or not exists (
       select from closures c where c.id = proof and c.scope_id = seal.case_id and c.owner_id = my_organisation()
          and c.created_at >= transaction_clock()) then
    raise exception 'no such case' using errcode = 'P0002';
  end if;
  if exists (select from scopes s where s.parent_id = case_id and s.kind = 'subject'
                and s.step not in ('evaluation', 'closed')) then
    raise exception 'subjects are still open' using errcode = 'SK001';
  end if;
  with recursive line as (
    select s.id from scopes s where s.id = case_id
     union select c.id from scopes c join line l on c.parent_id = l.id)
  update scopes s set step = 'closed', sealed_at = clock() where s.id in (select id from line);
end $$

-- ;;
revoke all on function seal(uuid, uuid) from public
-- ;;
grant execute on function seal(uuid, uuid) to schakel_app
-- ;;
alter function seal(uuid, uuid) owner to schakel_reader
-- ;;

create function reopen(case_id uuid, proof uuid) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform hold(case_id);
  perform from scopes s where s.id = case_id and s.kind = 'case' and s.sealed_at is not null;
  if not found then
    raise exception 'it is not closed' using errcode = 'SK001';
  end if;
  if not exists (
       select from reopenings r where r.id = proof and r.scope_id = reopen.case_id and r.subject_id is null
          and r.owner_id = my_organisation() and r.created_at >= transaction_clock()) then
    raise exception 'no such case' using errcode = 'P0002';
  end if;
  with recursive line as (
    select s.id from scopes s where s.id = case_id
     union select c.id from scopes c join line l on c.parent_id = l.id)
  update scopes s set sealed_at = null where s.id in (select id from line);
  perform recount(case_id);
end $$

-- ;;
revoke all on function reopen(uuid, uuid) from public
-- ;;
grant execute on function reopen(uuid, uuid) to schakel_app
-- ;;
alter function reopen(uuid, uuid) owner to schakel_reader
-- ;;

create policy decided on reopenings as restrictive for insert to schakel_app with check (
  'chair' = any(my_roles()) and exists (
    select from participations p where p.scope_id = reopenings.scope_id and p.organisation_id = my_organisation()
       and p.part = 'riec' and p.ended_at is null))

-- ;;
alter table circle_decisions enable row level security
-- ;;
create policy reader on circle_decisions for select to schakel_reader using (true)
-- ;;
grant select on circle_decisions to schakel_reader
-- ;;
create policy lifts on bars for delete to schakel_reader using (true)
-- ;;
grant delete on bars to schakel_reader
-- ;;

create function decides_circle(scope uuid, organisation uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select takes_part(scope, array['riec', 'municipality', 'partner']) and exists (select from scopes s where s.id = scope and s.kind = 'case')
     and (organisation = my_organisation() and my_roles() && array['mandate_holder', 'case_manager']
          or 'chair' = any(my_roles()) and takes_part(scope, array['riec']))
     and exists (select from participations p where p.scope_id = scope and p.organisation_id = organisation
                    and p.ended_at is null and p.part = any(array['riec', 'municipality', 'partner'])) $$

-- ;;
revoke all on function decides_circle(uuid, uuid) from public
-- ;;
grant execute on function decides_circle(uuid, uuid) to schakel_app
-- ;;
alter function decides_circle(uuid, uuid) owner to schakel_reader
-- ;;

create function people_who_work(scope uuid, organisation uuid) returns setof uuid
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select a.id from actors a join scopes s on s.id = scope
   where a.organisation_id = organisation and a.active
     and exists (
           select from actor_roles r where r.actor_id = a.id and r.valid_from <= today()
              and (r.valid_until is null or r.valid_until > today())
              and r.role in ('reporter', 'handler', 'mandate_holder', 'case_manager', 'preparation', 'analyst', 'chair'))
     and exists (select from admissions m where m.actor_id = a.id and m.compartment = s.compartment
                    and m.valid_from <= today() and m.valid_until > today() and m.screened_on <= today() and m.trained_on <= today()) $$

-- ;;
revoke all on function people_who_work(uuid, uuid) from public
-- ;;
grant execute on function people_who_work(uuid, uuid) to schakel_reader
-- ;;
alter function people_who_work(uuid, uuid) owner to schakel_reader
-- ;;

create function start_named(scope uuid, organisation uuid) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if not exists (select from access_terms t where t.code = 'naming_required' and t.valid_from <= today()
                    and (t.valid_until is null or t.valid_until > today())) then
    return;
  end if;
  update participations p set persons = '{}' where p.scope_id = scope and p.organisation_id = organisation;
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

-- ;;
revoke all on function start_named(uuid, uuid) from public
-- ;;
grant execute on function start_named(uuid, uuid) to schakel_reader
-- ;;
alter function start_named(uuid, uuid) owner to schakel_reader
-- ;;

create function people_who_see(scope uuid, organisation uuid) returns setof uuid
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select a.id from people_who_work(scope, organisation) a(id)
   where exists (select from participations p where p.scope_id = scope and p.organisation_id = organisation
                    and p.ended_at is null and (p.persons is null or a.id = any(p.persons)))
     and not exists (select from bars b where b.scope_id = scope and b.actor_id = a.id) $$

-- ;;
revoke all on function people_who_see(uuid, uuid) from public
-- ;;
grant execute on function people_who_see(uuid, uuid) to schakel_reader
-- ;;
alter function people_who_see(uuid, uuid) owner to schakel_reader
-- ;;

create function eligible(scope uuid, organisation uuid)
returns table (id uuid, name text, function_title text, named boolean, barred boolean)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select a.id, a.name, a.function_title,
         exists (select from participations p where p.scope_id = scope and a.id = any(p.persons)),
         exists (select from bars b where b.scope_id = scope and b.actor_id = a.id)
    from actors a
   where decides_circle(scope, organisation) and a.organisation_id = organisation
     and (a.id in (select people_who_work(scope, organisation))
          or exists (select from participations p where p.scope_id = scope and a.id = any(p.persons))
          or exists (select from bars b where b.scope_id = scope and b.actor_id = a.id))
   order by a.name, a.id $$

-- ;;
revoke all on function eligible(uuid, uuid) from public
-- ;;
grant execute on function eligible(uuid, uuid) to schakel_app
-- ;;
alter function eligible(uuid, uuid) owner to schakel_reader
-- ;;
create policy known on circle_decisions for select to schakel_app using (cardinality(viewers()) > 0 and not exists (select from unnest(viewers()) v(id) where not exists (
  select from participations p where p.scope_id = circle_decisions.scope_id and p.organisation_id = v.id
    and p.ended_at is null and (circle_decisions.kind not in ('barred', 'lifted')
                                or circle_decisions.organisation_id = v.id or p.part = 'riec'))))
-- ;;
create policy decided on circle_decisions for insert to schakel_app with check (actor_id = my_actor() and owner_id = my_organisation() and decides_circle(scope_id, organisation_id)
 and (person_id is null or exists (select from actors a where a.id = person_id
                                      and a.organisation_id = circle_decisions.organisation_id))
 and (kind <> 'left' or exists (select from organisations o where o.id = circle_decisions.organisation_id
                                   and o.kind <> 'riec')))
-- ;;
grant select on circle_decisions to schakel_app
-- ;;
grant insert (id, scope_id, organisation_id, person_id, kind, reason, actor_id, owner_id) on circle_decisions to schakel_app
-- ;;

create function apply_circle() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
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
                    and p.organisation_id = new.organisation_id and p.persons = '{}') then
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

-- ;;
revoke all on function apply_circle() from public
-- ;;
grant execute on function apply_circle() to schakel_owner
-- ;;
alter function apply_circle() owner to schakel_reader
-- ;;
create policy previews on circle_decisions for insert to schakel_reader with check (true)
-- ;;
grant insert on circle_decisions to schakel_reader
-- ;;
create trigger apply_circle after insert on circle_decisions for each row execute function apply_circle()
-- ;;

create function do_in_circle(scope uuid, organisation uuid, what text, persons uuid[], part text) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if what = 'joined' then
    perform admit(scope, organisation, part);
  elsif what in ('opened', 'left') then
    insert into circle_decisions (id, scope_id, organisation_id, kind, reason, actor_id, owner_id)
    values (gen_random_uuid(), scope, organisation, what, '-', my_actor(), my_organisation());
  else
    insert into circle_decisions (id, scope_id, organisation_id, person_id, kind, reason, actor_id, owner_id)
    select gen_random_uuid(), scope, organisation, a.id, what, '-', my_actor(), my_organisation()
      from actors a where a.id = any(persons) and a.organisation_id = organisation;
  end if;
end $$

-- ;;
revoke all on function do_in_circle(uuid, uuid, text, uuid[], text) from public
-- ;;
grant execute on function do_in_circle(uuid, uuid, text, uuid[], text) to schakel_reader
-- ;;
alter function do_in_circle(uuid, uuid, text, uuid[], text) owner to schakel_reader
-- ;;

create function circle_preview(scope uuid, organisation uuid, what text, persons uuid[], part text)
returns table (id uuid, name text, function_title text, saw boolean, sees boolean)
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
declare
  before uuid[];
  after uuid[];
begin
  if not coalesce(case when what = 'joined' then takes_part(scope, array['riec'])
                            and my_roles() && array['chair', 'preparation']
                       else decides_circle(scope, organisation) end, false) then
    raise exception 'no such case' using errcode = 'P0002';
  end if;
  before := array(select people_who_see(scope, organisation));
  begin
    perform do_in_circle(scope, organisation, what, persons, part);
    after := array(select people_who_see(scope, organisation));
    raise exception 'taken back' using errcode = 'SK002';
  exception when sqlstate 'SK002' then
    null;
  end;
  return query select a.id, a.name::text, a.function_title::text, a.id = any(before), a.id = any(after) from actors a
                where a.id = any(before || after) order by a.name, a.id;
end $$

-- ;;
revoke all on function circle_preview(uuid, uuid, text, uuid[], text) from public
-- ;;
grant execute on function circle_preview(uuid, uuid, text, uuid[], text) to schakel_app
-- ;;
alter function circle_preview(uuid, uuid, text, uuid[], text) owner to schakel_reader
-- ;;

create function doors(places uuid[], organisation uuid) returns table (place uuid, person uuid)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select distinct p.scope_id, a.id from participations p cross join lateral people_who_work(p.scope_id, organisation) a(id)
   where p.scope_id = any(places) and p.organisation_id = organisation and (p.persons is null or a.id = any(p.persons))
     and not exists (select from bars b where b.scope_id = p.scope_id and b.actor_id = a.id) $$

-- ;;
revoke all on function doors(uuid[], uuid) from public
-- ;;
grant execute on function doors(uuid[], uuid) to schakel_reader
-- ;;
alter function doors(uuid[], uuid) owner to schakel_reader
-- ;;

create function in_sight(places uuid[], owners uuid[], kinds text[], organisation uuid)
returns table (place uuid, owner uuid, kind text)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  with d as materialized (
    select * from sharing_decisions where viewer = organisation and level <> 'existence')
  select distinct u.place, u.owner, u.kind from unnest(places, owners, kinds) u(place, owner, kind)
    join participations p on p.scope_id = u.place and p.organisation_id = organisation
    join categories c on c.code = u.kind and c.phase <= p.phase and (not p.sealed or c.survives_seal)
    join organisations o on o.id = u.owner
   where o.id = organisation or p.ended_at is null and exists (
     select from d where d.compartment = p.compartment and d.part = p.part and d.step = p.step and d.category = u.kind
        and d.owner in (case when o.sharing_key = o.kind then '*' else '-' end, o.sharing_key)
        and d.reach in ('all', case when p.own_territory then 'municipality' else '-' end)) $$

-- ;;
revoke all on function in_sight(uuid[], uuid[], text[], uuid) from public
-- ;;
grant execute on function in_sight(uuid[], uuid[], text[], uuid) to schakel_reader
-- ;;
alter function in_sight(uuid[], uuid[], text[], uuid) owner to schakel_reader
-- ;;

create function circle_sights(
  scope uuid, organisation uuid, what text, persons uuid[], part text, places uuid[], owners uuid[], kinds text[])
returns table (place uuid, owner uuid, kind text, gained boolean, lost boolean)
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_variable
declare
  before text[];
  after text[];
begin
  if not coalesce(case when what = 'joined' then takes_part(scope, array['riec'])
                            and my_roles() && array['chair', 'preparation']
                       else decides_circle(scope, organisation) end, false) then
    raise exception 'no such case' using errcode = 'P0002';
  end if;
  if exists (select from unnest(places) x(id) where x.id <> scope and not exists (
               with recursive above as (
                 select s.parent_id as id from scopes s where s.id = x.id
                    and (s.kind <> 'signal' or what in ('barred', 'lifted'))
                  union select s.parent_id from scopes s join above a on s.id = a.id
                    where s.kind <> 'signal' or what in ('barred', 'lifted'))
               select from above where above.id = scope)) then
    raise exception 'no such case' using errcode = 'P0002';
  end if;
  before := array(
      select concat_ws('|', s.place, s.owner, s.kind, d.person) from in_sight(places, owners, kinds, organisation) s
        join doors(places, organisation) d on d.place = s.place);
  begin
    perform do_in_circle(scope, organisation, what, persons, part);
    after := array(
      select concat_ws('|', s.place, s.owner, s.kind, d.person) from in_sight(places, owners, kinds, organisation) s
        join doors(places, organisation) d on d.place = s.place);
    raise exception 'taken back' using errcode = 'SK002';
  exception when sqlstate 'SK002' then
    null;
  end;
  return query
  with came as (
    select string_to_array(x, '|') as a, true as new from (select unnest(after) except select unnest(before)) n(x)
     union all
    select string_to_array(x, '|'), false from (select unnest(before) except select unnest(after)) w(x))
  select m.a[1]::uuid, m.a[2]::uuid, m.a[3], bool_or(m.new), bool_or(not m.new) from came m group by 1, 2, 3;
end $$

-- ;;
revoke all on function circle_sights(uuid, uuid, text, uuid[], text, uuid[], uuid[], text[]) from public
-- ;;
grant execute on function circle_sights(uuid, uuid, text, uuid[], text, uuid[], uuid[], text[]) to schakel_app
-- ;;
alter function circle_sights(uuid, uuid, text, uuid[], text, uuid[], uuid[], text[]) owner to schakel_reader
-- ;;
alter table access_terms enable row level security
-- ;;
create policy readable on access_terms for select to schakel_app using (true)
-- ;;
grant select on access_terms to schakel_app
-- ;;
create policy reader on access_terms for select to schakel_reader using (true)
-- ;;
grant select on access_terms to schakel_reader
-- ;;
alter table emergencies enable row level security
-- ;;
create policy reader on emergencies for select to schakel_reader using (true)
-- ;;
grant select on emergencies to schakel_reader
-- ;;
create policy writes on emergencies for all to schakel_reader using (true) with check (true)
-- ;;
grant insert, update on emergencies to schakel_reader
-- ;;

create function reviews(emergency uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select 'privacy_officer' = any(my_roles()) and exists (
           select from emergencies e where e.id = emergency and e.organisation_id = my_organisation())
      or 'coordinating_dpo' = any(my_roles()) and exists (
           select from organisations o where o.id = my_organisation() and o.kind = 'riec') $$

-- ;;
revoke all on function reviews(uuid) from public
-- ;;
grant execute on function reviews(uuid) to schakel_app
-- ;;
alter function reviews(uuid) owner to schakel_reader
-- ;;

create function watches(emergency uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select reviews(emergency) or exists (
    select from emergencies e where e.id = emergency
       and ('chair' = any(my_roles()) and takes_part(e.scope_id, array['riec'])
            or 'privacy_officer' = any(my_roles()) and exists (
                 select from participations p where p.scope_id = e.scope_id and p.organisation_id = my_organisation()
                    and p.ended_at is null and p.part in ('riec', 'municipality', 'partner')))) $$

-- ;;
revoke all on function watches(uuid) from public
-- ;;
grant execute on function watches(uuid) to schakel_app
-- ;;
alter function watches(uuid) owner to schakel_reader
-- ;;

create function number_of_emergency(emergency uuid) returns text
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select c.number from emergencies e join cases c on c.id = e.scope_id
   where e.id = emergency and (e.actor_id = my_actor() or watches(e.id)) $$

-- ;;
revoke all on function number_of_emergency(uuid) from public
-- ;;
grant execute on function number_of_emergency(uuid) to schakel_app
-- ;;
alter function number_of_emergency(uuid) owner to schakel_reader
-- ;;
create policy known on emergencies for select to schakel_app using (actor_id = my_actor() or watches(id))
-- ;;
grant select on emergencies to schakel_app
-- ;;

create function break_glass(id uuid, wanted text, why text) returns uuid
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  found_in uuid;
  hours int;
begin
  select c.id into found_in from cases c join participations p on p.scope_id = c.id
   where c.number = upper(wanted) and p.organisation_id = my_organisation() and p.ended_at is null
     and p.persons is not null and not my_actor() = any(p.persons) and not p.sealed
     and p.compartment = any(admitted()) and has_content_role()
     and not exists (select from bars b where b.scope_id = c.id and b.actor_id = my_actor())
     and not exists (select from emergencies e where e.scope_id = c.id and e.actor_id = my_actor()
                        and e.ends_at > statement_clock())
   limit 1;
  if found_in is null or my_actor() is null then
    raise exception 'no such case' using errcode = 'P0002';
  end if;
  select t.number into strict hours from access_terms t where t.code = 'emergency_hours'
     and t.valid_from <= today() and (t.valid_until is null or t.valid_until > today());
  insert into emergencies (id, scope_id, actor_id, organisation_id, reason, created_at, ends_at)
  values (break_glass.id, found_in, my_actor(), my_organisation(), why, statement_clock(),
          statement_clock() + make_interval(hours => hours));
  perform set_config('app.glass', (
    select string_agg(x, ',') from jsonb_object_keys(glass_of(my_actor())) x), true);
  return found_in;
end $$

-- ;;
revoke all on function break_glass(uuid, text, text) from public
-- ;;
grant execute on function break_glass(uuid, text, text) to schakel_app
-- ;;
alter function break_glass(uuid, text, text) owner to schakel_reader
-- ;;

create function end_emergency(wanted uuid) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  update emergencies e set ends_at = clock(), ended_by = my_actor()
   where e.id = wanted and e.ends_at > clock() and (e.actor_id = my_actor() or watches(e.id));
  if not found then
    raise exception 'no such emergency' using errcode = 'P0002';
  end if;
end $$

-- ;;
revoke all on function end_emergency(uuid) from public
-- ;;
grant execute on function end_emergency(uuid) to schakel_app
-- ;;
alter function end_emergency(uuid) owner to schakel_reader
-- ;;

create function review_emergency(wanted uuid, judged text, why text) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  update emergencies e set verdict = judged, review = why, reviewed_by = my_actor(), reviewed_at = clock()
   where e.id = wanted and e.verdict is null and e.ends_at <= clock() and e.actor_id <> my_actor()
     and reviews(e.id);
  if not found then
    raise exception 'no such emergency' using errcode = 'P0002';
  end if;
end $$

-- ;;
revoke all on function review_emergency(uuid, text, text) from public
-- ;;
grant execute on function review_emergency(uuid, text, text) to schakel_app
-- ;;
alter function review_emergency(uuid, text, text) owner to schakel_reader
-- ;;

create function placed() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if not exists (select from scopes s where s.id = new.scope_id
                    and s.parent_id = coalesce(new.subject_id, new.case_id)) then
    raise exception 'not of this scope' using errcode = 'P0002';
  end if;
  return new;
end $$

-- ;;
revoke all on function placed() from public
-- ;;
grant execute on function placed() to schakel_owner
-- ;;
alter function placed() owner to schakel_reader
-- ;;
create trigger placed before insert on requests for each row execute function placed()
-- ;;

create function below() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  scope uuid := to_jsonb(new) ->> tg_argv[0];
  parent uuid := to_jsonb(new) ->> tg_argv[1];
begin
  if scope is not null and not exists (select from scopes s where s.id = scope and s.parent_id = parent) then
    raise exception '% does not hang below %', tg_argv[0], tg_argv[1] using errcode = 'foreign_key_violation';
  end if;
  return null;
end $$

-- ;;
revoke all on function below() from public
-- ;;
grant execute on function below() to schakel_owner
-- ;;
alter function below() owner to schakel_reader
-- ;;
create trigger below_scope_id after insert on subjects for each row execute function below('scope_id', 'case_id')
-- ;;
create trigger below_subject_id after insert on requests for each row execute function below('subject_id', 'case_id')
-- ;;
create trigger below_from_id after insert on relations for each row execute function below('from_id', 'case_id')
-- ;;
create trigger below_to_id after insert on relations for each row execute function below('to_id', 'case_id')
-- ;;
create trigger below_content_scope_id after insert on interventions for each row execute function below('content_scope_id', 'subject_id')
-- ;;
create trigger below_subject_id after insert on evaluations for each row execute function below('subject_id', 'case_id')
-- ;;
create policy directs on dependencies as restrictive for insert to schakel_app with check (exists (select from interventions i where i.id = dependencies.intervention_id and i.scope_id = dependencies.scope_id and i.owner_id = my_organisation()))
-- ;;
grant update (lifted_at) on dependencies to schakel_app
-- ;;
create policy carries_out on schedules as restrictive for insert to schakel_app with check (exists (select from interventions i where i.id = schedules.intervention_id and i.scope_id = schedules.scope_id and i.partner_id = my_organisation()))
-- ;;
alter table capacities enable row level security
-- ;;
create policy counts on capacities for select to schakel_app using (has_content_role() and (organisation_id = my_organisation() or exists (select from organisations o where o.id = my_organisation() and o.kind = 'riec')))
-- ;;
create policy keeps on capacities for insert to schakel_app with check (organisation_id = my_organisation() and actor_id = my_actor() and 'mandate_holder' = any(my_roles()))
-- ;;
grant select on capacities to schakel_app
-- ;;
grant insert (id, organisation_id, starts_on, months, unit, intervention_kind, amount, actor_id) on capacities to schakel_app
-- ;;
create policy reader on capacities for select to schakel_reader using (true)
-- ;;
grant select on capacities to schakel_reader
-- ;;

create function sees_plan(place uuid, owner uuid, partner uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select takes_part(place, array['riec'])
     and exists (select from in_sight(array[place], array[owner], array['plan'], partner)) $$

-- ;;
revoke all on function sees_plan(uuid, uuid, uuid) from public
-- ;;
grant execute on function sees_plan(uuid, uuid, uuid) to schakel_app
-- ;;
alter function sees_plan(uuid, uuid, uuid) owner to schakel_reader
-- ;;
alter table steering_proposals enable row level security
-- ;;
grant select on steering_proposals to schakel_app
-- ;;
grant insert (id, organisation_id, actor_id, title, text, reason, addressed_id, due_on) on steering_proposals to schakel_app
-- ;;
alter table steering_decisions enable row level security
-- ;;
grant select on steering_decisions to schakel_app
-- ;;
grant insert (id, proposal_id, organisation_id, actor_id, outcome, text) on steering_decisions to schakel_app
-- ;;
create policy reads on steering_proposals for select to schakel_app using (has_content_role() and (addressed_id = my_organisation() or exists (select from organisations o where o.id = my_organisation() and o.kind = 'riec')))
-- ;;
create policy proposes on steering_proposals for insert to schakel_app with check (organisation_id = my_organisation() and actor_id = my_actor() and my_roles() && array['chair', 'analyst'] and exists (select from organisations o where o.id = my_organisation() and o.kind = 'riec'))
-- ;;
create policy reads on steering_decisions for select to schakel_app using (exists (select from steering_proposals p where p.id = steering_decisions.proposal_id))
-- ;;
create policy decides on steering_decisions for insert to schakel_app with check (organisation_id = my_organisation() and actor_id = my_actor() and exists (
  select from steering_proposals p where p.id = steering_decisions.proposal_id
     and case steering_decisions.outcome
         when 'done' then p.addressed_id = my_organisation() and my_roles() && array['mandate_holder', 'case_manager', 'chair']
                          or 'chair' = any(my_roles()) and exists (select from organisations o where o.id = my_organisation() and o.kind = 'riec')
         else 'chair' = any(my_roles()) and exists (select from organisations o where o.id = my_organisation() and o.kind = 'riec') end))
-- ;;

create function steering_follows() returns trigger language plpgsql
set search_path = pg_catalog, public, pg_temp as $$
begin
  if new.outcome = 'done' and not exists (
       select from steering_decisions d where d.proposal_id = new.proposal_id and d.outcome = 'adopted') then
    raise exception 'not adopted' using errcode = 'P0002';
  end if;
  return new;
end $$

-- ;;
revoke execute on function steering_follows() from public
-- ;;
create trigger follows before insert on steering_decisions for each row execute function steering_follows()
-- ;;

create function code_list_only_ends() returns trigger language plpgsql
set search_path = pg_catalog, public, pg_temp as $$
begin
    if tg_op = 'UPDATE' then
        if old.valid_until is null and to_jsonb(new) - 'valid_until' = to_jsonb(old) - 'valid_until' then
            return new;
        end if;
    end if;
    raise exception 'a row of code list % is never changed, only ended', tg_table_name
        using errcode = 'restrict_violation';
end $$

-- ;;

create function code_list_no_overlap() returns trigger language plpgsql
set search_path = pg_catalog, public, pg_temp as $$
declare
    taken boolean;
begin
    execute format(
        'select exists (select from public.%I where code = $1 and valid_from <> $2'
        ' and daterange(valid_from, valid_until) && daterange($2, $3))', tg_table_name)
    into taken using new.code, new.valid_from, new.valid_until;
    if taken then
        raise exception 'code % of list % is already valid in that period', new.code, tg_table_name
            using errcode = 'exclusion_violation';
    end if;
    return new;
end $$

-- ;;
revoke execute on function code_list_only_ends() from public
-- ;;
revoke execute on function code_list_no_overlap() from public
-- ;;
alter table municipalities enable row level security
-- ;;
create policy read on municipalities for select to schakel_app, schakel_worker, schakel_auditor, schakel_statistics, schakel_reader using (true)
-- ;;
grant select on municipalities to schakel_app, schakel_worker, schakel_auditor, schakel_statistics, schakel_reader
-- ;;
create trigger only_ends before update or delete on municipalities for each row execute function code_list_only_ends()
-- ;;
create trigger no_overlap before insert on municipalities for each row execute function code_list_no_overlap()
-- ;;
create trigger never_emptied before truncate on municipalities execute function code_list_only_ends()
-- ;;
alter table exploitation_forms enable row level security
-- ;;
create policy read on exploitation_forms for select to schakel_app, schakel_worker, schakel_auditor, schakel_statistics, schakel_reader using (true)
-- ;;
grant select on exploitation_forms to schakel_app, schakel_worker, schakel_auditor, schakel_statistics, schakel_reader
-- ;;
create trigger only_ends before update or delete on exploitation_forms for each row execute function code_list_only_ends()
-- ;;
create trigger no_overlap before insert on exploitation_forms for each row execute function code_list_no_overlap()
-- ;;
create trigger never_emptied before truncate on exploitation_forms execute function code_list_only_ends()
-- ;;
alter table indicators enable row level security
-- ;;
create policy read on indicators for select to schakel_app, schakel_worker, schakel_auditor, schakel_statistics, schakel_reader using (true)
-- ;;
grant select on indicators to schakel_app, schakel_worker, schakel_auditor, schakel_statistics, schakel_reader
-- ;;
create trigger only_ends before update or delete on indicators for each row execute function code_list_only_ends()
-- ;;
create trigger no_overlap before insert on indicators for each row execute function code_list_no_overlap()
-- ;;
create trigger never_emptied before truncate on indicators execute function code_list_only_ends()
-- ;;
alter table other_explanations enable row level security
-- ;;
create policy read on other_explanations for select to schakel_app, schakel_worker, schakel_auditor, schakel_statistics, schakel_reader using (true)
-- ;;
grant select on other_explanations to schakel_app, schakel_worker, schakel_auditor, schakel_statistics, schakel_reader
-- ;;
create trigger only_ends before update or delete on other_explanations for each row execute function code_list_only_ends()
-- ;;
create trigger no_overlap before insert on other_explanations for each row execute function code_list_no_overlap()
-- ;;
create trigger never_emptied before truncate on other_explanations execute function code_list_only_ends()
-- ;;
alter table follow_up_questions enable row level security
-- ;;
create policy read on follow_up_questions for select to schakel_app, schakel_worker, schakel_auditor, schakel_statistics, schakel_reader using (true)
-- ;;
grant select on follow_up_questions to schakel_app, schakel_worker, schakel_auditor, schakel_statistics, schakel_reader
-- ;;
create trigger only_ends before update or delete on follow_up_questions for each row execute function code_list_only_ends()
-- ;;
create trigger no_overlap before insert on follow_up_questions for each row execute function code_list_no_overlap()
-- ;;
create trigger never_emptied before truncate on follow_up_questions execute function code_list_only_ends()
-- ;;
alter table emergency_numbers enable row level security
-- ;;
create policy read on emergency_numbers for select to schakel_app, schakel_worker, schakel_auditor, schakel_statistics, schakel_reader using (true)
-- ;;
grant select on emergency_numbers to schakel_app, schakel_worker, schakel_auditor, schakel_statistics, schakel_reader
-- ;;
create trigger only_ends before update or delete on emergency_numbers for each row execute function code_list_only_ends()
-- ;;
create trigger no_overlap before insert on emergency_numbers for each row execute function code_list_no_overlap()
-- ;;
create trigger never_emptied before truncate on emergency_numbers execute function code_list_only_ends()
-- ;;
alter table legal_grounds enable row level security
-- ;;
create policy read on legal_grounds for select to schakel_app, schakel_worker, schakel_auditor, schakel_statistics, schakel_reader using (true)
-- ;;
grant select on legal_grounds to schakel_app, schakel_worker, schakel_auditor, schakel_statistics, schakel_reader
-- ;;
create trigger only_ends before update or delete on legal_grounds for each row execute function code_list_only_ends()
-- ;;
create trigger no_overlap before insert on legal_grounds for each row execute function code_list_no_overlap()
-- ;;
create trigger never_emptied before truncate on legal_grounds execute function code_list_only_ends()
-- ;;
alter table intervention_kinds enable row level security
-- ;;
create policy read on intervention_kinds for select to schakel_app, schakel_worker, schakel_auditor, schakel_statistics, schakel_reader using (true)
-- ;;
grant select on intervention_kinds to schakel_app, schakel_worker, schakel_auditor, schakel_statistics, schakel_reader
-- ;;
create trigger only_ends before update or delete on intervention_kinds for each row execute function code_list_only_ends()
-- ;;
create trigger no_overlap before insert on intervention_kinds for each row execute function code_list_no_overlap()
-- ;;
create trigger never_emptied before truncate on intervention_kinds execute function code_list_only_ends()
-- ;;
alter table decision_kinds enable row level security
-- ;;
create policy read on decision_kinds for select to schakel_app, schakel_worker, schakel_auditor, schakel_statistics, schakel_reader using (true)
-- ;;
grant select on decision_kinds to schakel_app, schakel_worker, schakel_auditor, schakel_statistics, schakel_reader
-- ;;
create trigger only_ends before update or delete on decision_kinds for each row execute function code_list_only_ends()
-- ;;
create trigger no_overlap before insert on decision_kinds for each row execute function code_list_no_overlap()
-- ;;
create trigger never_emptied before truncate on decision_kinds execute function code_list_only_ends()
-- ;;
alter table retention_terms enable row level security
-- ;;
create policy read on retention_terms for select to schakel_app, schakel_worker, schakel_auditor, schakel_statistics, schakel_reader using (true)
-- ;;
grant select on retention_terms to schakel_app, schakel_worker, schakel_auditor, schakel_statistics, schakel_reader
-- ;;
create trigger only_ends before update or delete on retention_terms for each row execute function code_list_only_ends()
-- ;;
create trigger no_overlap before insert on retention_terms for each row execute function code_list_no_overlap()
-- ;;
create trigger never_emptied before truncate on retention_terms execute function code_list_only_ends()
-- ;;
alter table secrecy_statements enable row level security
-- ;;
create policy read on secrecy_statements for select to schakel_app, schakel_worker, schakel_auditor, schakel_statistics, schakel_reader using (true)
-- ;;
grant select on secrecy_statements to schakel_app, schakel_worker, schakel_auditor, schakel_statistics, schakel_reader
-- ;;
create trigger only_ends before update or delete on secrecy_statements for each row execute function code_list_only_ends()
-- ;;
create trigger no_overlap before insert on secrecy_statements for each row execute function code_list_no_overlap()
-- ;;
create trigger never_emptied before truncate on secrecy_statements execute function code_list_only_ends()
-- ;;
alter table agreement_kinds enable row level security
-- ;;
create policy read on agreement_kinds for select to schakel_app, schakel_worker, schakel_auditor, schakel_statistics, schakel_reader using (true)
-- ;;
grant select on agreement_kinds to schakel_app, schakel_worker, schakel_auditor, schakel_statistics, schakel_reader
-- ;;
create trigger only_ends before update or delete on agreement_kinds for each row execute function code_list_only_ends()
-- ;;
create trigger no_overlap before insert on agreement_kinds for each row execute function code_list_no_overlap()
-- ;;
create trigger never_emptied before truncate on agreement_kinds execute function code_list_only_ends()
-- ;;
alter table relation_kinds enable row level security
-- ;;
create policy read on relation_kinds for select to schakel_app, schakel_worker, schakel_auditor, schakel_statistics, schakel_reader using (true)
-- ;;
grant select on relation_kinds to schakel_app, schakel_worker, schakel_auditor, schakel_statistics, schakel_reader
-- ;;
create trigger only_ends before update or delete on relation_kinds for each row execute function code_list_only_ends()
-- ;;
create trigger no_overlap before insert on relation_kinds for each row execute function code_list_no_overlap()
-- ;;
create trigger never_emptied before truncate on relation_kinds execute function code_list_only_ends()
-- ;;
alter table capacity_units enable row level security
-- ;;
create policy read on capacity_units for select to schakel_app, schakel_worker, schakel_auditor, schakel_statistics, schakel_reader using (true)
-- ;;
grant select on capacity_units to schakel_app, schakel_worker, schakel_auditor, schakel_statistics, schakel_reader
-- ;;
create trigger only_ends before update or delete on capacity_units for each row execute function code_list_only_ends()
-- ;;
create trigger no_overlap before insert on capacity_units for each row execute function code_list_no_overlap()
-- ;;
create trigger never_emptied before truncate on capacity_units execute function code_list_only_ends()
-- ;;
alter table yield_kinds enable row level security
-- ;;
create policy read on yield_kinds for select to schakel_app, schakel_worker, schakel_auditor, schakel_statistics, schakel_reader using (true)
-- ;;
grant select on yield_kinds to schakel_app, schakel_worker, schakel_auditor, schakel_statistics, schakel_reader
-- ;;
create trigger only_ends before update or delete on yield_kinds for each row execute function code_list_only_ends()
-- ;;
create trigger no_overlap before insert on yield_kinds for each row execute function code_list_no_overlap()
-- ;;
create trigger never_emptied before truncate on yield_kinds execute function code_list_only_ends()
-- ;;
alter table process_norms enable row level security
-- ;;
create policy read on process_norms for select to schakel_app, schakel_worker, schakel_auditor, schakel_statistics, schakel_reader using (true)
-- ;;
grant select on process_norms to schakel_app, schakel_worker, schakel_auditor, schakel_statistics, schakel_reader
-- ;;
create trigger only_ends before update or delete on process_norms for each row execute function code_list_only_ends()
-- ;;
create trigger no_overlap before insert on process_norms for each row execute function code_list_no_overlap()
-- ;;
create trigger never_emptied before truncate on process_norms execute function code_list_only_ends()
-- ;;
alter table name_prefixes enable row level security
-- ;;
create policy read on name_prefixes for select to schakel_app, schakel_worker, schakel_auditor, schakel_statistics, schakel_reader using (true)
-- ;;
grant select on name_prefixes to schakel_app, schakel_worker, schakel_auditor, schakel_statistics, schakel_reader
-- ;;
create trigger only_ends before update or delete on name_prefixes for each row execute function code_list_only_ends()
-- ;;
create trigger no_overlap before insert on name_prefixes for each row execute function code_list_no_overlap()
-- ;;
create trigger never_emptied before truncate on name_prefixes execute function code_list_only_ends()
-- ;;
alter table name_titles enable row level security
-- ;;
create policy read on name_titles for select to schakel_app, schakel_worker, schakel_auditor, schakel_statistics, schakel_reader using (true)
-- ;;
grant select on name_titles to schakel_app, schakel_worker, schakel_auditor, schakel_statistics, schakel_reader
-- ;;
create trigger only_ends before update or delete on name_titles for each row execute function code_list_only_ends()
-- ;;
create trigger no_overlap before insert on name_titles for each row execute function code_list_no_overlap()
-- ;;
create trigger never_emptied before truncate on name_titles execute function code_list_only_ends()
-- ;;
create policy added on municipalities for insert to schakel_app with check ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec'))
-- ;;
grant insert (code, valid_from, valid_until, name, district) on municipalities to schakel_app
-- ;;
create policy ended on municipalities for update to schakel_app using ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec')) with check (valid_until is not null)
-- ;;
grant update (valid_until) on municipalities to schakel_app
-- ;;
create policy added on exploitation_forms for insert to schakel_app with check ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec'))
-- ;;
grant insert (code, valid_from, valid_until, label_nl, label_en, explanation_nl, explanation_en, reportable) on exploitation_forms to schakel_app
-- ;;
create policy ended on exploitation_forms for update to schakel_app using ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec')) with check (valid_until is not null)
-- ;;
grant update (valid_until) on exploitation_forms to schakel_app
-- ;;
create policy added on indicators for insert to schakel_app with check ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec'))
-- ;;
grant insert (code, valid_from, valid_until, label_nl, label_en, form, dimension, weight, observable) on indicators to schakel_app
-- ;;
create policy ended on indicators for update to schakel_app using ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec')) with check (valid_until is not null)
-- ;;
grant update (valid_until) on indicators to schakel_app
-- ;;
create policy added on other_explanations for insert to schakel_app with check ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec'))
-- ;;
grant insert (code, valid_from, valid_until, label_nl, label_en) on other_explanations to schakel_app
-- ;;
create policy ended on other_explanations for update to schakel_app using ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec')) with check (valid_until is not null)
-- ;;
grant update (valid_until) on other_explanations to schakel_app
-- ;;
create policy added on follow_up_questions for insert to schakel_app with check ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec'))
-- ;;
grant insert (code, valid_from, valid_until, label_nl, label_en) on follow_up_questions to schakel_app
-- ;;
create policy ended on follow_up_questions for update to schakel_app using ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec')) with check (valid_until is not null)
-- ;;
grant update (valid_until) on follow_up_questions to schakel_app
-- ;;
create policy added on emergency_numbers for insert to schakel_app with check ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec'))
-- ;;
grant insert (code, valid_from, valid_until, label_nl, label_en) on emergency_numbers to schakel_app
-- ;;
create policy ended on emergency_numbers for update to schakel_app using ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec')) with check (valid_until is not null)
-- ;;
grant update (valid_until) on emergency_numbers to schakel_app
-- ;;
create policy added on legal_grounds for insert to schakel_app with check ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec'))
-- ;;
grant insert (code, valid_from, valid_until, label_nl, label_en, article, source, compartment) on legal_grounds to schakel_app
-- ;;
create policy ended on legal_grounds for update to schakel_app using ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec')) with check (valid_until is not null)
-- ;;
grant update (valid_until) on legal_grounds to schakel_app
-- ;;
create policy added on intervention_kinds for insert to schakel_app with check ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec'))
-- ;;
grant insert (code, valid_from, valid_until, label_nl, label_en, track, organisation_kinds, authority, legal_ground) on intervention_kinds to schakel_app
-- ;;
create policy ended on intervention_kinds for update to schakel_app using ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec')) with check (valid_until is not null)
-- ;;
grant update (valid_until) on intervention_kinds to schakel_app
-- ;;
create policy added on decision_kinds for insert to schakel_app with check ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec'))
-- ;;
grant insert (code, valid_from, valid_until, label_nl, label_en, concerns, legal_ground) on decision_kinds to schakel_app
-- ;;
create policy ended on decision_kinds for update to schakel_app using ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec')) with check (valid_until is not null)
-- ;;
grant update (valid_until) on decision_kinds to schakel_app
-- ;;
create policy added on secrecy_statements for insert to schakel_app with check ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec'))
-- ;;
grant insert (code, valid_from, valid_until, label_nl, label_en) on secrecy_statements to schakel_app
-- ;;
create policy ended on secrecy_statements for update to schakel_app using ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec')) with check (valid_until is not null)
-- ;;
grant update (valid_until) on secrecy_statements to schakel_app
-- ;;
create policy added on relation_kinds for insert to schakel_app with check ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec'))
-- ;;
grant insert (code, valid_from, valid_until, label_nl, label_en, reverse_nl, reverse_en) on relation_kinds to schakel_app
-- ;;
create policy ended on relation_kinds for update to schakel_app using ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec')) with check (valid_until is not null)
-- ;;
grant update (valid_until) on relation_kinds to schakel_app
-- ;;
create policy added on capacity_units for insert to schakel_app with check ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec'))
-- ;;
grant insert (code, valid_from, valid_until, label_nl, label_en) on capacity_units to schakel_app
-- ;;
create policy ended on capacity_units for update to schakel_app using ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec')) with check (valid_until is not null)
-- ;;
grant update (valid_until) on capacity_units to schakel_app
-- ;;
create policy added on yield_kinds for insert to schakel_app with check ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec'))
-- ;;
grant insert (code, valid_from, valid_until, label_nl, label_en, measure) on yield_kinds to schakel_app
-- ;;
create policy ended on yield_kinds for update to schakel_app using ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec')) with check (valid_until is not null)
-- ;;
grant update (valid_until) on yield_kinds to schakel_app
-- ;;
create policy added on process_norms for insert to schakel_app with check ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec'))
-- ;;
grant insert (code, valid_from, valid_until, label_nl, label_en, working_days, source) on process_norms to schakel_app
-- ;;
create policy ended on process_norms for update to schakel_app using ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec')) with check (valid_until is not null)
-- ;;
grant update (valid_until) on process_norms to schakel_app
-- ;;
create policy login on secrecy_statements for select to schakel_login using (true)
-- ;;
grant select on secrecy_statements to schakel_login
-- ;;
alter table credentials enable row level security
-- ;;
create policy login on credentials for all to schakel_login using (true) with check (true)
-- ;;
grant select, insert, update on credentials to schakel_login
-- ;;
alter table recovery_codes enable row level security
-- ;;
create policy login on recovery_codes for all to schakel_login using (true) with check (true)
-- ;;
grant select, insert, update, delete on recovery_codes to schakel_login
-- ;;
alter table sessions enable row level security
-- ;;
create policy login on sessions for all to schakel_login using (true) with check (true)
-- ;;
grant select, insert, update, delete on sessions to schakel_login
-- ;;
alter table api_clients enable row level security
-- ;;
create policy login on api_clients for all to schakel_login using (true) with check (true)
-- ;;
grant select, insert, update on api_clients to schakel_login
-- ;;
alter table signing_keys enable row level security
-- ;;
create policy login on signing_keys for all to schakel_login using (true) with check (true)
-- ;;
grant select, insert, update, delete on signing_keys to schakel_login
-- ;;
alter table throttles enable row level security
-- ;;
create policy login on throttles for all to schakel_login using (true) with check (true)
-- ;;
grant select, insert, update, delete on throttles to schakel_login
-- ;;
alter table enrolments enable row level security
-- ;;
create policy login on enrolments for all to schakel_login using (true) with check (true)
-- ;;
grant select, insert, update on enrolments to schakel_login
-- ;;
alter table secrecy_confirmations enable row level security
-- ;;
create policy login on secrecy_confirmations for all to schakel_login using (true) with check (true)
-- ;;
grant select, insert on secrecy_confirmations to schakel_login
-- ;;

create function is_partner(organisation uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select exists (select from organisations where id = organisation and active) $$

-- ;;
revoke all on function is_partner(uuid) from public
-- ;;
grant execute on function is_partner(uuid) to schakel_login
-- ;;
alter function is_partner(uuid) owner to schakel_reader
-- ;;
create policy login on actors for select to schakel_login using (is_partner(organisation_id))
-- ;;
grant select (id, active, kind, organisation_id, name, email, language) on actors to schakel_login
-- ;;
create policy first_administrator on organisations for insert to schakel_reader with check (true)
-- ;;
grant insert on organisations to schakel_reader
-- ;;
create policy first_administrator on actors for insert to schakel_reader with check (true)
-- ;;
grant insert on actors to schakel_reader
-- ;;
create policy first_administrator on actor_roles for insert to schakel_reader with check (true)
-- ;;
grant insert on actor_roles to schakel_reader
-- ;;

create function account_event(what text, who uuid, request text, facts jsonb) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if what not like 'account.%' then
    raise exception 'only events of accounts are written here' using errcode = '42501';
  end if;
  insert into events (type, category, owner_id, actor_id, organisation_id, request_id, data)
  select what, 'process', a.organisation_id, a.id, a.organisation_id, request, facts
    from (select who as id) asked left join actors a on a.id = asked.id;
end $$

-- ;;
revoke all on function account_event(text, uuid, text, jsonb) from public
-- ;;
grant execute on function account_event(text, uuid, text, jsonb) to schakel_login
-- ;;
alter function account_event(text, uuid, text, jsonb) owner to schakel_reader
-- ;;

create function first_administrator(
  new_organisation uuid, organisation_name text, organisation_kind text,
  new_actor uuid, person_name text, person_email text
) returns boolean
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  home uuid;
begin
  perform pg_advisory_xact_lock(hashtext('first_administrator'));
  if exists (select from actor_roles where role = 'functional_administrator') then
    return false;
  end if;
  select id into home from organisations where name = organisation_name;
  if home is null then
    insert into organisations (id, name, short_name, kind, wgs_participant, preparation, active, sharing_key)
    values (new_organisation, organisation_name, organisation_name, organisation_kind, false, false, true,
            organisation_kind);
    home := new_organisation;
  end if;
  insert into actors (id, organisation_id, kind, name, email, function_title, language, active)
  values (new_actor, home, 'person', person_name, person_email, '', 'nl', true);
  insert into actor_roles (actor_id, role, valid_from) values (new_actor, 'functional_administrator', today());
  return true;
end $$

-- ;;
revoke all on function first_administrator(uuid, text, text, uuid, text, text) from public
-- ;;
grant execute on function first_administrator(uuid, text, text, uuid, text, text) to schakel_login
-- ;;
alter function first_administrator(uuid, text, text, uuid, text, text) owner to schakel_reader
-- ;;

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are never changed or removed', tg_table_name using errcode = '55000';
end $$

-- ;;
alter table events enable row level security
-- ;;
create trigger refuse_change before update or delete or truncate on events for each statement execute function refuse_change()
-- ;;
create policy seen on events as permissive for select to schakel_app using (has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = events.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, events.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (events.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where events.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = events.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, events.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))))
-- ;;
create policy own on events as permissive for insert to schakel_app with check (events.owner_id = my_organisation() and events.organisation_id = my_organisation() and events.actor_id = my_actor())
-- ;;
create policy named on events as restrictive for all to schakel_app using ((events.circle is null or events.owner_id = all(viewers()) or viewer_actors() <@ events.circle)
  and events.scope_id not in (select b.scope_id from bars b where b.actor_id = any(viewer_actors())) and (events.object_id is null or events.object_id not in (select closed_to_me()))) with check (events.scope_id is null or (events.circle is null or events.owner_id = all(viewers()) or viewer_actors() <@ events.circle)
  and events.scope_id not in (select b.scope_id from bars b where b.actor_id = any(viewer_actors())))
-- ;;
create policy member on events as restrictive for insert to schakel_app with check (events.scope_id is null or exists (select from participations p where p.scope_id = events.scope_id
  and p.organisation_id = my_organisation() and p.ended_at is null
  and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, events.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true))
-- ;;
create policy as_myself on events as restrictive for insert to schakel_app with check (actor_id = my_actor() and organisation_id = my_organisation())
-- ;;
grant insert (type, scope_id, case_id, subject_id, object_id, owner_id, category, actor_id, organisation_id, request_id, data) on events to schakel_app
-- ;;
grant select on events to schakel_app
-- ;;
create policy reader_adds on events for insert to schakel_reader with check (true)
-- ;;
grant insert (type, scope_id, case_id, subject_id, object_id, owner_id, category, actor_id, organisation_id, request_id, data) on events to schakel_reader
-- ;;
create policy reader_reads on events for select to schakel_reader using (true)
-- ;;
grant select on events to schakel_reader
-- ;;
create policy worker_reads on events for select to schakel_worker using (true)
-- ;;
grant select (id, at, type, compartment, scope_id, case_id, subject_id, object_id, owner_id) on events to schakel_worker
-- ;;
create policy statistics_reads on events for select to schakel_statistics using (true)
-- ;;
grant select (type, at, step) on events to schakel_statistics
-- ;;

create view event_steps with (security_invoker = true) as select type, at, step from events

-- ;;
grant select on event_steps to schakel_statistics
-- ;;

create function place_event() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  top uuid;
begin
  select s.compartment, s.step into new.compartment, new.step from scopes s where s.id = new.scope_id;
  if new.case_id is not null or new.subject_id is not null then
    with recursive line as (
      select s.id, s.parent_id from scopes s where s.id = new.scope_id
       union select s.id, s.parent_id from scopes s join line l on s.id = l.parent_id)
    select l.id into top from line l where l.parent_id is null;
    if top is null or new.case_id <> top or new.subject_id is not null and not exists (
         select from scopes s where s.id = new.subject_id and s.kind = 'subject' and s.parent_id = top) then
      raise exception 'not of this scope' using errcode = 'P0002';
    end if;
  end if;
  -- That somebody was barred is for who decided it; who else may know reads it in the circle of the case.
  if new.type in ('case.person_barred', 'case.bar_lifted') then
    new.circle := '{}';
  elsif new.object_id is not null then
    select r.circle into new.circle from every_row r where r.id = new.object_id;
  end if;
  return new;
end $$

-- ;;
revoke all on function place_event() from public
-- ;;
grant execute on function place_event() to schakel_owner
-- ;;
alter function place_event() owner to schakel_reader
-- ;;
create trigger place_event before insert on events for each row execute function place_event()
-- ;;
alter table access_log enable row level security
-- ;;
create trigger refuse_change before update or delete or truncate on access_log for each statement execute function refuse_change()
-- ;;
create policy as_myself on access_log for insert to schakel_app with check (actor_id = my_actor() and organisation_id = my_organisation())
-- ;;
grant insert (actor_id, organisation_id, staff_roles, what, scope_id, object_ids, rule_id, ground, purpose, outcome, request_id) on access_log to schakel_app
-- ;;
create policy reader_reads on access_log for select to schakel_reader using (true)
-- ;;
grant select on access_log to schakel_reader
-- ;;
alter table outbox enable row level security
-- ;;
create policy reader_adds on outbox for insert to schakel_reader with check (true)
-- ;;
grant insert (event_id) on outbox to schakel_reader
-- ;;
create policy worker_reads on outbox for select to schakel_worker using (true)
-- ;;
grant select on outbox to schakel_worker
-- ;;
create policy worker_relays on outbox for update to schakel_worker using (true)
-- ;;
grant update (attempts, next_attempt_at, delivered_at, dead_at, last_error) on outbox to schakel_worker
-- ;;
create policy worker_forgets on outbox for delete to schakel_worker using (delivered_at < now() - interval '7 days')
-- ;;
grant delete on outbox to schakel_worker
-- ;;

create function post() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into outbox (event_id) values (new.id);
  return null;
end $$

-- ;;
revoke all on function post() from public
-- ;;
grant execute on function post() to schakel_owner
-- ;;
alter function post() owner to schakel_reader
-- ;;
create trigger post after insert on events for each row execute function post()
-- ;;

create function events_line(r events) returns text language sql stable as $$
  select (jsonb_strip_nulls(jsonb_build_object('log', 'events', 'id', r.id,
            'at', to_char(r.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'type', r.type, 'scope_id', r.scope_id, 'case_id', r.case_id, 'subject_id', r.subject_id, 'object_id', r.object_id, 'owner_id', r.owner_id, 'category', r.category, 'actor_id', r.actor_id, 'organisation_id', r.organisation_id, 'request_id', r.request_id, 'compartment', r.compartment, 'step', r.step, 'circle', r.circle)) || jsonb_build_object('data', r.data))::text
$$

-- ;;

create function access_log_line(r access_log) returns text language sql stable as $$
  select (jsonb_strip_nulls(jsonb_build_object('log', 'access_log', 'id', r.id,
            'at', to_char(r.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'actor_id', r.actor_id, 'organisation_id', r.organisation_id, 'staff_roles', r.staff_roles, 'what', r.what, 'scope_id', r.scope_id, 'object_ids', r.object_ids, 'rule_id', r.rule_id, 'ground', r.ground, 'purpose', r.purpose, 'outcome', r.outcome, 'request_id', r.request_id)))::text
$$

-- ;;
revoke all on function events_line(events) from public
-- ;;
grant execute on function events_line(events) to schakel_sealer, schakel_auditor
-- ;;
create policy sealer_reads on events for select to schakel_sealer using (true)
-- ;;
grant select on events to schakel_sealer
-- ;;
create policy auditor_reads on events for select to schakel_auditor using (true)
-- ;;
grant select on events to schakel_auditor
-- ;;
revoke all on function access_log_line(access_log) from public
-- ;;
grant execute on function access_log_line(access_log) to schakel_sealer, schakel_auditor
-- ;;
create policy sealer_reads on access_log for select to schakel_sealer using (true)
-- ;;
grant select on access_log to schakel_sealer
-- ;;
create policy auditor_reads on access_log for select to schakel_auditor using (true)
-- ;;
grant select on access_log to schakel_auditor
-- ;;
alter table seals enable row level security
-- ;;
create trigger refuse_change before update or delete or truncate on seals for each statement execute function refuse_change()
-- ;;
create policy sealer_reads on seals for select to schakel_sealer using (true)
-- ;;
grant select on seals to schakel_sealer
-- ;;
create policy auditor_reads on seals for select to schakel_auditor using (true)
-- ;;
grant select on seals to schakel_auditor
-- ;;
create policy sealer_adds on seals for insert to schakel_sealer with check (true)
-- ;;
grant insert on seals to schakel_sealer
-- ;;
alter table seal_entries enable row level security
-- ;;
create trigger refuse_change before update or delete or truncate on seal_entries for each statement execute function refuse_change()
-- ;;
create policy sealer_reads on seal_entries for select to schakel_sealer using (true)
-- ;;
grant select on seal_entries to schakel_sealer
-- ;;
create policy auditor_reads on seal_entries for select to schakel_auditor using (true)
-- ;;
grant select on seal_entries to schakel_auditor
-- ;;
create policy sealer_adds on seal_entries for insert to schakel_sealer with check (true)
-- ;;
grant insert on seal_entries to schakel_sealer
-- ;;
alter table checkpoints enable row level security
-- ;;
create trigger refuse_change before update or delete or truncate on checkpoints for each statement execute function refuse_change()
-- ;;
create policy sealer_reads on checkpoints for select to schakel_sealer using (true)
-- ;;
grant select on checkpoints to schakel_sealer
-- ;;
create policy auditor_reads on checkpoints for select to schakel_auditor using (true)
-- ;;
grant select on checkpoints to schakel_auditor
-- ;;
create policy sealer_adds on checkpoints for insert to schakel_sealer with check (true)
-- ;;
grant insert on checkpoints to schakel_sealer
-- ;;

create function intake() returns setof uuid
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select distinct a.id from actors a join organisations o on o.id = a.organisation_id and o.active and o.kind = 'riec'
    join actor_roles r on r.actor_id = a.id and r.role = 'preparation' and r.valid_from <= today()
         and (r.valid_until is null or r.valid_until > today())
    join admissions m on m.actor_id = a.id and m.compartment = 'R' and m.valid_from <= today() and m.valid_until > today()
         and m.screened_on <= today() and m.trained_on <= today()
   where a.active and a.kind = 'person' and has_content_role() $$

-- ;;
revoke all on function intake() from public
-- ;;
grant execute on function intake() to schakel_app
-- ;;
alter function intake() owner to schakel_reader
-- ;;

create function open_protected_signal(id uuid, territory text) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
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

-- ;;
revoke all on function open_protected_signal(uuid, text) from public
-- ;;
grant execute on function open_protected_signal(uuid, text) to schakel_app
-- ;;
alter function open_protected_signal(uuid, text) owner to schakel_reader
-- ;;

create function open_brought_in(id uuid, origin uuid) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
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

-- ;;
revoke all on function open_brought_in(uuid, uuid) from public
-- ;;
grant execute on function open_brought_in(uuid, uuid) to schakel_app
-- ;;
alter function open_brought_in(uuid, uuid) owner to schakel_reader
-- ;;

create function may_ask_unmasking() returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$ select my_roles() && array['chair', 'preparation'] and exists (select from organisations o where o.id = my_organisation() and o.kind = 'riec') $$

-- ;;
revoke all on function may_ask_unmasking() from public
-- ;;
grant execute on function may_ask_unmasking() to schakel_app
-- ;;
alter function may_ask_unmasking() owner to schakel_reader
-- ;;

create function may_decide_unmasking() returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$ select my_roles() && array['chair', 'coordinating_dpo'] and exists (select from organisations o where o.id = my_organisation() and o.kind = 'riec') $$

-- ;;
revoke all on function may_decide_unmasking() from public
-- ;;
grant execute on function may_decide_unmasking() to schakel_app
-- ;;
alter function may_decide_unmasking() owner to schakel_reader
-- ;;
alter table unmaskings enable row level security
-- ;;
create policy readable on unmaskings for select to schakel_app using (may_decide_unmasking() or asked_by = my_actor())
-- ;;
grant select on unmaskings to schakel_app
-- ;;
create policy reader_writes on unmaskings for all to schakel_reader using (true) with check (true)
-- ;;
grant select, insert, update on unmaskings to schakel_reader
-- ;;
create policy destroyed on unmaskings for delete to schakel_reader using (true)
-- ;;
grant delete on unmaskings to schakel_reader
-- ;;

create function ask_unmasking(id uuid, signal uuid, why text) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if not may_ask_unmasking() or not takes_part(signal, array['riec'])
     or not exists (select from signals g where g.id = signal and g.protection = 'brought_in') then
    raise exception 'no such signal' using errcode = 'P0002';
  end if;
  insert into unmaskings (id, signal_id, asked_by, reason) values (ask_unmasking.id, signal, my_actor(), why);
end $$

-- ;;
revoke all on function ask_unmasking(uuid, uuid, text) from public
-- ;;
grant execute on function ask_unmasking(uuid, uuid, text) to schakel_app
-- ;;
alter function ask_unmasking(uuid, uuid, text) owner to schakel_reader
-- ;;
create policy unmasked on signals for update to schakel_reader using (true) with check (true)
-- ;;
grant update (circle) on signals to schakel_reader
-- ;;
create policy unmasked on observations for update to schakel_reader using (true) with check (true)
-- ;;
grant update (circle) on observations to schakel_reader
-- ;;
create policy unmasked on mentions for update to schakel_reader using (true) with check (true)
-- ;;
grant update (circle) on mentions to schakel_reader
-- ;;
create policy unmasked on additions for update to schakel_reader using (true) with check (true)
-- ;;
grant update (circle) on additions to schakel_reader
-- ;;
create policy unmasked on safe_contacts for update to schakel_reader using (true) with check (true)
-- ;;
grant update (circle) on safe_contacts to schakel_reader
-- ;;
create policy unmasked on statuses for update to schakel_reader using (true) with check (true)
-- ;;
grant update (circle) on statuses to schakel_reader
-- ;;
create policy unmasked on attachments for update to schakel_reader using (true) with check (true)
-- ;;
grant update (circle) on attachments to schakel_reader
-- ;;

create function decide_unmasking(wanted uuid, allow boolean, why text) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
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
  update signals x set circle = x.circle || asked.asked_by where x.scope_id = origin.id and x.circle is not null;
  update observations x set circle = x.circle || asked.asked_by where x.scope_id = origin.id and x.circle is not null;
  update mentions x set circle = x.circle || asked.asked_by where x.scope_id = origin.id and x.circle is not null;
  update additions x set circle = x.circle || asked.asked_by where x.scope_id = origin.id and x.circle is not null;
  update safe_contacts x set circle = x.circle || asked.asked_by where x.scope_id = origin.id and x.circle is not null;
  update statuses x set circle = x.circle || asked.asked_by where x.scope_id = origin.id and x.circle is not null;
  update attachments x set circle = x.circle || asked.asked_by where x.scope_id = origin.id and x.circle is not null and x.withdrawn_at is null;
  update search_entries e set circle = e.circle || asked.asked_by where e.scope_id = origin.id and e.circle is not null;
  insert into events (type, scope_id, object_id, owner_id, category, actor_id, organisation_id)
  values ('detection.source_unmasked', origin.id, origin.id, origin.owner_id, 'signal', my_actor(), my_organisation());
end $$

-- ;;
revoke all on function decide_unmasking(uuid, boolean, text) from public
-- ;;
grant execute on function decide_unmasking(uuid, boolean, text) to schakel_app
-- ;;
alter function decide_unmasking(uuid, boolean, text) owner to schakel_reader
-- ;;

create function source_hidden(things uuid[], organisation uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select exists (select from signals g where g.id = any(things) and g.protection = 'origin'
                    and g.owner_id = organisation and organisation <> my_organisation()) $$

-- ;;
revoke all on function source_hidden(uuid[], uuid) from public
-- ;;
grant execute on function source_hidden(uuid[], uuid) to schakel_reader
-- ;;
alter function source_hidden(uuid[], uuid) owner to schakel_reader
-- ;;

update participations p set waiting = false from signals g join scopes s on s.id = g.id
 where p.scope_id = g.id and p.part = 'riec' and p.waiting and g.protection = 'origin' and s.parent_id is not null

-- ;;
create policy reader_reads on seals for select to schakel_reader using (true)
-- ;;
grant select on seals to schakel_reader
-- ;;
create policy reader_reads on seal_entries for select to schakel_reader using (true)
-- ;;
grant select on seal_entries to schakel_reader
-- ;;
create policy reader_reads on checkpoints for select to schakel_reader using (true)
-- ;;
grant select on checkpoints to schakel_reader
-- ;;

create function about(wanted text) returns uuid[]
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  with recursive called as (
    select id from signals where number = upper(wanted)
     union select id from cases where number = upper(wanted)
     union select case when wanted ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then wanted::uuid end
  ), named as (
    select c.id from called c where my_roles() && array['auditor', 'coordinating_dpo'] or not exists (select from scopes s where s.id = c.id)
        or exists (select from participations p where p.scope_id = c.id and p.organisation_id = my_organisation())
  ), line as (
    select id from named
     union select s.id from scopes s join line l on s.parent_id = l.id)
  select coalesce(array_agg(id) filter (where id is not null), '{}') from line $$

-- ;;
revoke all on function about(text) from public
-- ;;
grant execute on function about(text) to schakel_reader
-- ;;
alter function about(text) owner to schakel_reader
-- ;;

create function number_of(scope uuid) returns text
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  with recursive line as (
    select s.id, s.parent_id from scopes s where s.id = scope
     union select s.id, s.parent_id from scopes s join line l on s.id = l.parent_id)
  select coalesce((select c.number from cases c where c.id = l.id), (select g.number from signals g where g.id = l.id))
    from line l where l.parent_id is null limit 1 $$

-- ;;
revoke all on function number_of(uuid) from public
-- ;;
grant execute on function number_of(uuid) to schakel_reader
-- ;;
alter function number_of(uuid) owner to schakel_reader
-- ;;

create function number_for_me(scope uuid) returns text
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  with recursive line as (
    select s.id, s.parent_id, 0 as height from scopes s where s.id = scope
     union all select s.id, s.parent_id, l.height + 1 from scopes s join line l on s.id = l.parent_id)
  select coalesce(c.number, g.number)
    from line l left join cases c on c.id = l.id left join signals g on g.id = l.id
   where coalesce(c.number, g.number) is not null
     and exists (select from participations p where p.scope_id = l.id and p.organisation_id = my_organisation())
   order by l.height desc limit 1 $$

-- ;;
revoke all on function number_for_me(uuid) from public
-- ;;
grant execute on function number_for_me(uuid) to schakel_reader
-- ;;
alter function number_for_me(uuid) owner to schakel_reader
-- ;;

create function place_in_log(a access_log) returns bigint language sql stable set search_path = pg_catalog as $$
  select ((a.at at time zone 'Europe/Amsterdam')::date - date '2000-01-01')::bigint << 36
       | ('x' || left(md5(a.id || coalesce(a.request_id, '')), 9))::bit(36)::bigint $$

-- ;;
revoke all on function place_in_log(access_log) from public
-- ;;
grant execute on function place_in_log(access_log) to schakel_reader
-- ;;

create function who_read_mine(since timestamptz, until timestamptz, wanted text, who uuid, of_whom uuid, before bigint,
                              most int, article text, readers text) returns table (id bigint, at timestamptz, what text, outcome text, person_id uuid, person text, organisation_id uuid, organisation text, staff_roles text[], scope_id uuid, number text, objects uuid[], rule_id uuid, ground text, purpose text)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  day timestamp;
  things uuid[] := about(wanted);
  page int := most;
  told bigint;
begin
  if not 'privacy_officer' = any(my_roles()) then
    return;
  end if;
  for day in select generate_series(
      date_trunc('day', least(until, (select max(a.at) from access_log a)) at time zone 'Europe/Amsterdam'),
      date_trunc('day', greatest(since, (select min(a.at) from access_log a)) at time zone 'Europe/Amsterdam'),
      interval '-1 day')
  loop
    continue when day > date '2000-01-01' + least(before >> 36, 100000)::int;
    return query
    select place_in_log(a), case when a.organisation_id is not distinct from my_organisation() then a.at else day at time zone 'Europe/Amsterdam' end, a.what::text,
           a.outcome::text, case when not h.hidden then a.actor_id end, case when not h.hidden then p.name::text end,
           case when not h.hidden then a.organisation_id end, case when not h.hidden then g.name::text end, a.staff_roles::text[],
           case when n.number is not null then a.scope_id end, n.number, mine.objects, a.rule_id,
           a.ground::text, case when a.outcome = 'refused' or a.organisation_id is not distinct from my_organisation() or exists (select from participations p
       where p.scope_id = a.scope_id and p.organisation_id = my_organisation() and p.ended_at is null) then a.purpose::text end
      from access_log a
     cross join lateral (
       select array_agg(o.id) as objects from (select unnest(a.object_ids) as id union select a.scope_id) o
        where o.id is not null
          and (select e.owner_id from events e where e.object_id = o.id order by e.id limit 1) = my_organisation()) mine
     cross join lateral (select source_hidden(a.object_ids || a.scope_id, a.organisation_id) as hidden) h
     cross join lateral (select number_for_me(a.scope_id) as number) n
      join actors p on p.id = a.actor_id
      join organisations g on g.id = a.organisation_id
     where a.at >= greatest(day at time zone 'Europe/Amsterdam', since)
       and a.at < least((day + interval '1 day') at time zone 'Europe/Amsterdam', until)
       and mine.objects is not null and (before is null or place_in_log(a) < before)
       and (who is null or a.actor_id = who) and (of_whom is null or a.organisation_id = of_whom) and (not h.hidden or who is null and of_whom is null)
       and (readers is null or (readers = 'own') = (a.organisation_id is not distinct from my_organisation())) and (article is null or article = any(string_to_array(a.ground, ', ')))
       and (wanted is null or n.number is not null and a.scope_id = any(things) or mine.objects && things)
     order by 1 desc limit page;
    get diagnostics told = row_count;
    page := page - told;
    exit when page = 0;
  end loop;
end $$

-- ;;
revoke all on function who_read_mine(timestamptz, timestamptz, text, uuid, uuid, bigint, int, text, text) from public
-- ;;
grant execute on function who_read_mine(timestamptz, timestamptz, text, uuid, uuid, bigint, int, text, text) to schakel_app
-- ;;
alter function who_read_mine(timestamptz, timestamptz, text, uuid, uuid, bigint, int, text, text) owner to schakel_reader
-- ;;

create function log_of_access(since timestamptz, until timestamptz, wanted text, who uuid, of_whom uuid, before bigint,
                              most int, article text, of_kind text, result text) returns table (id bigint, at timestamptz, what text, outcome text, person_id uuid, person text, organisation_id uuid, organisation text, staff_roles text[], scope_id uuid, number text, objects uuid[], rule_id uuid, ground text, purpose text)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select a.id, a.at, a.what, a.outcome, case when not h.hidden then a.actor_id end, case when not h.hidden then p.name end, case when not h.hidden then a.organisation_id end, case when not h.hidden then g.name end, a.staff_roles, a.scope_id, number_of(a.scope_id), case when (a.what like 'concern%' and a.organisation_id <> my_organisation()) then '{}' else a.object_ids end, a.rule_id, a.ground, a.purpose
    from access_log a left join actors p on p.id = a.actor_id left join organisations g on g.id = a.organisation_id
    cross join lateral (
    select source_hidden(a.object_ids || a.scope_id, a.organisation_id) or (a.what like 'concern%' and a.organisation_id <> my_organisation()) as hidden) h
   where my_roles() && array['auditor', 'coordinating_dpo'] and a.at >= since and a.at < until and (before is null or a.id < before)
     and (who is null or a.actor_id = who) and (of_whom is null or a.organisation_id = of_whom) and (not h.hidden or who is null and of_whom is null)
     and (wanted is null or a.scope_id = any(about(wanted)) or a.object_ids && about(wanted))
     and (of_kind is null or a.what = of_kind) and (result is null or a.outcome = result) and (article is null or article = any(string_to_array(a.ground, ', ')))
   order by a.id desc limit most
$$

-- ;;
revoke all on function log_of_access(timestamptz, timestamptz, text, uuid, uuid, bigint, int, text, text, text) from public
-- ;;
grant execute on function log_of_access(timestamptz, timestamptz, text, uuid, uuid, bigint, int, text, text, text) to schakel_app
-- ;;
alter function log_of_access(timestamptz, timestamptz, text, uuid, uuid, bigint, int, text, text, text) owner to schakel_reader
-- ;;

create function log_of_events(since timestamptz, until timestamptz, wanted text, who uuid, of_whom uuid, before bigint,
                              most int, of_kind text)
returns table (id bigint, at timestamptz, type text, step text, category text, person_id uuid, person text,
               organisation_id uuid, organisation text, scope_id uuid, number text, object_id uuid)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select a.id, a.at, a.type, a.step, a.category, case when not h.hidden then a.actor_id end, case when not h.hidden then p.name end, case when not h.hidden then a.organisation_id end, case when not h.hidden then g.name end, a.scope_id,
         number_of(a.scope_id), case when not (a.type like 'concern%' and a.organisation_id <> my_organisation()) then a.object_id end
    from events a left join actors p on p.id = a.actor_id left join organisations g on g.id = a.organisation_id
    cross join lateral (
    select source_hidden(array[a.scope_id], a.organisation_id) or (a.type like 'concern%' and a.organisation_id <> my_organisation()) as hidden) h
   where my_roles() && array['auditor', 'coordinating_dpo'] and a.at >= since and a.at < until and (before is null or a.id < before)
     and (who is null or a.actor_id = who) and (of_whom is null or a.organisation_id = of_whom) and (not h.hidden or who is null and of_whom is null)
     and (wanted is null or a.scope_id = any(about(wanted)) or a.object_id = any(about(wanted)))
     and (of_kind is null or a.type = of_kind)
   order by a.id desc limit most
$$

-- ;;
revoke all on function log_of_events(timestamptz, timestamptz, text, uuid, uuid, bigint, int, text) from public
-- ;;
grant execute on function log_of_events(timestamptz, timestamptz, text, uuid, uuid, bigint, int, text) to schakel_app
-- ;;
alter function log_of_events(timestamptz, timestamptz, text, uuid, uuid, bigint, int, text) owner to schakel_reader
-- ;;

create function chain_state()
returns table (seals bigint, sealed_rows bigint, sealed_at timestamptz, waiting bigint, checkpoint_seal bigint,
               checkpoint_at timestamptz, key_id text)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  with last as (select s.number, s.last_position, s.sealed_at from seals s order by s.number desc limit 1),
       young as (select coalesce((select sealed_at from last), '-infinity') - interval '1 hour' as since),
       signed as (select c.seal_number, c.at, c.key_id from checkpoints c order by c.seal_number desc limit 1)
  select coalesce(last.number, 0), coalesce(last.last_position, 0), last.sealed_at,
         (select count(*) from events e, young where e.at >= young.since and not exists (
            select from seal_entries x where x.log = 'events' and x.row_id = e.id))
         + (select count(*) from access_log a, young where a.at >= young.since and not exists (
            select from seal_entries x where x.log = 'access_log' and x.row_id = a.id)),
         signed.seal_number, signed.at, signed.key_id
    from (values (1)) one(row) left join last on true left join signed on true
   where my_roles() && array['auditor', 'coordinating_dpo']
$$

-- ;;
revoke all on function chain_state() from public
-- ;;
grant execute on function chain_state() to schakel_app
-- ;;
alter function chain_state() owner to schakel_reader
-- ;;

create function signed_checkpoints(most int)
returns table (seal bigint, "position" bigint, hash bytea, at timestamptz, key_id text, signature bytea)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select c.seal_number, c.position, c.hash, c.at, c.key_id, c.signature from checkpoints c
   where my_roles() && array['auditor', 'coordinating_dpo'] or 'privacy_officer' = any(my_roles())
   order by c.seal_number desc limit most
$$

-- ;;
revoke all on function signed_checkpoints(int) from public
-- ;;
grant execute on function signed_checkpoints(int) to schakel_app
-- ;;
alter function signed_checkpoints(int) owner to schakel_reader
-- ;;

create function ground_here(scope uuid) returns text
language sql stable set search_path = pg_catalog, public, pg_temp as $$
  select string_agg(distinct c.ground, ', ' order by c.ground)
    from participations p
    join ceilings c on c.compartment = p.compartment and c.part = p.part and c.step = p.step and c.category = 'status'
   where p.scope_id = scope and p.organisation_id = my_organisation() and p.ended_at is null
     and c.valid_from <= today() and (c.valid_until is null or c.valid_until > today()) $$

-- ;;
revoke execute on function ground_here(uuid) from public
-- ;;
grant execute on function ground_here(uuid) to schakel_app
-- ;;
alter table idempotency_keys enable row level security
-- ;;
grant select on idempotency_keys to schakel_app
-- ;;
grant insert (actor_id, key, fingerprint, status, location, object_id) on idempotency_keys to schakel_app
-- ;;
grant update (fingerprint, status, location, object_id, expires_at) on idempotency_keys to schakel_app
-- ;;
create policy own_select on idempotency_keys for select to schakel_app using (actor_id = my_actor())
-- ;;
create policy own_insert on idempotency_keys for insert to schakel_app with check (actor_id = my_actor())
-- ;;
create policy own_update on idempotency_keys for update to schakel_app
       using (actor_id = my_actor() and expires_at < clock_timestamp()) with check (actor_id = my_actor())
-- ;;
grant select, delete on idempotency_keys to schakel_reader
-- ;;
create policy reader_all on idempotency_keys to schakel_reader using (true)
-- ;;

create function forget_idempotency_keys() returns bigint
language sql security definer set search_path = pg_catalog, public, pg_temp as $$
  with gone as (delete from idempotency_keys where expires_at < clock_timestamp() returning 1) select count(*) from gone
$$

-- ;;
revoke all on function forget_idempotency_keys() from public
-- ;;
grant execute on function forget_idempotency_keys() to schakel_worker
-- ;;
alter function forget_idempotency_keys() owner to schakel_reader
-- ;;
alter table search_entries enable row level security
-- ;;
create policy reader_writes on search_entries for all to schakel_reader using (true) with check (true)
-- ;;
grant select, insert, update on search_entries to schakel_reader
-- ;;

create function plain(words text) returns text language sql stable
set search_path = pg_catalog, public, pg_temp as $$ select lower(unaccent(words)) $$

-- ;;
revoke all on function plain(text) from public
-- ;;
grant execute on function plain(text) to schakel_reader
-- ;;

create function joined(words text) returns text language sql immutable
set search_path = pg_catalog, public, pg_temp as $$
  select coalesce(string_agg(regexp_replace(m[1], '[^0-9a-z]', '', 'g'), ' '), '') from regexp_matches(words,
    '((?=[a-z./-]{0,12}[0-9])(?:[a-z]{2}[0-9]{2}(?: [0-9a-z]{1,4}){2,8}|[1-9][0-9]{3} [a-z]{2}\M|[0-9a-z]+(?:[-./][0-9a-z]+)+|[0-9]+(?:[ -]{1,3}[0-9]+)+))',
    'g') m
$$

-- ;;
revoke all on function joined(text) from public
-- ;;
grant execute on function joined(text) to schakel_reader
-- ;;

create function pieces(word text) returns text[] language sql immutable
set search_path = pg_catalog, public, pg_temp as $$
  select case when length(word) < 6 then array['%' || left(word, 3) || '%', '%' || right(word, 3) || '%']
    else array['%' || left(word, 4) || '%', '%' || substr(word, length(word) / 2 - 1, 4) || '%',
               '%' || right(word, 4) || '%'] end
$$

-- ;;
revoke all on function pieces(text) from public
-- ;;
grant execute on function pieces(text) to schakel_reader
-- ;;

create function likeness(word text, words text) returns real language sql stable
set search_path = pg_catalog, public, pg_temp as $$
  select case when word is null or strpos(words, word) > 0 then 1 else strict_word_similarity(word, words) end
$$

-- ;;
revoke all on function likeness(text, text) from public
-- ;;
grant execute on function likeness(text, text) to schakel_reader
-- ;;

create function index_words() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  found jsonb := to_jsonb(new);
  said text := '';
  place int;
begin
  for place in 2 .. tg_nargs - 1 loop
    said := said || ' ' || coalesce(case jsonb_typeof(found -> tg_argv[place])
      when 'object' then (select string_agg(part.value, ' ') from jsonb_each_text(found -> tg_argv[place]) part
                           where part.key not in ('title', 'usage'))
      else found ->> tg_argv[place] end, '');
  end loop;
  said := plain(said || ' ' || coalesce((select m.name from municipalities m
    where m.code = found ->> 'municipality_code' order by m.valid_from desc limit 1), ''));
  insert into search_entries (row_id, kind, target_id, scope_id, owner_id, category, circle, organisations, words)
  values (new.id, tg_argv[0], (found ->> tg_argv[1])::uuid, new.scope_id, new.owner_id, new.category, new.circle,
          array(select distinct p.organisation_id from participations p where p.scope_id = new.scope_id),
          said || ' ' || joined(said))
  on conflict (row_id) do update set words = excluded.words;
  return null;
end $$

-- ;;
revoke all on function index_words() from public
-- ;;
grant execute on function index_words() to schakel_owner
-- ;;
alter function index_words() owner to schakel_reader
-- ;;
create trigger index_words after insert on signals for each row execute function index_words('signal', 'id', 'number', 'narrative', 'place', 'reference')
-- ;;
create trigger index_words after insert on mentions for each row execute function index_words('signal', 'signal_id', 'name', 'name_parts', 'identifier', 'identifier_raw', 'description')
-- ;;
create trigger index_words after insert on cases for each row execute function index_words('case', 'id', 'number', 'title', 'purpose')
-- ;;
create trigger index_words after insert on subjects for each row execute function index_words('subject', 'id', 'name', 'name_parts', 'identifier', 'identifier_raw', 'description', 'aliases')
-- ;;
create trigger index_words after insert on attachments for each row execute function index_words('attachment', 'id', 'name', 'description', 'source')
-- ;;
create trigger index_anew after update of name, name_parts, identifier, identifier_raw, description, aliases on subjects for each row execute function index_words('subject', 'id', 'name', 'name_parts', 'identifier', 'identifier_raw', 'description', 'aliases')
-- ;;
create trigger index_anew after update of name, description, source on attachments for each row execute function index_words('attachment', 'id', 'name', 'description', 'source')
-- ;;

create function index_guests() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  update search_entries e set organisations = e.organisations || new.organisation_id
   where e.scope_id = new.scope_id and not e.organisations @> array[new.organisation_id];
  return null;
end $$

-- ;;
revoke all on function index_guests() from public
-- ;;
grant execute on function index_guests() to schakel_owner
-- ;;
alter function index_guests() owner to schakel_reader
-- ;;
create trigger index_guests after insert on participations for each row execute function index_guests()
-- ;;

create function search(wanted text[], numbers text[], kinds text[], most int)
returns table (kind text, target_id uuid, row_id uuid, exact boolean)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
declare
  said text[] := array(select plain(w) from unnest(wanted) with ordinality u(w, n) order by n);
  p text[] := array(select '%' || replace(replace(replace(w, '\', '\\'), '%', '\%'), '_', '\_') || '%'
                      from unnest(said) with ordinality u(w, n) order by n);
  q text[] := array(select '%' || plain(w) || '%' from unnest(numbers) w);
  f text[] := array(select w from unnest(said) with ordinality u(w, n) where w ~ '^[^0-9]{4,}$' order by n);
  rest text[] := array(select x from unnest(p) x where x ~ '[0-9]' or length(x) < 6);
  hits int;
begin
  if cardinality(p) = 0 then
    return;
  end if;
  -- What is missing repeats the first, which asks for nothing more.
  p := p || array_fill(p[1], array[6]);
  return query
    with newest as materialized (
      select y.* from (select * from search_entries x order by x.row_id desc limit 1500) y
       where y.organisations && viewers() and y.kind = any(kinds)),
    visible as (select e.kind, e.target_id, e.row_id from newest e
                 where ((e.words like p[1] and e.words like p[2] and e.words like p[3] and e.words like p[4] and e.words like p[5] and e.words like p[6]) or e.words like any(q)) and (e.circle is null or e.owner_id = all(viewers()) or viewer_actors() <@ e.circle)
  and e.scope_id not in (select b.scope_id from bars b where b.actor_id = any(viewer_actors())) and has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = e.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, e.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (e.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where e.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = e.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, e.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))) limit most * 2)
    select v.kind::text, v.target_id, (array_agg(v.row_id order by v.row_id desc))[1], true from visible v
     group by 1, 2 having (select count(distinct w.target_id) from visible w) >= most
     order by max(v.row_id::text) desc limit most;
  if found then
    return;
  end if;
  return query
    with candidates as materialized (
      select y.row_id from (
        (select x.row_id from search_entries x
          where x.organisations && viewers() and (x.words like p[1] and x.words like p[2] and x.words like p[3] and x.words like p[4] and x.words like p[5] and x.words like p[6]) and x.kind = any(kinds) limit 3000)
        union
        (select x.row_id from search_entries x
          where x.organisations && viewers() and x.words like any(q) and x.kind = any(kinds) limit 3000)) y
       order by y.row_id desc),
    visible as (select e.kind, e.target_id, e.row_id from candidates c
                 cross join lateral (select * from search_entries x where x.row_id = c.row_id) e
                 where (e.circle is null or e.owner_id = all(viewers()) or viewer_actors() <@ e.circle)
  and e.scope_id not in (select b.scope_id from bars b where b.actor_id = any(viewer_actors())) and has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = e.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, e.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (e.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where e.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = e.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, e.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))) limit most * 3)
    select v.kind::text, v.target_id, (array_agg(v.row_id order by v.row_id desc))[1], true from visible v
     group by 1, 2 order by max(v.row_id::text) desc limit most;
  get diagnostics hits = row_count;
  if hits >= 5 or cardinality(f) = 0 then
    return;
  end if;
  return query
    with alike as materialized (
      select distinct on (x.row_id) x.* from unnest(pieces(f[1])) g
       cross join unnest(case when cardinality(f) > 1 then pieces(f[2]) else array[null] end) h
       cross join lateral (select * from search_entries x where x.organisations && viewers() and x.words like g
                              and x.words like coalesce(h, g) and x.words like coalesce(rest[1], g)
                              and x.kind = any(kinds)
                            limit 200) x),
    scored as materialized (
      select a.*, likeness(f[1], a.words) as one, likeness(f[2], a.words) as two, likeness(f[3], a.words) as three
        from alike a where a.words like all(rest) and not (a.words like p[1] and a.words like p[2] and a.words like p[3] and a.words like p[4] and a.words like p[5] and a.words like p[6])),
    candidates as materialized (
      select s.*, one + two + three as score from scored s
       where least(one, two, three) >= 0.39 order by one + two + three desc, s.row_id desc),
    visible as (select e.kind, e.target_id, e.row_id, e.score from candidates e where (e.circle is null or e.owner_id = all(viewers()) or viewer_actors() <@ e.circle)
  and e.scope_id not in (select b.scope_id from bars b where b.actor_id = any(viewer_actors())) and has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = e.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, e.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (e.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where e.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = e.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, e.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))) limit most * 3)
    select v.kind::text, v.target_id, (array_agg(v.row_id order by v.score desc, v.row_id desc))[1], false
      from visible v group by 1, 2 order by max(v.score) desc limit most;
end $$

-- ;;
revoke all on function search(text[], text[], text[], int) from public
-- ;;
grant execute on function search(text[], text[], text[], int) to schakel_app
-- ;;
alter function search(text[], text[], text[], int) owner to schakel_reader
-- ;;

update attachments a set name = a.name
 where a.withdrawn_at is null and not exists (select from search_entries e where e.row_id = a.id)

-- ;;
alter table digests enable row level security
-- ;;
alter table digest_keys enable row level security
-- ;;
alter table known_limits enable row level security
-- ;;
alter table known_questions enable row level security
-- ;;
alter table known_findings enable row level security
-- ;;
create policy reader_writes on digests for all to schakel_reader using (true) with check (true)
-- ;;
grant select, insert, update on digests to schakel_reader
-- ;;
create policy reader_writes on digest_keys for all to schakel_reader using (true) with check (true)
-- ;;
grant select, insert, update on digest_keys to schakel_reader
-- ;;
create policy reader_writes on known_questions for all to schakel_reader using (true) with check (true)
-- ;;
grant select, insert, update on known_questions to schakel_reader
-- ;;
create policy reader_writes on known_findings for all to schakel_reader using (true) with check (true)
-- ;;
grant select, insert, update on known_findings to schakel_reader
-- ;;
create policy reader on known_limits for select to schakel_reader using (true)
-- ;;
grant select on known_limits to schakel_reader
-- ;;
create policy read on known_limits for select to schakel_app using (true)
-- ;;
grant select on known_limits to schakel_app
-- ;;
create policy asked on known_questions for select to schakel_app using (has_content_role() and owner_id = all(viewers()) and 'R' = any(admitted())
  and case about_kind when 'mention' then exists (select from mentions m where m.id = known_questions.about_id)
                      else exists (select from subjects b where b.id = known_questions.about_id) end)
-- ;;
grant select (id, about_kind, about_id, scope_id, owner_id, actor_id, bases, ground, reason, answer, routes, created_at, answered_at) on known_questions to schakel_app
-- ;;
create policy found on known_findings for select to schakel_app using (found and has_content_role() and organisation_id = all(viewers()) and 'R' = any(admitted()))
-- ;;
grant select on known_findings to schakel_app
-- ;;
create policy reader_adds on access_log for insert to schakel_reader with check (true)
-- ;;
grant insert (actor_id, organisation_id, staff_roles, what, scope_id, object_ids, ground, outcome, request_id) on access_log to schakel_reader
-- ;;

create function grown_up_on(birth_date text) returns date language sql immutable
set search_path = pg_catalog, public, pg_temp as $$
  select (case length(birth_date) when 10 then birth_date::date
            when 7 then (birth_date || '-01')::date + interval '1 month' - interval '1 day'
            when 4 then (birth_date || '-12-31')::date end + interval '18 years')::date
$$

-- ;;
revoke all on function grown_up_on(text) from public
-- ;;
grant execute on function grown_up_on(text) to schakel_reader
-- ;;

create view known_things as
select m.id, 'mention'::text as kind, m.scope_id, m.owner_id, m.circle,
       m.circle is null and g.circle is null and s.sealed_at is null and s.step <> 'closed' as open,
       case when m.kind = 'person' then grown_up_on(m.birth_date) end as quiet_until
  from mentions m join signals g on g.id = m.signal_id join scopes s on s.id = m.scope_id
 union all
select b.id, 'subject', b.scope_id, b.owner_id, b.circle,
       b.circle is null and c.circle is null and s.sealed_at is null and s.step <> 'closed',
       case when b.role in ('victim', 'perpetrator_victim') or exists (
                   select from weighings w where w.subject_id = b.id and w.possible_victim) then 'infinity'
            when b.kind = 'person' then grown_up_on(b.birth_date) end
  from subjects b join cases c on c.id = b.case_id join scopes s on s.id = b.scope_id

-- ;;
alter view known_things owner to schakel_reader
-- ;;

create view known_found with (security_invoker = true) as
select question_id as id, organisation_id, row_id, quiet, asker_id, bases, ground, asked_at from known_findings
 where found

-- ;;
grant select on known_found to schakel_app
-- ;;

create function index_digests(marks jsonb, signed text) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into digest_keys (id) select signed where not exists (select from digest_keys) on conflict do nothing;
  perform from digest_keys k where k.id = signed for key share;
  if not found then
    raise exception 'not the key of the index' using errcode = 'SK002';
  end if;
  -- By their ids first: of a join the planner expects a hundred things, and walks all that anybody ever mentioned.
  insert into digests (row_id, digest, scope_id, owner_id, open, quiet_until)
  with things as materialized (
    select t.* from known_things t
     where t.id = any(array(select m.row_id from jsonb_to_recordset(marks) m(row_id uuid))))
  select t.id, decode(m.digest, 'hex'), t.scope_id, t.owner_id, t.open, t.quiet_until
    from things t join jsonb_to_recordset(marks) m(row_id uuid, digest text) on m.row_id = t.id
   where t.owner_id = my_organisation()
  on conflict do nothing;
end $$

-- ;;
revoke all on function index_digests(jsonb, text) from public
-- ;;
grant execute on function index_digests(jsonb, text) to schakel_app
-- ;;
alter function index_digests(jsonb, text) owner to schakel_reader
-- ;;

create function refresh_digests(scopes uuid[]) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  update digests d set open = t.open, quiet_until = t.quiet_until from known_things t
   where d.scope_id = any(scopes) and t.id = d.row_id
     and (d.open, d.quiet_until) is distinct from (t.open, t.quiet_until);
end $$

-- ;;
revoke all on function refresh_digests(uuid[]) from public
-- ;;
grant execute on function refresh_digests(uuid[]) to schakel_reader
-- ;;
alter function refresh_digests(uuid[]) owner to schakel_reader
-- ;;

create function digests_follow() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  place uuid := case tg_table_name when 'scopes' then to_jsonb(new) ->> 'id' else to_jsonb(new) ->> 'scope_id' end;
begin
  perform refresh_digests(array(
    select place union select s.id from scopes s where s.parent_id = place and tg_table_name = 'cases'));
  return null;
end $$

-- ;;
revoke all on function digests_follow() from public
-- ;;
grant execute on function digests_follow() to schakel_owner
-- ;;
alter function digests_follow() owner to schakel_reader
-- ;;
create trigger digests_follow after update of step, sealed_at on scopes for each row when (old.step <> new.step or old.sealed_at is distinct from new.sealed_at) execute function digests_follow()
-- ;;
create trigger digests_follow after update of circle on mentions for each row when (old.circle is distinct from new.circle) execute function digests_follow()
-- ;;
create trigger digests_follow after update of circle on subjects for each row when (old.circle is distinct from new.circle) execute function digests_follow()
-- ;;
create trigger digests_follow after update of circle on signals for each row when (old.circle is distinct from new.circle) execute function digests_follow()
-- ;;
create trigger digests_follow after update of circle on cases for each row when (old.circle is distinct from new.circle) execute function digests_follow()
-- ;;
create trigger digests_follow after insert on weighings for each row when (new.possible_victim) execute function digests_follow()
-- ;;

create function digests_anew() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  delete from digests d where d.row_id = new.id;
  return null;
end $$

-- ;;
revoke all on function digests_anew() from public
-- ;;
grant execute on function digests_anew() to schakel_owner
-- ;;
alter function digests_anew() owner to schakel_reader
-- ;;
create trigger digests_anew after update of role, name, name_parts, birth_date, identifier on subjects for each row execute function digests_anew()
-- ;;

create function the_riec() returns uuid[]
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select coalesce(array_agg(o.id), '{}') from organisations o where o.active and o.kind = 'riec' $$

-- ;;
revoke all on function the_riec() from public
-- ;;
grant execute on function the_riec() to schakel_reader
-- ;;
alter function the_riec() owner to schakel_reader
-- ;;

create function known_holders(wanted bytea[], but uuid[], mine uuid)
returns table (organisation_id uuid, row_id uuid, quiet boolean)
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
begin
  return query
    select o.id, min(hit.row_id::text)::uuid, coalesce(bool_or(hit.quiet), false)
      from organisations o cross join unnest(wanted) w(digest)
      left join lateral (
        select d.row_id, coalesce(d.quiet_until > today(), false) as quiet from digests d
         where d.digest = w.digest and d.owner_id = o.id and d.open and d.scope_id <> all(but)
         order by d.quiet_until desc nulls last limit 1) hit on true
     where o.active and (o.wgs_participant or o.kind = 'riec') and o.id <> mine
     group by o.id;
end $$

-- ;;
revoke all on function known_holders(bytea[], uuid[], uuid) from public
-- ;;
grant execute on function known_holders(bytea[], uuid[], uuid) to schakel_reader
-- ;;
alter function known_holders(bytea[], uuid[], uuid) owner to schakel_reader
-- ;;

create function ask_known(id uuid, about uuid, wanted bytea[], bases text[], signed text, ground text, reason text,
                          by_hand boolean, request text) returns uuid
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_variable
declare
  mine uuid := my_organisation();
  thing known_things%rowtype;
  term known_limits%rowtype;
  earlier uuid;
  line uuid[];
  names boolean;
  told uuid[];
begin
  perform from digest_keys k where k.id = signed for key share;
  if not found then
    raise exception 'not the key of the index' using errcode = 'SK002';
  end if;
  select t.* into thing from known_things t where t.id = about;
  if thing.id is null or not takes_part(thing.scope_id, array['riec', 'preparation', 'municipality', 'partner'])
     or not (thing.circle is null or thing.owner_id = mine or my_actor() = any(thing.circle))
     or not exists (select from organisations o where o.id = mine and o.active and (o.wgs_participant or o.kind = 'riec')) then
    raise exception 'no such thing' using errcode = 'P0002';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('known ' || mine::text, 0));
  select l.* into strict term from known_limits l
   where l.valid_from <= today() and (l.valid_until is null or l.valid_until > today());
  -- What was asked lately is not asked again, unless it was about what this person cannot see.
  select q.id into earlier from known_questions q join known_things t on t.id = q.about_id
   where q.owner_id = mine and q.digests = wanted and q.created_at > clock() - make_interval(days => term.repeat_days)
     and (q.about_id = about or takes_part(t.scope_id, array['riec', 'preparation', 'municipality', 'partner'])
          and (t.circle is null or t.owner_id = mine or my_actor() = any(t.circle)))
   order by q.created_at desc limit 1;
  if earlier is not null then
    return earlier;
  end if;
  if (select count(*) from known_questions q where q.owner_id = mine and q.created_at > clock() - interval '1 day')
       >= term.per_organisation
     or (select count(*) from known_questions q where q.owner_id = mine and q.actor_id = my_actor()
            and q.created_at > clock() - interval '1 day') >= term.per_person then
    raise exception 'too many questions' using errcode = 'SK003';
  end if;

  -- What lies in the same signal or case is no news to who asks there.
  with recursive up as (
    select s.id, s.parent_id from scopes s where s.id = thing.scope_id
     union select s.id, s.parent_id from scopes s join up u on s.id = u.parent_id),
  down as (
    select u.id from up u where u.parent_id is null
     union select s.id from scopes s join down d on s.parent_id = d.id)
  select array_agg(d.id) into line from down d;
  by_hand := by_hand or coalesce(thing.quiet_until > today(), false);

  -- Whether it is vulnerable is told to who holds it by its own record: that of the asker is not theirs to know.
  insert into known_findings (question_id, organisation_id, found, quiet, row_id, asker_id, bases, ground)
  select id, h.organisation_id, h.row_id is not null, h.quiet, h.row_id, mine, bases, ground
    from known_holders(wanted, line, mine) h;

  -- Which participant it is, is for the preparation team; everybody else turns to the RIEC (domain.md 2.4).
  names := 'preparation' = any(my_roles()) or exists (
    select from participations p where p.scope_id = thing.scope_id and p.organisation_id = mine
       and p.part = 'preparation' and p.ended_at is null);
  told := array(select f.organisation_id from known_findings f where f.question_id = id and f.found and not f.quiet
                 order by 1);
  insert into known_questions (id, about_kind, about_id, scope_id, owner_id, actor_id, bases, digests, ground, reason,
                               answer, routes, hand)
  values (id, thing.kind, about, thing.scope_id, mine, my_actor(), bases, wanted, ground, reason,
          case when by_hand then 'by_hand' when told <> '{}' then 'known' else 'not_known' end,
          case when by_hand or told <> '{}' and not names then the_riec() else told end,
          by_hand or exists (select from known_findings f where f.question_id = id and f.found and f.quiet));
  -- One line in the log for both sides: an owner finds it by the signal or the subject that was found.
  insert into access_log (actor_id, organisation_id, staff_roles, what, scope_id, object_ids, ground, outcome, request_id)
  values (my_actor(), mine, my_roles(), 'known', thing.scope_id, id || array(
            select t.scope_id from known_findings f join known_things t on t.id = f.row_id
             where f.question_id = id and f.found), ground, 'shown', request);
  return id;
end $$

-- ;;
revoke all on function ask_known(uuid, uuid, bytea[], text[], text, text, text, boolean, text) from public
-- ;;
grant execute on function ask_known(uuid, uuid, bytea[], text[], text, text, text, boolean, text) to schakel_app
-- ;;
alter function ask_known(uuid, uuid, bytea[], text[], text, text, text, boolean, text) owner to schakel_reader
-- ;;

create function may_settle_known(scope uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select has_content_role() and 'preparation' = any(my_roles()) and 'R' = any(admitted())
     and exists (select from organisations o where o.id = my_organisation() and o.kind = 'riec')
     and not exists (select from bars b where b.scope_id = scope and b.actor_id = my_actor()) $$

-- ;;
revoke all on function may_settle_known(uuid) from public
-- ;;
grant execute on function may_settle_known(uuid) to schakel_reader
-- ;;
alter function may_settle_known(uuid) owner to schakel_reader
-- ;;

create function known_to_settle(most int)
returns table (id uuid, asker_id uuid, asker text, person text, bases text[], ground text, reason text,
               asked_at timestamptz, asked_by_hand boolean, organisations uuid[])
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select q.id, q.owner_id, o.name, a.name, q.bases, q.ground,
         case when t.circle is null or my_actor() = any(t.circle) then q.reason else '' end, q.created_at,
         q.answer = 'by_hand',
         array(select f.organisation_id from known_findings f where f.question_id = q.id and f.found order by 1)
    from known_questions q join organisations o on o.id = q.owner_id join actors a on a.id = q.actor_id
    join known_things t on t.id = q.about_id
   where q.hand and q.settled_at is null and may_settle_known(q.scope_id)
   order by q.id limit most $$

-- ;;
revoke all on function known_to_settle(int) from public
-- ;;
grant execute on function known_to_settle(int) to schakel_app
-- ;;
alter function known_to_settle(int) owner to schakel_reader
-- ;;

create view known_waiting with (security_invoker = true) as select id from known_to_settle(1000)

-- ;;
grant select on known_waiting to schakel_app
-- ;;

create function settle_known(question uuid, outcome text) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if outcome not in ('known', 'not_known') then
    raise exception 'no such outcome' using errcode = 'P0002';
  end if;
  update known_questions q
     set settled_at = clock(), settled_by = my_actor(),
         answered_at = case when q.answer = 'by_hand' or outcome = 'known' then clock() end,
         routes = case when outcome = 'known' then array(
                    select distinct x from unnest(q.routes || the_riec()) x order by 1)
                  when q.answer = 'by_hand' then '{}' else q.routes end,
         answer = case when q.answer = 'by_hand' or outcome = 'known' then outcome else q.answer end
   where q.id = question and q.hand and q.settled_at is null and may_settle_known(q.scope_id);
  if not found then
    raise exception 'no such question' using errcode = 'P0002';
  end if;
end $$

-- ;;
revoke all on function settle_known(uuid, text) from public
-- ;;
grant execute on function settle_known(uuid, text) to schakel_app
-- ;;
alter function settle_known(uuid, text) owner to schakel_reader
-- ;;

create function may_decide_retention() returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select my_roles() && array['chair', 'coordinating_dpo'] and exists (
    select from organisations o where o.id = my_organisation() and o.kind = 'riec') $$

-- ;;
revoke all on function may_decide_retention() from public
-- ;;
grant execute on function may_decide_retention() to schakel_app
-- ;;
alter function may_decide_retention() owner to schakel_reader
-- ;;

create view retained as
select g.id as scope_id, 'signal'::text as kind, g.number, s.parent_id, g.created_at as first_processing,
       (select max(a.created_at) from assessments a
         where a.scope_id = g.id and a.outcome in ('reject', 'hand_over')) as decision
  from signals g join scopes s on s.id = g.id
 where s.parent_id is null
 union all
select b.id, 'subject', c.number, b.case_id, b.created_at,
       (select case w.outcome when 'none' then w.created_at end from weighings w
         where w.scope_id = b.id and s.step = 'closed' order by w.created_at desc limit 1)
  from subjects b join scopes s on s.id = b.id join cases c on c.id = b.case_id
 union all
select c.id, 'case', c.number, null, c.created_at,
       (select max(l.created_at) from closures l where l.case_id = c.id and s.sealed_at is not null)
  from cases c join scopes s on s.id = c.id

-- ;;
alter view retained owner to schakel_reader
-- ;;

create view terms_of as
select distinct on (r.scope_id) r.scope_id, r.kind, r.number, r.parent_id, t.code as term, t.legal_ground as ground,
       (x.began at time zone 'Europe/Amsterdam')::date as since,
       ((x.began at time zone 'Europe/Amsterdam')::date + t.days + make_interval(months => t.months))::date as due_on
  from retained r
  left join retention_terms t on t.concerns = r.kind and t.valid_from <= today()
       and (t.valid_until is null or t.valid_until > today())
       and case t.since when 'decision' then r.decision else r.first_processing end is not null
  left join lateral (select case t.since when 'decision' then r.decision else r.first_processing end) x(began) on true
 order by r.scope_id, due_on nulls last, t.code

-- ;;
alter view terms_of owner to schakel_reader
-- ;;

create view held as
select t.scope_id, h.id as hold_id, h.scope_id as held_at, h.reason, h.review_on
  from terms_of t join holds h on h.released_at is null
   and (h.scope_id in (t.scope_id, t.parent_id)
        or exists (select from scopes s where s.id = h.scope_id and s.parent_id = t.scope_id))

-- ;;
alter view held owner to schakel_reader
-- ;;

create function retention(wanted uuid, until date, most int)
returns table (scope_id uuid, kind text, number text, term text, ground text, since date, due_on date,
               hold_id uuid, held_at uuid, reason text, review_on date)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select t.scope_id, t.kind, t.number, t.term, t.ground, t.since, t.due_on, h.hold_id, h.held_at, h.reason, h.review_on
    from terms_of t
    left join lateral (select * from held x where x.scope_id = t.scope_id
                        order by x.held_at = t.scope_id desc, x.review_on desc limit 1) h on true
   where may_decide_retention() and (wanted is null or t.scope_id = wanted)
     and not (exists (select from bars b where b.scope_id = t.scope_id and b.actor_id = my_actor())
       or not 'coordinating_dpo' = any(my_roles()) and exists (
          select from participations p where p.scope_id = t.scope_id and p.organisation_id = my_organisation()
             and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass())) is not true))
     and (until is null or t.due_on <= until or h.held_at = t.scope_id)
   order by t.due_on, t.scope_id limit most
$$

-- ;;
revoke all on function retention(uuid, date, int) from public
-- ;;
grant execute on function retention(uuid, date, int) to schakel_app
-- ;;
alter function retention(uuid, date, int) owner to schakel_reader
-- ;;

create function retainable(scope uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select may_decide_retention() and exists (select from retained r where r.scope_id = scope)
     and not (exists (select from bars b where b.scope_id = scope and b.actor_id = my_actor())
       or not 'coordinating_dpo' = any(my_roles()) and exists (
          select from participations p where p.scope_id = scope and p.organisation_id = my_organisation()
             and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass())) is not true)) $$

-- ;;
revoke all on function retainable(uuid) from public
-- ;;
grant execute on function retainable(uuid) to schakel_app
-- ;;
alter function retainable(uuid) owner to schakel_reader
-- ;;
alter table destructions enable row level security
-- ;;
create policy readable on destructions for select to schakel_app using (may_decide_retention() or 'auditor' = any(my_roles()))
-- ;;
grant select on destructions to schakel_app
-- ;;
create policy decided on destructions for insert to schakel_app with check (actor_id = my_actor() and organisation_id = my_organisation() and retainable(scope_id))
-- ;;
grant insert (id, scope_id, kind, term, ground, actor_id, organisation_id) on destructions to schakel_app
-- ;;
create policy proven on destructions for update to schakel_reader using (true) with check (true)
-- ;;
grant update (rows, digest, destroyed_at) on destructions to schakel_reader
-- ;;
create policy reader on destructions for select to schakel_reader using (true)
-- ;;
grant select on destructions to schakel_reader
-- ;;
create policy reader on holds for select to schakel_reader using (true)
-- ;;
grant select on holds to schakel_reader
-- ;;
alter table holds enable row level security
-- ;;
create policy readable on holds for select to schakel_app using (may_decide_retention())
-- ;;
grant select on holds to schakel_app
-- ;;
create policy placed on holds for insert to schakel_app with check (actor_id = my_actor() and organisation_id = my_organisation() and retainable(scope_id))
-- ;;
grant insert (id, scope_id, reason, review_on, actor_id, organisation_id) on holds to schakel_app
-- ;;
create policy released on holds for update to schakel_app using (may_decide_retention() and released_at is null) with check (may_decide_retention() and released_by = my_actor())
-- ;;
grant update (released_at, released_by) on holds to schakel_app
-- ;;
create policy destroyed on cases for delete to schakel_reader using (true)
-- ;;
grant delete on cases to schakel_reader
-- ;;
create policy destroyed on connections for delete to schakel_reader using (true)
-- ;;
grant delete on connections to schakel_reader
-- ;;
create policy destroyed on meetings for delete to schakel_reader using (true)
-- ;;
grant delete on meetings to schakel_reader
-- ;;
create policy destroyed on signals for delete to schakel_reader using (true)
-- ;;
grant delete on signals to schakel_reader
-- ;;
create policy destroyed on statuses for delete to schakel_reader using (true)
-- ;;
grant delete on statuses to schakel_reader
-- ;;
create policy destroyed on additions for delete to schakel_reader using (true)
-- ;;
grant delete on additions to schakel_reader
-- ;;
create policy destroyed on agenda_items for delete to schakel_reader using (true)
-- ;;
grant delete on agenda_items to schakel_reader
-- ;;
create policy destroyed on assessments for delete to schakel_reader using (true)
-- ;;
grant delete on assessments to schakel_reader
-- ;;
create policy destroyed on attendances for delete to schakel_reader using (true)
-- ;;
grant delete on attendances to schakel_reader
-- ;;
create policy destroyed on closures for delete to schakel_reader using (true)
-- ;;
grant delete on closures to schakel_reader
-- ;;
create policy destroyed on disclosures for delete to schakel_reader using (true)
-- ;;
grant delete on disclosures to schakel_reader
-- ;;
create policy destroyed on mentions for delete to schakel_reader using (true)
-- ;;
grant delete on mentions to schakel_reader
-- ;;
create policy destroyed on namings for delete to schakel_reader using (true)
-- ;;
grant delete on namings to schakel_reader
-- ;;
create policy destroyed on observations for delete to schakel_reader using (true)
-- ;;
grant delete on observations to schakel_reader
-- ;;
create policy destroyed on phases for delete to schakel_reader using (true)
-- ;;
grant delete on phases to schakel_reader
-- ;;
create policy destroyed on safe_contacts for delete to schakel_reader using (true)
-- ;;
grant delete on safe_contacts to schakel_reader
-- ;;
create policy destroyed on subjects for delete to schakel_reader using (true)
-- ;;
grant delete on subjects to schakel_reader
-- ;;
create policy destroyed on actions for delete to schakel_reader using (true)
-- ;;
grant delete on actions to schakel_reader
-- ;;
create policy destroyed on attachments for delete to schakel_reader using (true)
-- ;;
grant delete on attachments to schakel_reader
-- ;;
create policy destroyed on conclusions for delete to schakel_reader using (true)
-- ;;
grant delete on conclusions to schakel_reader
-- ;;
create policy destroyed on decisions for delete to schakel_reader using (true)
-- ;;
grant delete on decisions to schakel_reader
-- ;;
create policy destroyed on evaluations for delete to schakel_reader using (true)
-- ;;
grant delete on evaluations to schakel_reader
-- ;;
create policy destroyed on interventions for delete to schakel_reader using (true)
-- ;;
grant delete on interventions to schakel_reader
-- ;;
create policy destroyed on minutes for delete to schakel_reader using (true)
-- ;;
grant delete on minutes to schakel_reader
-- ;;
create policy destroyed on opinions for delete to schakel_reader using (true)
-- ;;
grant delete on opinions to schakel_reader
-- ;;
create policy destroyed on relations for delete to schakel_reader using (true)
-- ;;
grant delete on relations to schakel_reader
-- ;;
create policy destroyed on releases for delete to schakel_reader using (true)
-- ;;
grant delete on releases to schakel_reader
-- ;;
create policy destroyed on reopenings for delete to schakel_reader using (true)
-- ;;
grant delete on reopenings to schakel_reader
-- ;;
create policy destroyed on requests for delete to schakel_reader using (true)
-- ;;
grant delete on requests to schakel_reader
-- ;;
create policy destroyed on weighings for delete to schakel_reader using (true)
-- ;;
grant delete on weighings to schakel_reader
-- ;;
create policy destroyed on action_reports for delete to schakel_reader using (true)
-- ;;
grant delete on action_reports to schakel_reader
-- ;;
create policy destroyed on answers for delete to schakel_reader using (true)
-- ;;
grant delete on answers to schakel_reader
-- ;;
create policy destroyed on consents for delete to schakel_reader using (true)
-- ;;
grant delete on consents to schakel_reader
-- ;;
create policy destroyed on contributions for delete to schakel_reader using (true)
-- ;;
grant delete on contributions to schakel_reader
-- ;;
create policy destroyed on dependencies for delete to schakel_reader using (true)
-- ;;
grant delete on dependencies to schakel_reader
-- ;;
create policy destroyed on instructions for delete to schakel_reader using (true)
-- ;;
grant delete on instructions to schakel_reader
-- ;;
create policy destroyed on reminders for delete to schakel_reader using (true)
-- ;;
grant delete on reminders to schakel_reader
-- ;;
create policy destroyed on replies for delete to schakel_reader using (true)
-- ;;
grant delete on replies to schakel_reader
-- ;;
create policy destroyed on reports for delete to schakel_reader using (true)
-- ;;
grant delete on reports to schakel_reader
-- ;;
create policy destroyed on schedules for delete to schakel_reader using (true)
-- ;;
grant delete on schedules to schakel_reader
-- ;;
create policy destroyed on yields for delete to schakel_reader using (true)
-- ;;
grant delete on yields to schakel_reader
-- ;;
create policy destroyed on extracts for delete to schakel_reader using (true)
-- ;;
grant delete on extracts to schakel_reader
-- ;;
create policy destroyed on search_entries for delete to schakel_reader using (true)
-- ;;
grant delete on search_entries to schakel_reader
-- ;;
create policy destroyed on digests for delete to schakel_reader using (true)
-- ;;
grant delete on digests to schakel_reader
-- ;;
create policy destroyed on connection_entries for delete to schakel_reader using (true)
-- ;;
grant delete on connection_entries to schakel_reader
-- ;;
create policy destroyed on connection_postings for delete to schakel_reader using (true)
-- ;;
grant delete on connection_postings to schakel_reader
-- ;;
create policy destroyed on known_findings for delete to schakel_reader using (true)
-- ;;
grant delete on known_findings to schakel_reader
-- ;;
create policy destroyed on known_questions for delete to schakel_reader using (true)
-- ;;
grant delete on known_questions to schakel_reader
-- ;;
create policy destroyed on holds for delete to schakel_reader using (true)
-- ;;
grant delete on holds to schakel_reader
-- ;;
create policy destroyed on bars for delete to schakel_reader using (true)
-- ;;
grant delete on bars to schakel_reader
-- ;;
create policy destroyed on circle_decisions for delete to schakel_reader using (true)
-- ;;
grant delete on circle_decisions to schakel_reader
-- ;;
create policy destroyed on emergencies for delete to schakel_reader using (true)
-- ;;
grant delete on emergencies to schakel_reader
-- ;;
create policy destroyed on participations for delete to schakel_reader using (true)
-- ;;
grant delete on participations to schakel_reader
-- ;;
grant select (about_id) on drafts to schakel_reader
-- ;;

create function destroy(scope uuid, proof uuid) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  below uuid[];
  doomed uuid[];
begin
  perform hold(scope);
  if not may_decide_retention() or not exists (
       select from destructions d join terms_of t on t.scope_id = d.scope_id and t.term = d.term
        where d.id = proof and d.scope_id = scope and d.kind = t.kind and d.ground = t.ground
          and d.actor_id = my_actor() and d.destroyed_at is null and d.created_at >= transaction_clock()
          and t.due_on <= today()) then
    raise exception 'no decision' using errcode = 'P0002';
  end if;
  if exists (select from held h where h.scope_id = scope) then
    raise exception 'held' using errcode = 'SK001';
  end if;
  with recursive line as (
    select s.id from scopes s where s.id = scope
     union select c.id from scopes c join line l on c.parent_id = l.id)
  select array_agg(id) into below from line;
  -- What speaks of a subject elsewhere in the case goes with it: its evaluation, its relations, what waits for it, its mention in a signal.
  select array_agg(id order by id) into doomed from (
    select r.id from every_row r where r.scope_id = any(below)
     union select e.id from evaluations e where e.subject_id = scope
     union select r.id from relations r where r.to_id = any(below)
     union select d.id from dependencies d join interventions i on i.id = d.waits_for_id where i.scope_id = any(below)
     union select m.id from subjects b join scopes g on g.kind = 'signal' and (g.parent_id = b.case_id or g.parent_id in (
                  select x.id from scopes x where x.parent_id = b.case_id and x.kind = 'signal'))
             join mentions m on m.scope_id = g.id and m.kind = b.kind
            where b.id = scope and (m.identifier = b.identifier or m.identifier is null and m.birth_date = b.birth_date
                  and (m.name <> '' and lower(m.name) = lower(b.name) or lower(m.display_name) = lower(b.display_name)))) found;
  -- What was decided of two goes with either of them.
  doomed := array(select x from unnest(doomed) x union
                  select c.id from connections c where c.from_id = any(doomed) or c.to_id = any(doomed) order by 1);
  update destructions d set destroyed_at = clock(),
         rows = (select jsonb_object_agg(k.kind, k.count) from (
                   select r.kind, count(*) from every_row r where r.id = any(doomed) group by r.kind union all
                   select 'attachment_files', count(*) from attachment_files f where f.attachment_id = any(doomed)
                   having count(*) > 0) k),
         digest = sha256(convert_to(array_to_string(doomed, ','), 'UTF8'))
   where d.id = proof;
  perform unfile(array(select e.row_id from connection_entries e where e.scope_id = any(below) or e.row_id = any(doomed)));
  delete from attachment_files x where x.attachment_id = any(doomed);
  delete from extracts where id = any(doomed);
  delete from yields where id = any(doomed);
  delete from schedules where id = any(doomed);
  delete from reports where id = any(doomed);
  delete from replies where id = any(doomed);
  delete from reminders where id = any(doomed);
  delete from instructions where id = any(doomed);
  delete from dependencies where id = any(doomed);
  delete from contributions where id = any(doomed);
  delete from consents where id = any(doomed);
  delete from answers where id = any(doomed);
  delete from action_reports where id = any(doomed);
  delete from weighings where id = any(doomed);
  delete from requests where id = any(doomed);
  delete from reopenings where id = any(doomed);
  delete from releases where id = any(doomed);
  delete from relations where id = any(doomed);
  delete from opinions where id = any(doomed);
  delete from minutes where id = any(doomed);
  delete from interventions where id = any(doomed);
  delete from evaluations where id = any(doomed);
  delete from decisions where id = any(doomed);
  delete from conclusions where id = any(doomed);
  delete from attachments where id = any(doomed);
  delete from actions where id = any(doomed);
  delete from subjects where id = any(doomed);
  delete from safe_contacts where id = any(doomed);
  delete from phases where id = any(doomed);
  delete from observations where id = any(doomed);
  delete from namings where id = any(doomed);
  delete from mentions where id = any(doomed);
  delete from disclosures where id = any(doomed);
  delete from closures where id = any(doomed);
  delete from attendances where id = any(doomed);
  delete from assessments where id = any(doomed);
  delete from agenda_items where id = any(doomed);
  delete from additions where id = any(doomed);
  delete from statuses where id = any(doomed);
  delete from signals where id = any(doomed);
  delete from meetings where id = any(doomed);
  delete from connections where id = any(doomed);
  delete from cases where id = any(doomed);
  delete from drafts x where x.about_id = any(below || doomed);
  delete from search_entries x where x.scope_id = any(below) or x.row_id = any(doomed);
  delete from digests x where x.scope_id = any(below) or x.row_id = any(doomed);
  -- Questions about it, and that others asked about it: both say something of whom they are about.
  delete from known_findings x using known_questions q
   where q.id = x.question_id and (q.scope_id = any(below) or q.about_id = any(doomed));
  delete from known_questions x where x.scope_id = any(below) or x.about_id = any(doomed);
  delete from known_findings x where x.found and x.row_id = any(doomed);
  delete from unmaskings x where x.signal_id = any(below);
  delete from narrowings x where x.row_id = any(doomed);
  delete from holds x where x.scope_id = any(below);
  delete from bars x where x.scope_id = any(below);
  delete from circle_decisions x where x.scope_id = any(below);
  delete from emergencies x where x.scope_id = any(below);
  delete from participations x where x.scope_id = any(below);
end $$

-- ;;
revoke all on function destroy(uuid, uuid) from public
-- ;;
grant execute on function destroy(uuid, uuid) to schakel_app
-- ;;
alter function destroy(uuid, uuid) owner to schakel_reader
-- ;;
create policy pair on relations as restrictive for select to schakel_app using (owner_id = all(viewers()) or exists (select from subjects s where s.id = relations.from_id) and exists (select from subjects s where s.id = relations.to_id))
-- ;;
create policy pair_seen on relations as restrictive for insert to schakel_app with check (exists (select from subjects s where s.id = relations.from_id) and exists (select from subjects s where s.id = relations.to_id))
-- ;;
create policy supplier on relations as restrictive for insert to schakel_app with check (exists (select from suppliers x join organisations o on o.kind = x.organisation_kind
  where o.id = my_organisation() and x.category = relations.category))
-- ;;
create policy kept on relations as restrictive for update to schakel_app using (withdrawn_at is null)
-- ;;
grant update (kind, text, source, source_reliability, content_credibility, since, until, corrected_at) on relations to schakel_app
-- ;;
create policy withdrawn on relations for update to schakel_reader using (true) with check (true)
-- ;;
grant update (kind, text, source, since, until, withdrawn_at, withdrawn_for, circle) on relations to schakel_reader
-- ;;

create function withdraw_relation(wanted uuid, why text) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  found relations;
begin
  perform hold(t.scope_id) from relations t where t.id = wanted;
  select * into found from relations t where t.id = wanted;
  if found.owner_id is distinct from my_organisation() or found.withdrawn_at is not null
     or not takes_part(found.scope_id, array['riec', 'municipality', 'partner']) then
    raise exception 'no such row' using errcode = 'P0002';
  end if;
  update relations t
     set kind = '', text = '', source = '', since = '', until = '', withdrawn_at = clock(), withdrawn_for = why,
         circle = array(select distinct a.actor_id from access_log a
                         where a.scope_id in (select s.id from scopes s where s.id = found.scope_id
                                               union select s.parent_id from scopes s where s.id = found.scope_id)
                           and a.object_ids @> array[wanted] and a.outcome <> 'refused'
                           and a.organisation_id <> found.owner_id
                           and (found.circle is null or a.actor_id = any(found.circle)))
   where t.id = wanted;
  delete from drafts d where d.about_id = wanted;
end $$

-- ;;
revoke all on function withdraw_relation(uuid, text) from public
-- ;;
grant execute on function withdraw_relation(uuid, text) to schakel_app
-- ;;
alter function withdraw_relation(uuid, text) owner to schakel_reader
-- ;;
create policy pair on events as restrictive for select to schakel_app using (events.type not in ('dossier.related', 'dossier.relation_corrected', 'dossier.relation_withdrawn') or exists (select from relations r where r.id = events.object_id))
-- ;;
alter table connection_entries enable row level security
-- ;;
alter table connection_postings enable row level security
-- ;;
alter table connection_advices enable row level security
-- ;;
create policy reader_writes on connection_entries for all to schakel_reader using (true) with check (true)
-- ;;
grant select, insert, update on connection_entries to schakel_reader
-- ;;
create policy reader_writes on connection_postings for all to schakel_reader using (true) with check (true)
-- ;;
grant select, insert, update on connection_postings to schakel_reader
-- ;;
create policy reader on connection_advices for select to schakel_reader using (true)
-- ;;
grant select on connection_advices to schakel_reader
-- ;;
create policy readable on connection_advices for select to schakel_app using (my_actor() is not null)
-- ;;
grant select on connection_advices to schakel_app
-- ;;
create policy administered on connection_advices for insert to schakel_app with check (organisation_id = my_organisation() and actor_id = my_actor() and 'functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec'))
-- ;;
grant insert (id, number, assessed_on, organisation_id, actor_id) on connection_advices to schakel_app
-- ;;
create policy ended on connection_advices for update to schakel_app using (ended_at is null and 'functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec')) with check (ended_at is not null and ended_by = my_actor())
-- ;;
grant update (ended_at, ended_by) on connection_advices to schakel_app
-- ;;

create view connection_things as
select m.id, 'mention'::text as thing, m.scope_id, m.owner_id, m.category, m.circle, m.kind, m.name, m.name_parts,
       null::text[] as aliases, m.birth_date, m.identifier_kind, m.identifier from mentions m
 union all
select b.id, 'subject', b.scope_id, b.owner_id, b.category, b.circle, b.kind, b.name, b.name_parts,
       b.aliases, b.birth_date, b.identifier_kind, b.identifier from subjects b

-- ;;
alter view connection_things owner to schakel_reader
-- ;;

create function posting_key(key bigint, organisation uuid) returns bigint language sql immutable parallel safe as $$
  select key # ('x' || right(replace(organisation::text, '-', ''), 16))::bit(64)::bigint $$

-- ;;
revoke all on function posting_key(bigint, uuid) from public
-- ;;
grant execute on function posting_key(bigint, uuid) to schakel_reader
-- ;;

create view connection_seats as
select distinct e.row_id, p.organisation_id
  from connection_entries e join connection_things t on t.id = e.row_id
  join scopes s on s.id = e.scope_id and s.sealed_at is null and s.step <> 'closed'
  join participations p on p.scope_id = e.scope_id
 where p.ended_at is null and cardinality(e.keys) > 0
   and (t.circle is null or p.organisation_id = t.owner_id or exists (
          select from actors a where a.id = any(t.circle) and a.organisation_id = p.organisation_id))

-- ;;
alter view connection_seats owner to schakel_reader
-- ;;

create function refile(wanted uuid[]) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  with due as materialized (
    select e.row_id, e.number, e.keys, e.organisations as was,
           array(select s.organisation_id from connection_seats s where s.row_id = e.row_id order by 1) as should
      from connection_entries e where e.row_id = any(wanted)),
  gone as (
    delete from connection_postings x using due d, unnest(d.was) o(id), unnest(d.keys) k(key)
     where x.key = posting_key(k.key, o.id) and x.number = d.number and o.id <> all(d.should)),
  come as (
    insert into connection_postings (key, number)
    select posting_key(k.key, o.id), d.number from due d, unnest(d.should) o(id), unnest(d.keys) k(key)
     where o.id <> all(d.was) on conflict do nothing)
  update connection_entries e set organisations = d.should from due d
   where e.row_id = d.row_id and e.organisations <> d.should;
end $$

-- ;;
revoke all on function refile(uuid[]) from public
-- ;;
grant execute on function refile(uuid[]) to schakel_reader, schakel_owner
-- ;;
alter function refile(uuid[]) owner to schakel_reader
-- ;;

create function unfile(wanted uuid[]) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  delete from connection_postings x using connection_entries e, unnest(e.organisations) o(id), unnest(e.keys) k(key)
   where e.row_id = any(wanted) and x.key = posting_key(k.key, o.id) and x.number = e.number;
  delete from connection_entries e where e.row_id = any(wanted);
end $$

-- ;;
revoke all on function unfile(uuid[]) from public
-- ;;
grant execute on function unfile(uuid[]) to schakel_reader, schakel_owner
-- ;;
alter function unfile(uuid[]) owner to schakel_reader
-- ;;

create function file_connections(marks jsonb, signed text) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  made uuid[];
begin
  insert into digest_keys (id) select signed where not exists (select from digest_keys) on conflict do nothing;
  perform from digest_keys k where k.id = signed for key share;
  if not found then
    raise exception 'not the key of the index' using errcode = 'SK002';
  end if;
  -- By their ids first, as in `index_digests()`.
  with things as materialized (
    select t.id, t.scope_id, t.owner_id from connection_things t
     where t.id = any(array(select m.row_id from jsonb_to_recordset(marks) m(row_id uuid)))),
  filed as (
    insert into connection_entries (row_id, version, scope_id, keys, organisations)
    select t.id, m.version, t.scope_id, array(select jsonb_array_elements_text(m.keys)::bigint), '{}'
      from things t join jsonb_to_recordset(marks) m(row_id uuid, version int, keys jsonb) on m.row_id = t.id
     where t.owner_id = my_organisation()
    on conflict do nothing returning row_id)
  select array_agg(row_id) into made from filed;
  perform refile(made);
end $$

-- ;;
revoke all on function file_connections(jsonb, text) from public
-- ;;
grant execute on function file_connections(jsonb, text) to schakel_app
-- ;;
alter function file_connections(jsonb, text) owner to schakel_reader
-- ;;

create function connections_follow() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  place uuid := case tg_table_name when 'scopes' then to_jsonb(new) ->> 'id' else to_jsonb(new) ->> 'scope_id' end;
  filed uuid[] := array(select e.row_id from connection_entries e where e.scope_id = place);
begin
  -- Whoever takes part in something new finds it empty.
  if cardinality(filed) > 0 then
    perform refile(filed);
  end if;
  return null;
end $$

-- ;;
revoke all on function connections_follow() from public
-- ;;
grant execute on function connections_follow() to schakel_owner
-- ;;
alter function connections_follow() owner to schakel_reader
-- ;;

create function connections_anew() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform unfile(array[new.id]);
  return null;
end $$

-- ;;
revoke all on function connections_anew() from public
-- ;;
grant execute on function connections_anew() to schakel_owner
-- ;;
alter function connections_anew() owner to schakel_reader
-- ;;
create trigger connections_follow after update of step, sealed_at on scopes for each row when ((old.step = 'closed') <> (new.step = 'closed') or old.sealed_at is distinct from new.sealed_at) execute function connections_follow()
-- ;;
create trigger connections_follow_guests after insert on participations for each row execute function connections_follow()
-- ;;
create trigger connections_follow_leavers after update of ended_at on participations for each row when (old.ended_at is distinct from new.ended_at) execute function connections_follow()
-- ;;
create trigger connections_follow after update of circle on mentions for each row when (old.circle is distinct from new.circle) execute function connections_follow()
-- ;;
create trigger connections_follow after update of circle on subjects for each row when (old.circle is distinct from new.circle) execute function connections_follow()
-- ;;
create trigger connections_anew after update of name, name_parts, aliases, birth_date, identifier on subjects for each row execute function connections_anew()
-- ;;

create function connections_are_on() returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$ select exists (select from connection_advices a where a.ended_at is null) $$

-- ;;
revoke all on function connections_are_on() from public
-- ;;
grant execute on function connections_are_on() to schakel_app
-- ;;
alter function connections_are_on() owner to schakel_reader
-- ;;

create function find_connections(about uuid, wanted bigint[], weights int[], strong boolean[], most int)
returns table (id uuid, thing text, scope_id uuid, kind text, name text, name_parts jsonb, aliases text[], birth_date text,
               identifier_kind text, identifier text)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
declare
  place uuid;
  line uuid[];
begin
  select t.scope_id into place from connection_things t where t.id = about and (t.circle is null or t.owner_id = all(viewers()) or viewer_actors() <@ t.circle)
  and t.scope_id not in (select b.scope_id from bars b where b.actor_id = any(viewer_actors())) and has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = t.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, t.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (t.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where t.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = t.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, t.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true))));
  if place is null then
    return;
  end if;
  if connections_are_on() then
    return query
      with keys as materialized (
        select w.weight, w.strong, array(select x.number from connection_postings x where x.key = posting_key(w.key, viewers.id)
                                order by x.number desc limit 200 + 1) as held
          from unnest(wanted, weights, strong) w(key, weight, strong) cross join (select (viewers())[1]) viewers(id)),
      candidates as materialized (
        select h.number, sum(k.weight) as weight from keys k cross join unnest(k.held) h(number)
         where cardinality(k.held) <= 200 or k.strong group by 1 order by 2 desc, 1 desc limit 300)
      select t.id, t.thing, t.scope_id, t.kind::text, t.name::text, t.name_parts, t.aliases, t.birth_date::text, t.identifier_kind::text, t.identifier::text from candidates c
        cross join lateral (select e.row_id from connection_entries e where e.number = c.number) e
        cross join lateral (select * from connection_things x where x.id = e.row_id) t
       where t.id <> about and (t.circle is null or t.owner_id = all(viewers()) or viewer_actors() <@ t.circle)
  and t.scope_id not in (select b.scope_id from bars b where b.actor_id = any(viewer_actors())) and has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = t.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, t.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (t.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where t.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = t.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, t.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))) limit most;
    return;
  end if;
  with recursive up as (
    select s.id, s.parent_id from scopes s where s.id = place
     union select s.id, s.parent_id from scopes s join up u on s.id = u.parent_id),
  down as (
    select u.id from up u where u.parent_id is null
     union select s.id from scopes s join down d on s.parent_id = d.id)
  select array_agg(d.id) into line from down d;
  return query
    select t.id, t.thing, t.scope_id, t.kind::text, t.name::text, t.name_parts, t.aliases, t.birth_date::text, t.identifier_kind::text, t.identifier::text from connection_entries e
      cross join lateral (select * from connection_things x where x.id = e.row_id) t
     where e.scope_id = any(line) and e.keys && array(select w.key from unnest(wanted, strong) w(key, strong) where w.strong)
       and t.id <> about and (t.circle is null or t.owner_id = all(viewers()) or viewer_actors() <@ t.circle)
  and t.scope_id not in (select b.scope_id from bars b where b.actor_id = any(viewer_actors())) and has_content_role() and cardinality(viewers()) > 0 and not exists (
  select from unnest(viewers()) as v(id) where not exists (
    select from participations p where p.scope_id = t.scope_id and p.organisation_id = v.id
       and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
       and ((p.phase, p.sealed, t.category) in (
  select f.phase, s.sealed, c.code from categories c cross join generate_series(0, 3) f(phase)
   cross join (values (false), (true)) s(sealed) where c.phase <= f.phase and (not s.sealed or c.survives_seal))) is true
       and (t.owner_id = v.id or p.ended_at is null and exists (select from (values (1)) one 
    cross join lateral (select '*' where t.owner_id not in (select a.id from organisations a where a.sharing_key <> a.kind)
                        union all select a.sharing_key from organisations a where a.id = t.owner_id) k(owner)
    cross join lateral (values ('all'), (case when p.own_territory
                                              then 'municipality' else '-' end)) m(reach)
       where ((v.id, p.compartment, p.part, p.step, k.owner, t.category, m.reach) in (
         select viewer, compartment, part, step, owner, category, reach from shared_with_me())) is true)))) limit most;
end $$

-- ;;
revoke all on function find_connections(uuid, bigint[], int[], boolean[], int) from public
-- ;;
grant execute on function find_connections(uuid, bigint[], int[], boolean[], int) to schakel_app
-- ;;
alter function find_connections(uuid, bigint[], int[], boolean[], int) owner to schakel_reader
-- ;;
create policy pair on connections as restrictive for select to schakel_app using ((exists (select from mentions m where m.id = connections.from_id) or exists (select from subjects s where s.id = connections.from_id)) and (exists (select from mentions m where m.id = connections.to_id) or exists (select from subjects s where s.id = connections.to_id)))
-- ;;
create policy pair_seen on connections as restrictive for insert to schakel_app with check ((exists (select from mentions m where m.id = connections.from_id) or exists (select from subjects s where s.id = connections.from_id)) and (exists (select from mentions m where m.id = connections.to_id) or exists (select from subjects s where s.id = connections.to_id)) and (exists (select from mentions x where x.id = connections.from_id and x.scope_id = connections.scope_id and x.category = connections.category and x.circle is not distinct from connections.circle) or exists (select from subjects x where x.id = connections.from_id and x.scope_id = connections.scope_id and x.category = connections.category and x.circle is not distinct from connections.circle)))
-- ;;

create function touch_connection() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  -- One moment for the whole act: what it added first has told everyone already.
  moment timestamptz := transaction_clock();
begin
  if not exists (select from fresh n join participations p on p.scope_id = n.scope_id
                  where p.ended_at is null and p.last_activity_at < moment) then
    return null;
  end if;
  perform hold(n.scope_id) from (select distinct f.scope_id from fresh f order by 1) n;
  -- Only organisations that can see a new row notice that something happened (no trace for the others).
  with recursive sighted as (
    select distinct n.scope_id, p.organisation_id
      from fresh n
      join participations p on p.scope_id = n.scope_id and p.ended_at is null
      join organisations o on o.id = n.owner_id
     where p.organisation_id = n.owner_id
        or n.circle is null and exists (
           select from sharing_decisions d
            where d.viewer = p.organisation_id and d.compartment = p.compartment and d.part = p.part
              and d.step = p.step and d.category = n.category and d.level <> 'existence'
              and d.owner in (case when o.sharing_key = o.kind then '*' else '-' end, o.sharing_key)
              and d.reach in ('all', case when p.own_territory then 'municipality' else '-' end))
           and not exists (
             select from connection_things t where t.id in (n.from_id, n.to_id) and (t.circle is not null or not exists (
               select from in_sight(array[t.scope_id], array[t.owner_id], array[t.category], p.organisation_id))))
  ), line as (
    select scope_id, organisation_id from sighted
     union
    select s.parent_id, l.organisation_id from line l join scopes s on s.id = l.scope_id
     where s.parent_id is not null
  )
  update participations p set last_activity_at = moment from line l
   where p.scope_id = l.scope_id and p.organisation_id = l.organisation_id and p.last_activity_at < moment;
  return null;
end $$

-- ;;
revoke all on function touch_connection() from public
-- ;;
grant execute on function touch_connection() to schakel_owner
-- ;;
alter function touch_connection() owner to schakel_reader
-- ;;
create trigger touch after insert on connections referencing new table as fresh for each statement execute function touch_connection()
-- ;;
create policy connection on events as restrictive for select to schakel_app using (events.type not in ('connection.linked', 'connection.parted', 'connection.undone') or exists (select from connections c where c.id = events.object_id))
-- ;;
create policy supplier on attachments as restrictive for insert to schakel_app with check (signal_id is not null or exists (select from suppliers x join organisations o on o.kind = x.organisation_kind
  where o.id = my_organisation() and x.category = attachments.category))
-- ;;
create policy kept on attachments as restrictive for update to schakel_app using (withdrawn_at is null)
-- ;;
grant update (name, description, source, media_type, size, pages, state, mark, corrected_at, replaced_at, replaced_for) on attachments to schakel_app
-- ;;
create policy withdrawn on attachments for update to schakel_reader using (true) with check (true)
-- ;;
grant update (name, description, source, mark, withdrawn_at, withdrawn_for, circle) on attachments to schakel_reader
-- ;;

create function withdraw_attachment(wanted uuid, why text) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  found attachments;
begin
  perform hold(t.scope_id) from attachments t where t.id = wanted;
  select * into found from attachments t where t.id = wanted;
  if found.owner_id is distinct from my_organisation() or found.withdrawn_at is not null
     or not takes_part(found.scope_id, array['reporter', 'riec', 'municipality', 'partner']) then
    raise exception 'no such row' using errcode = 'P0002';
  end if;
  update attachments t
     set name = '', description = '', source = '', mark = '', withdrawn_at = clock(), withdrawn_for = why,
         circle = array(select distinct a.actor_id from access_log a
                         where a.scope_id in (select s.id from scopes s where s.id = found.scope_id
                                               union select s.parent_id from scopes s where s.id = found.scope_id)
                           and a.object_ids @> array[wanted] and a.outcome <> 'refused'
                           and a.organisation_id <> found.owner_id
                           and (found.circle is null or a.actor_id = any(found.circle)))
   where t.id = wanted;
  delete from drafts d where d.about_id = wanted;
end $$

-- ;;
revoke all on function withdraw_attachment(uuid, text) from public
-- ;;
grant execute on function withdraw_attachment(uuid, text) to schakel_app
-- ;;
alter function withdraw_attachment(uuid, text) owner to schakel_reader
-- ;;
alter table attachment_keys enable row level security
-- ;;
create policy known on attachment_keys for select to schakel_app using (true)
-- ;;
grant select on attachment_keys to schakel_app
-- ;;
create policy begun on attachment_keys for insert to schakel_reader with check (true)
-- ;;
grant insert (id) on attachment_keys to schakel_reader
-- ;;
create policy reader on attachment_keys for select to schakel_reader using (true)
-- ;;
grant select on attachment_keys to schakel_reader
-- ;;
create policy reader on attachment_files for select to schakel_reader using (true)
-- ;;
grant select on attachment_files to schakel_reader
-- ;;

create function begin_attachment_key(wanted text) returns text
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('attachment_keys', 0));
  if not exists (select from attachment_keys) then
    insert into attachment_keys (id) values (wanted);
  end if;
  return (select k.id from attachment_keys k);
end $$

-- ;;
revoke all on function begin_attachment_key(text) from public
-- ;;
grant execute on function begin_attachment_key(text) to schakel_app
-- ;;
alter function begin_attachment_key(text) owner to schakel_reader
-- ;;
alter table attachment_files enable row level security
-- ;;
create policy reads on attachment_files for select to schakel_app using (exists (select from attachments a where a.id = attachment_files.attachment_id
  and a.withdrawn_at is null and (a.owner_id = all(viewers())
       or a.state = 'clean' and attachment_files.kind <> 'original')))
-- ;;
create policy adds on attachment_files for insert to schakel_app with check (exists (select from attachments a where a.id = attachment_files.attachment_id
  and a.owner_id = my_organisation() and a.withdrawn_at is null))
-- ;;
grant select on attachment_files to schakel_app
-- ;;
grant insert (id, attachment_id, kind, page, media_type, size, wrapped_key, key_id) on attachment_files to schakel_app
-- ;;
create policy shredded on attachment_files for delete to schakel_reader using (true)
-- ;;
grant delete on attachment_files to schakel_reader
-- ;;

create function shred() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if new.withdrawn_at is not null or new.state = 'refused' or new.mark <> old.mark then
    delete from attachment_files f where f.attachment_id = new.id;
  end if;
  return null;
end $$

-- ;;
revoke all on function shred() from public
-- ;;
grant execute on function shred() to schakel_owner
-- ;;
alter function shred() owner to schakel_reader
-- ;;
create trigger shred after update of withdrawn_at, state, mark on attachments for each row execute function shred()
-- ;;

create function attachments_to_scan(most int) returns table (id uuid, actor_id uuid)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select a.id, x.id from attachments a join scopes s on s.id = a.scope_id
   cross join lateral (
     select c.id from actors c where c.organisation_id = a.owner_id and c.active
        and exists (select from actor_roles r where r.actor_id = c.id and r.role = any(array['reporter', 'handler', 'case_manager'])
                       and r.valid_from <= today() and (r.valid_until is null or r.valid_until > today()))
        and exists (select from admissions m where m.actor_id = c.id and m.compartment = s.compartment
                       and m.valid_from <= today() and m.valid_until > today())
      order by c.id <> a.actor_id, random() limit 1) x
   where a.state = 'held' and a.withdrawn_at is null order by random() limit most $$

-- ;;
revoke all on function attachments_to_scan(int) from public
-- ;;
grant execute on function attachments_to_scan(int) to schakel_worker
-- ;;
alter function attachments_to_scan(int) owner to schakel_reader
-- ;;

create function attachment_files_kept(names uuid[]) returns setof uuid
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select f.id from attachment_files f where f.id = any(names) $$

-- ;;
revoke all on function attachment_files_kept(uuid[]) from public
-- ;;
grant execute on function attachment_files_kept(uuid[]) to schakel_worker
-- ;;
alter function attachment_files_kept(uuid[]) owner to schakel_reader
-- ;;

create function excepted_of(wanted uuid) returns setof uuid
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select unnest(a.excepted_ids)
    from disclosures d join consents c on c.disclosure_id = d.id join answers a on a.request_id = c.request_id
   where d.id = wanted and d.owner_id = my_organisation() and takes_part(d.case_id, array['riec']) $$

-- ;;
revoke all on function excepted_of(uuid) from public
-- ;;
grant execute on function excepted_of(uuid) to schakel_app
-- ;;
alter function excepted_of(uuid) owner to schakel_reader
-- ;;

create function may_release(wanted uuid, advised boolean) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select 'chair' = any(my_roles()) and exists (
    select from disclosures d
     where d.id = wanted and d.owner_id = my_organisation() and takes_part(d.case_id, array['riec'])
       and (advised or d.recipient_kind = 'participant')
       and not exists (select from statuses t where t.scope_id = d.case_id and t.of_id = d.id and t.status = 'dropped')
       and not exists (
         select from consents c join requests r on r.id = c.request_id left join answers a on a.request_id = r.id
          where c.disclosure_id = d.id
            and (a.outcome = 'objects' or c.explicit and a.outcome is distinct from 'consents'
                 or a.outcome is null and r.due_on >= today()))
       and not d.contribution_ids <@ array(select excepted_of(d.id))
       and not exists (
         select from unnest(d.contribution_ids) i(id) left join contributions b on b.id = i.id
           left join organisations o on o.id = b.owner_id
          where i.id not in (select excepted_of(d.id))
            and (b.id is null or b.withdrawn_at is not null or b.circle is not null
                 or d.recipient_kind = 'private' and d.basis = 'legitimate_interest'
                    and (o.kind = 'tax' or b.category = 'fiscal')
                 or b.owner_id <> d.owner_id and not exists (
                      select from consents c where c.disclosure_id = d.id and b.id = any(c.contribution_ids))))) $$

-- ;;
revoke all on function may_release(uuid, boolean) from public
-- ;;
grant execute on function may_release(uuid, boolean) to schakel_app
-- ;;
alter function may_release(uuid, boolean) owner to schakel_reader
-- ;;

create function originals_of(wanted uuid) returns table (id uuid, corrected_at timestamptz, withdrawn_at timestamptz)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select c.id, c.corrected_at, c.withdrawn_at
    from disclosures d join extracts x on x.disclosure_id = d.id join contributions c on c.id = x.disclosed_from
   where d.id = wanted and d.owner_id = my_organisation() and takes_part(d.case_id, array['riec']) $$

-- ;;
revoke all on function originals_of(uuid) from public
-- ;;
grant execute on function originals_of(uuid) to schakel_app
-- ;;
alter function originals_of(uuid) owner to schakel_reader
-- ;;

create function went_to(wanted uuid[])
returns table (contribution_id uuid, disclosure_id uuid, recipient_name text, recipient_kind text, ground text,
               released_at timestamptz)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select c.id, d.id, d.recipient_name::text, d.recipient_kind::text, d.ground::text, r.created_at
    from contributions c
    join participations p on p.scope_id = c.scope_id and p.organisation_id = my_organisation() and p.ended_at is null
         and not p.sealed and p.compartment = any(admitted()) and (p.persons is null or viewers_of(p.organisation_id) <@ p.persons or p.scope_id = any(glass()))
    join extracts x on x.disclosed_from = c.id
    join releases r on r.id = x.release_id join disclosures d on d.id = x.disclosure_id
   where c.id = any(wanted) and c.owner_id = my_organisation() and has_content_role()
     and not exists (select from bars b where b.scope_id = c.scope_id and b.actor_id = any(viewer_actors()))
   order by r.created_at, d.id $$

-- ;;
revoke all on function went_to(uuid[]) from public
-- ;;
grant execute on function went_to(uuid[]) to schakel_app
-- ;;
alter function went_to(uuid[]) owner to schakel_reader
-- ;;

create view disclosed with (security_invoker = true) as
select x.disclosed_from as id, min(x.owner_id::text)::uuid as owner_id from extracts x group by x.disclosed_from

-- ;;
grant select on disclosed to schakel_app
-- ;;
create policy decided on disclosures as restrictive for insert to schakel_app with check (takes_part(disclosures.case_id, array['riec']) and my_roles() && array['chair', 'analyst'])
-- ;;
create policy decided on consents as restrictive for insert to schakel_app with check (exists (select from disclosures d where d.id = consents.disclosure_id and d.owner_id = my_organisation()) and 'chair' = any(my_roles()))
-- ;;
create policy decided on releases as restrictive for insert to schakel_app with check (may_release(releases.disclosure_id, releases.advice_number is not null))
-- ;;
create policy decided on extracts as restrictive for insert to schakel_app with check ('chair' = any(my_roles()) and exists (select from releases r join disclosures d on d.id = r.disclosure_id where r.id = extracts.release_id and d.id = extracts.disclosure_id and r.created_at >= transaction_clock() and extracts.disclosed_from = any(d.contribution_ids) and extracts.disclosed_from not in (select excepted_of(d.id))))
-- ;;
alter table released_results enable row level security
-- ;;
grant select on released_results to schakel_app
-- ;;
grant insert (id, number, organisation_id, actor_id, recipient_id, recipient_name, recipient_kind, basis, ground, released_on, due_on) on released_results to schakel_app
-- ;;
alter table release_links enable row level security
-- ;;
grant select on release_links to schakel_app
-- ;;
grant insert (result_id, disclosure_id) on release_links to schakel_app
-- ;;
alter table feedback_answers enable row level security
-- ;;
grant select on feedback_answers to schakel_app
-- ;;
grant insert (id, result_id, organisation_id, actor_id, corrects_id, effect, text, why, given_on, next_due_on) on feedback_answers to schakel_app
-- ;;
alter table feedback_endings enable row level security
-- ;;
grant select on feedback_endings to schakel_app
-- ;;
grant insert (id, result_id, organisation_id, actor_id, reason, explanation) on feedback_endings to schakel_app
-- ;;
create policy reads on released_results for select to schakel_app using (has_content_role() and (recipient_id = my_organisation() and my_roles() && array['handler', 'case_manager', 'analyst', 'preparation', 'mandate_holder'] or exists (select from organisations o where o.id = my_organisation() and o.kind = 'riec')))
-- ;;
create policy releases on released_results for insert to schakel_app with check (organisation_id = my_organisation() and actor_id = my_actor() and 'chair' = any(my_roles()) and exists (select from organisations o where o.id = my_organisation() and o.kind = 'riec'))
-- ;;
create policy reads on release_links for select to schakel_app using (exists (select from disclosures d where d.id = release_links.disclosure_id))
-- ;;
create policy links on release_links for insert to schakel_app with check ('chair' = any(my_roles()) and exists (
  select from disclosures d join releases r on r.disclosure_id = d.id join released_results s on s.id = release_links.result_id
   where d.id = release_links.disclosure_id and d.owner_id = my_organisation() and r.created_at >= transaction_clock()
     and s.organisation_id = d.owner_id and s.recipient_id is not distinct from d.recipient_id))
-- ;;
create policy reads on feedback_answers for select to schakel_app using (exists (select from released_results s where s.id = feedback_answers.result_id))
-- ;;
create policy reads on feedback_endings for select to schakel_app using (exists (select from released_results s where s.id = feedback_endings.result_id))
-- ;;
create policy answers on feedback_answers for insert to schakel_app with check (organisation_id = my_organisation() and actor_id = my_actor() and exists (
  select from released_results s where s.id = feedback_answers.result_id
     and not exists (select from feedback_endings e where e.result_id = s.id)
     and (s.recipient_id = my_organisation() and my_roles() && array['handler', 'case_manager', 'analyst', 'preparation', 'mandate_holder']
          and (feedback_answers.given_on = today() or feedback_answers.corrects_id is not null)
       or s.recipient_id is null and my_roles() && array['chair', 'analyst'] and exists (select from organisations o where o.id = my_organisation() and o.kind = 'riec'))))
-- ;;
create policy ends on feedback_endings for insert to schakel_app with check (organisation_id = my_organisation() and actor_id = my_actor() and 'chair' = any(my_roles()) and exists (select from organisations o where o.id = my_organisation() and o.kind = 'riec'))
-- ;;
create policy reader on released_results for select to schakel_reader using (true)
-- ;;
grant select on released_results to schakel_reader
-- ;;
create policy reader on feedback_answers for select to schakel_reader using (true)
-- ;;
grant select on feedback_answers to schakel_reader
-- ;;
create policy reader on feedback_endings for select to schakel_reader using (true)
-- ;;
grant select on feedback_endings to schakel_reader
-- ;;

create view feedback_due with (security_invoker = true) as
select f.id, f.recipient_id, f.due_on, f.due_on - coalesce((
         select t.number from access_terms t where t.code = 'feedback_notice_days' and t.valid_from <= today()
            and (t.valid_until is null or t.valid_until > today())), 0) as remind_on
  from (select s.id, s.recipient_id, coalesce((
                 select a.next_due_on from feedback_answers a where a.result_id = s.id and a.corrects_id is null
                  order by a.given_on desc, a.id desc limit 1), s.due_on) as due_on
          from released_results s
         where not exists (select from feedback_endings e where e.result_id = s.id)) f

-- ;;
grant select on feedback_due to schakel_app, schakel_reader
-- ;;

with earlier as (
  select r.disclosure_id, r.owner_id, r.actor_id, r.created_at, (r.created_at at time zone 'Europe/Amsterdam')::date as on_day,
         gen_random_uuid() as id, gen_random_uuid() as drawn
    from releases r where not exists (select from release_links l where l.disclosure_id = r.disclosure_id)),
numbered as (
  select e.*, 'TK-' || extract(year from e.on_day) || '-' || (
           select string_agg(substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', c.digit + 1, 1), '' order by c.place)
                  || substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', (sum((c.place + 1) * c.digit) % 31)::int + 1, 1)
             from unnest(array[get_byte(uuid_send(e.drawn), 0) % 32, get_byte(uuid_send(e.drawn), 1) % 32, get_byte(uuid_send(e.drawn), 2) % 32, get_byte(uuid_send(e.drawn), 3) % 32, get_byte(uuid_send(e.drawn), 4) % 32, get_byte(uuid_send(e.drawn), 5) % 32, get_byte(uuid_send(e.drawn), 9) % 32]) with ordinality as c(digit, place)) as number
    from earlier e),
made as (
  insert into released_results (id, number, organisation_id, actor_id, recipient_id, recipient_name, recipient_kind, basis,
                                ground, released_on, due_on, created_at)
  select n.id, n.number, n.owner_id, n.actor_id, d.recipient_id, d.recipient_name, d.recipient_kind, d.basis, d.ground,
         n.on_day, n.on_day + interval '1 year', n.created_at
    from numbered n join disclosures d on d.id = n.disclosure_id)
insert into release_links (result_id, disclosure_id) select id, disclosure_id from numbered

-- ;;
alter table concerns enable row level security
-- ;;
grant select on concerns to schakel_app
-- ;;
grant insert (id, number, compartment, organisation_id, actor_id, recipient_id) on concerns to schakel_app
-- ;;
alter table concern_accounts enable row level security
-- ;;
grant select on concern_accounts to schakel_app
-- ;;
grant insert (concern_id, form, words, place, municipality_code, seen_on, urgency, safe_contact) on concern_accounts to schakel_app
-- ;;
alter table concern_decisions enable row level security
-- ;;
grant select on concern_decisions to schakel_app
-- ;;
grant insert (concern_id, organisation_id, actor_id, outcome) on concern_decisions to schakel_app
-- ;;
alter table concern_reasons enable row level security
-- ;;
grant select on concern_reasons to schakel_app
-- ;;
grant insert (concern_id, text, signal_id) on concern_reasons to schakel_app
-- ;;
create policy reads on concerns for select to schakel_app using (organisation_id = my_organisation() and has_content_role() and my_roles() && array['reporter', 'handler', 'case_manager'] or recipient_id = my_organisation() and 'R' = any(admitted()) and has_content_role() and my_roles() && array['reporter', 'handler', 'case_manager'])
-- ;;
create policy sends on concerns for insert to schakel_app with check (organisation_id = my_organisation() and actor_id = my_actor() and has_content_role() and my_roles() && array['reporter', 'handler', 'case_manager'] and exists (select from organisations o where o.id = recipient_id and o.active and o.wgs_participant) and not exists (select from organisations o where o.id = my_organisation() and o.active and o.wgs_participant) and not exists (select from organisations o where o.id = my_organisation() and o.kind = 'riec'))
-- ;;
create policy reads on concern_accounts for select to schakel_app using (exists (select from concerns c where c.id = concern_accounts.concern_id and c.recipient_id = my_organisation()))
-- ;;
create policy sends on concern_accounts for insert to schakel_app with check (exists (select from concerns c where c.id = concern_accounts.concern_id and c.actor_id = my_actor() and c.created_at >= transaction_clock()))
-- ;;
create policy reads on concern_decisions for select to schakel_app using (exists (select from concerns c where c.id = concern_decisions.concern_id and true))
-- ;;
create policy decides on concern_decisions for insert to schakel_app with check (organisation_id = my_organisation() and actor_id = my_actor() and exists (select from concerns c where c.id = concern_decisions.concern_id and c.recipient_id = my_organisation() and c.forgotten_at is null))
-- ;;
create policy reads on concern_reasons for select to schakel_app using (exists (select from concerns c where c.id = concern_reasons.concern_id and c.recipient_id = my_organisation()))
-- ;;
create policy decides on concern_reasons for insert to schakel_app with check (exists (select from concerns c where c.id = concern_reasons.concern_id and c.recipient_id = my_organisation() and c.forgotten_at is null) and exists (
  select from concern_decisions d where d.concern_id = concern_reasons.concern_id and d.actor_id = my_actor()
     and d.created_at >= transaction_clock()
     and (d.outcome = 'taken_up') = (concern_reasons.signal_id is not null))
  and (signal_id is null or exists (
  select from signals s where s.id = concern_reasons.signal_id and s.owner_id = my_organisation()
     and s.actor_id = my_actor() and s.created_at >= transaction_clock())))
-- ;;
create policy reader on concerns for select to schakel_reader using (true)
-- ;;
grant select on concerns to schakel_reader
-- ;;
create policy reader on concern_accounts for select to schakel_reader using (true)
-- ;;
grant select on concern_accounts to schakel_reader
-- ;;
create policy reader on concern_decisions for select to schakel_reader using (true)
-- ;;
grant select on concern_decisions to schakel_reader
-- ;;
create policy reader on concern_reasons for select to schakel_reader using (true)
-- ;;
grant select on concern_reasons to schakel_reader
-- ;;

create view concerns_due with (security_invoker = true) as
select c.id, ((coalesce(d.created_at, c.created_at) at time zone 'Europe/Amsterdam')::date
              + case when d.concern_id is null then (select t.number from access_terms t where t.code = 'concern_open_days' and t.valid_from <= today()
                    order by t.valid_from desc limit 1)
                     else (select t.number from access_terms t where t.code = 'concern_days' and t.valid_from <= today()
                    order by t.valid_from desc limit 1) end) as due_on
  from concerns c left join concern_decisions d on d.concern_id = c.id
 where c.forgotten_at is null

-- ;;
grant select on concerns_due to schakel_app, schakel_reader
-- ;;
create policy forgotten on concern_accounts for delete to schakel_reader using (true)
-- ;;
grant delete on concern_accounts to schakel_reader
-- ;;
create policy forgotten on concern_reasons for delete to schakel_reader using (true)
-- ;;
grant delete on concern_reasons to schakel_reader
-- ;;
create policy forgotten on concerns for update to schakel_reader using (true) with check (true)
-- ;;
grant update (forgotten_at) on concerns to schakel_reader
-- ;;

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

-- ;;
revoke all on function forget_concerns() from public
-- ;;
grant execute on function forget_concerns() to schakel_worker
-- ;;
alter function forget_concerns() owner to schakel_reader
-- ;;
alter table saved_filters enable row level security
-- ;;
grant select, delete on saved_filters to schakel_app
-- ;;
grant insert (id, actor_id, list, name, asked, first) on saved_filters to schakel_app
-- ;;
grant update (name, asked, first) on saved_filters to schakel_app
-- ;;
create policy own on saved_filters to schakel_app using (actor_id = my_actor()) with check (actor_id = my_actor())
-- ;;
alter table drafts enable row level security
-- ;;

create function sees_about(kind text, thing uuid) returns boolean
language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
begin
  case kind
    when 'cases' then return exists (select from cases x where x.id = thing);
    when 'connections' then return exists (select from connections x where x.id = thing);
    when 'meetings' then return exists (select from meetings x where x.id = thing);
    when 'signals' then return exists (select from signals x where x.id = thing);
    when 'statuses' then return exists (select from statuses x where x.id = thing);
    when 'additions' then return exists (select from additions x where x.id = thing);
    when 'agenda_items' then return exists (select from agenda_items x where x.id = thing);
    when 'assessments' then return exists (select from assessments x where x.id = thing);
    when 'attendances' then return exists (select from attendances x where x.id = thing);
    when 'closures' then return exists (select from closures x where x.id = thing);
    when 'disclosures' then return exists (select from disclosures x where x.id = thing);
    when 'mentions' then return exists (select from mentions x where x.id = thing);
    when 'namings' then return exists (select from namings x where x.id = thing);
    when 'observations' then return exists (select from observations x where x.id = thing);
    when 'phases' then return exists (select from phases x where x.id = thing);
    when 'safe_contacts' then return exists (select from safe_contacts x where x.id = thing);
    when 'subjects' then return exists (select from subjects x where x.id = thing);
    when 'actions' then return exists (select from actions x where x.id = thing);
    when 'attachments' then return exists (select from attachments x where x.id = thing);
    when 'conclusions' then return exists (select from conclusions x where x.id = thing);
    when 'decisions' then return exists (select from decisions x where x.id = thing);
    when 'evaluations' then return exists (select from evaluations x where x.id = thing);
    when 'interventions' then return exists (select from interventions x where x.id = thing);
    when 'minutes' then return exists (select from minutes x where x.id = thing);
    when 'opinions' then return exists (select from opinions x where x.id = thing);
    when 'relations' then return exists (select from relations x where x.id = thing);
    when 'releases' then return exists (select from releases x where x.id = thing);
    when 'reopenings' then return exists (select from reopenings x where x.id = thing);
    when 'requests' then return exists (select from requests x where x.id = thing);
    when 'weighings' then return exists (select from weighings x where x.id = thing);
    when 'action_reports' then return exists (select from action_reports x where x.id = thing);
    when 'answers' then return exists (select from answers x where x.id = thing);
    when 'consents' then return exists (select from consents x where x.id = thing);
    when 'contributions' then return exists (select from contributions x where x.id = thing);
    when 'dependencies' then return exists (select from dependencies x where x.id = thing);
    when 'instructions' then return exists (select from instructions x where x.id = thing);
    when 'reminders' then return exists (select from reminders x where x.id = thing);
    when 'replies' then return exists (select from replies x where x.id = thing);
    when 'reports' then return exists (select from reports x where x.id = thing);
    when 'schedules' then return exists (select from schedules x where x.id = thing);
    when 'yields' then return exists (select from yields x where x.id = thing);
    when 'extracts' then return exists (select from extracts x where x.id = thing);
    else return false;
  end case;
end $$

-- ;;
revoke execute on function sees_about(text, uuid) from public
-- ;;
grant execute on function sees_about(text, uuid) to schakel_app
-- ;;
create policy own on drafts for all to schakel_app using (actor_id = my_actor() and (about_id is null or sees_about(about_kind, about_id)) and (concern_id is null or exists (select from concerns c where c.id = drafts.concern_id and c.forgotten_at is null)))
-- ;;
grant select, delete on drafts to schakel_app
-- ;;
grant insert (actor_id, address, about_kind, about_id, concern_id, fields, expires_at) on drafts to schakel_app
-- ;;
grant update (concern_id, fields, saved_at, expires_at) on drafts to schakel_app
-- ;;
create policy swept on drafts for all to schakel_reader using (true)
-- ;;
grant select (actor_id, concern_id, expires_at), delete on drafts to schakel_reader
-- ;;

create function forget_drafts() returns bigint
language sql security definer set search_path = pg_catalog, public, pg_temp as $$
  with gone as (delete from drafts d where d.expires_at < clock_timestamp()
                   or not exists (select from actors a where a.id = d.actor_id and a.active) returning 1)
  select count(*) from gone
$$

-- ;;
revoke all on function forget_drafts() from public
-- ;;
grant execute on function forget_drafts() to schakel_worker
-- ;;
alter function forget_drafts() owner to schakel_reader
-- ;;
alter table imports enable row level security
-- ;;
alter table import_rows enable row level security
-- ;;
alter table imported_signals enable row level security
-- ;;
alter table import_columns enable row level security
-- ;;
create policy own on imports for all to schakel_app using (actor_id = my_actor())
-- ;;
create policy own on import_rows for all to schakel_app using (actor_id = my_actor() and has_content_role() and 'R' = any(admitted()))
-- ;;
create policy seen on imported_signals for select to schakel_app using (exists (select from signals s where s.id = imported_signals.signal_id))
-- ;;
create policy own on imported_signals for insert to schakel_app with check (organisation_id = my_organisation() and has_content_role() and exists (select from signals s where s.id = imported_signals.signal_id and s.owner_id = my_organisation() and s.actor_id = my_actor()))
-- ;;
create policy ours on import_columns for all to schakel_app using (organisation_id = my_organisation() and has_content_role())
-- ;;
grant select, delete on imports to schakel_app
-- ;;
grant insert (id, actor_id, name, digest, headers, mapping, stage, expires_at) on imports to schakel_app
-- ;;
grant update (mapping, stage, stopped, expires_at) on imports to schakel_app
-- ;;
grant select on import_rows to schakel_app
-- ;;
grant insert (import_id, place, actor_id, cells, ragged, corrected, status, problems, reference, accepted) on import_rows to schakel_app
-- ;;
grant update (cells, ragged, corrected, status, problems, reference, digest, double_place, double_signal_id, accepted, signal_id) on import_rows to schakel_app
-- ;;
grant select on imported_signals to schakel_app
-- ;;
grant insert (signal_id, organisation_id, digest) on imported_signals to schakel_app
-- ;;
grant select on import_columns to schakel_app
-- ;;
grant insert (organisation_id, theirs, ours), update (ours) on import_columns to schakel_app
-- ;;
create policy swept on imports for all to schakel_reader using (true)
-- ;;
grant select (id, actor_id, stage, stopped, created_at, expires_at), delete on imports to schakel_reader
-- ;;

create function imports_due() returns table (import_id uuid, actor_id uuid)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select i.id, i.actor_id from imports i join actors a on a.id = i.actor_id
   where i.stage in ('checking', 'running') and i.stopped is null and a.active
     and i.expires_at > clock_timestamp() order by i.created_at
$$

-- ;;
revoke all on function imports_due() from public
-- ;;
grant execute on function imports_due() to schakel_worker
-- ;;
alter function imports_due() owner to schakel_reader
-- ;;

create function forget_imports() returns bigint
language sql security definer set search_path = pg_catalog, public, pg_temp as $$
  with gone as (delete from imports i where i.expires_at < clock_timestamp()
                   or not exists (select from actors a where a.id = i.actor_id and a.active) returning 1)
  select count(*) from gone
$$

-- ;;
revoke all on function forget_imports() from public
-- ;;
grant execute on function forget_imports() to schakel_worker
-- ;;
alter function forget_imports() owner to schakel_reader
-- ;;
alter table notices enable row level security
-- ;;
create policy mine on notices for select to schakel_app using (notices.person_id = my_actor() and (case notices.object_kind when 'signal' then (select true from signals o where o.id = notices.object_id) when 'case' then (select true from cases o where o.id = notices.object_id) when 'subject' then (select true from subjects o where o.id = notices.object_id) when 'request' then (select true from requests o where o.id = notices.object_id) when 'intervention' then (select true from interventions o where o.id = notices.object_id) when 'recertification' then (select true from recertifications o where o.id = notices.object_id) when 'known_waiting' then (select true from known_waiting o where o.id = notices.object_id) when 'known_found' then (select true from known_found o where o.id = notices.object_id) when 'known_question' then (select true from known_questions o where o.id = notices.object_id) when 'contribution' then (select true from contributions o where o.id = notices.object_id) when 'unmasking' then (select true from unmaskings o where o.id = notices.object_id) when 'agreement' then (select true from agreements o where o.id = notices.object_id) when 'emergency' then (select true from emergencies o where o.id = notices.object_id) when 'disclosed' then (select true from disclosed o where o.id = notices.object_id) when 'meeting' then (select true from meetings o where o.id = notices.object_id) when 'action' then (select true from actions o where o.id = notices.object_id) when 'proposal' then (select true from steering_proposals o where o.id = notices.object_id) when 'released_result' then (select true from released_results o where o.id = notices.object_id) when 'concern' then (select true from concerns o where o.id = notices.object_id) when 'attachment' then (select true from attachments o where o.id = notices.object_id) when 'import' then (select true from imports o where o.id = notices.object_id) else notices.object_id = my_actor() end) is true)
-- ;;

create function sees_thing(kind text, thing uuid) returns boolean
language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
begin
  case kind
    when 'signal' then return exists (select from signals x where x.id = thing);
    when 'case' then return exists (select from cases x where x.id = thing);
    when 'subject' then return exists (select from subjects x where x.id = thing);
    when 'request' then return exists (select from requests x where x.id = thing);
    when 'intervention' then return exists (select from interventions x where x.id = thing);
    when 'recertification' then return exists (select from recertifications x where x.id = thing);
    when 'known_waiting' then return exists (select from known_waiting x where x.id = thing);
    when 'known_found' then return exists (select from known_found x where x.id = thing);
    when 'known_question' then return exists (select from known_questions x where x.id = thing);
    when 'contribution' then return exists (select from contributions x where x.id = thing);
    when 'unmasking' then return exists (select from unmaskings x where x.id = thing);
    when 'agreement' then return exists (select from agreements x where x.id = thing);
    when 'emergency' then return exists (select from emergencies x where x.id = thing);
    when 'disclosed' then return exists (select from disclosed x where x.id = thing);
    when 'meeting' then return exists (select from meetings x where x.id = thing);
    when 'action' then return exists (select from actions x where x.id = thing);
    when 'proposal' then return exists (select from steering_proposals x where x.id = thing);
    when 'released_result' then return exists (select from released_results x where x.id = thing);
    when 'concern' then return exists (select from concerns x where x.id = thing);
    when 'attachment' then return exists (select from attachments x where x.id = thing);
    when 'import' then return exists (select from imports x where x.id = thing);
    else return thing = my_actor();
  end case;
end $$

-- ;;
revoke execute on function sees_thing(text, uuid) from public
-- ;;
grant execute on function sees_thing(text, uuid) to schakel_app
-- ;;
create policy told on notices for insert to schakel_app with check (person_id = my_actor() and sees_thing(object_kind, object_id))
-- ;;
create policy noted on notices for update to schakel_app using (person_id = my_actor()) with check (person_id = my_actor())
-- ;;
grant select on notices to schakel_app
-- ;;
grant insert (id, person_id, kind, object_kind, object_id, cause, mail, at) on notices to schakel_app
-- ;;
grant update (read_at, mailed_at) on notices to schakel_app
-- ;;

create function has_unread() returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select exists (select from notices where person_id = my_actor() and read_at is null) $$

-- ;;
revoke all on function has_unread() from public
-- ;;
grant execute on function has_unread() to schakel_app
-- ;;
alter function has_unread() owner to schakel_reader
-- ;;

create function unread_notices(most int) returns bigint
language plpgsql stable set search_path = pg_catalog, public, pg_temp set plan_cache_mode = force_generic_plan as $$
begin
  if not has_unread() then
    return 0;
  end if;
  return (select count(*) from (select from notices where person_id = my_actor() and read_at is null limit most) n);
end $$

-- ;;
revoke execute on function unread_notices(int) from public
-- ;;
grant execute on function unread_notices(int) to schakel_app
-- ;;
create policy forgets on notices for all to schakel_worker using (at < now() - interval '180 days')
-- ;;
grant select (id, at), delete on notices to schakel_worker
-- ;;
create policy reader on notices for select to schakel_reader using (true)
-- ;;
grant select on notices to schakel_reader
-- ;;
alter table notice_preferences enable row level security
-- ;;
create policy mine on notice_preferences for all to schakel_app using (person_id = my_actor()) with check (person_id = my_actor())
-- ;;
grant select, insert (person_id, kinds, mail), update (mail) on notice_preferences to schakel_app
-- ;;
alter table mails enable row level security
-- ;;
create policy worker_sends on mails for all to schakel_worker using (true) with check (true)
-- ;;
grant select, update (attempts, next_attempt_at, delivered_at, dead_at, last_error), delete on mails to schakel_worker
-- ;;
create policy reader on mails to schakel_reader using (true) with check (true)
-- ;;
grant select, insert (id, person_id, notice_id, day) on mails to schakel_reader
-- ;;

create function people_to_tell(event bigint, thing uuid, parts text[], roles text[]) returns setof uuid
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select a.id
    from actors a
   where a.kind = 'person' and a.active and exists (
         select from actor_roles r where r.actor_id = a.id and r.role = any(roles) and r.valid_from <= today()
            and (r.valid_until is null or r.valid_until > today()))
     and (cardinality(parts) = 0 or a.organisation_id in (
         select p.organisation_id from participations p
          where p.ended_at is null and p.part = any(parts)
            and p.scope_id = coalesce((select i.content_scope_id from interventions i where i.id = thing),
                                  (select c.scope_id from contributions c where c.id = thing),
                                  (select c.scope_id from attachments c where c.id = thing),
                                  (select c.case_id from actions c where c.id = thing), thing)))
     -- What the scanner found is recorded in the name of who added the file, who does not know of it yet.
     and a.id is distinct from (select e.actor_id from events e where e.id = event and e.type <> 'attachment.refused')
  union
  select a.id from actors a
   where a.kind = 'person' and a.active
     and a.id = coalesce((select e.actor_id from events e where e.id = event and e.type like 'account.%'
                             and (e.type not in ('account.password_set', 'account.second_factor_enrolled') or exists (
                                  select from events x where x.type in ('account.password_set', 'account.second_factor_enrolled') and x.type = e.type
                                     and x.actor_id = e.actor_id and x.id < e.id))),
                         case when event is null then thing end)
$$

-- ;;
revoke all on function people_to_tell(bigint, uuid, text[], text[]) from public
-- ;;
grant execute on function people_to_tell(bigint, uuid, text[], text[]) to schakel_worker
-- ;;
alter function people_to_tell(bigint, uuid, text[], text[]) owner to schakel_reader
-- ;;

create function was_shown(wanted uuid, place uuid, before timestamptz) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select exists (select from access_log a
                  where a.actor_id = my_actor() and a.at < before and a.outcome <> 'refused' and a.object_ids @> array[wanted]
                    and a.scope_id in (place, (select s.parent_id from scopes s where s.id = place))) $$

-- ;;
revoke all on function was_shown(uuid, uuid, timestamptz) from public
-- ;;
grant execute on function was_shown(uuid, uuid, timestamptz) to schakel_app
-- ;;
alter function was_shown(uuid, uuid, timestamptz) owner to schakel_reader
-- ;;

create function overdue_days() returns int
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select number from access_terms where code = 'overdue_days' and valid_from <= today() order by valid_from desc limit 1 $$

-- ;;
revoke all on function overdue_days() from public
-- ;;
grant execute on function overdue_days() to schakel_reader
-- ;;
alter function overdue_days() owner to schakel_reader
-- ;;

create function passed_terms() returns table (term text, thing uuid, due_on date)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select case (today() - 1 - r.due_on) / overdue_days() when 0 then 'question' when 1 then 'question-1' else 'question-2' end, r.id, r.due_on
    from requests r join scopes s on s.id = r.id and s.step in ('dossier', 'weighing')
   where r.due_on < today() and r.due_on >= today() - 3 * overdue_days()
     and not exists (select from answers a where a.request_id = r.id)
  union all
  select case (today() - 1 - i.due_on) / overdue_days() when 0 then 'intervention' when 1 then 'intervention-1' else 'intervention-2' end, i.id, i.due_on
    from interventions i join scopes s on s.id = i.scope_id and s.step in ('assignment', 'execution')
   where i.due_on < today() and i.due_on >= today() - 3 * overdue_days()
     and not exists (select from reports d where d.intervention_id = i.id and d.kind = 'completion')
  union all
  select 'action', c.id, c.due_on
    from actions c join scopes s on s.id = c.case_id and s.sealed_at is null
   where c.due_on < today() and c.due_on >= today() - 14
     and not exists (select from action_reports r where r.action_id = c.id and r.outcome <> 'progress')
  union all
  select case when f.due_on < today() then 'feedback-late' else 'feedback-due' end, f.id, f.due_on
    from feedback_due f where f.remind_on <= today() and f.due_on >= today() - 14
  union all
  select 'manager', k.id, k.manager_due_on
    from cases k join scopes s on s.id = k.id and s.step <> 'closed'
   where k.manager_due_on < today() and k.manager_due_on >= today() - 14
     and not exists (select from namings n where n.case_id = k.id)
  union all
  select case when m.valid_until <= today() + 7 then 'admission-7' else 'admission-30' end, m.actor_id, m.valid_until
    from admissions m
   where m.valid_from <= today() and m.valid_until > today() and m.valid_until <= today() + 30
     and not exists (select from admissions x where x.actor_id = m.actor_id and x.compartment = m.compartment
                        and x.valid_until > m.valid_until)
  union all
  select 'agreement-review', g.id, g.review_on
    from agreements g join agreement_kinds k on k.code = g.kind and k.valid_from <= today()
         and (k.valid_until is null or k.valid_until > today())
   where g.review_on <= today() + k.review_days and g.review_on >= today() - 14
     and (g.valid_until is null or g.valid_until > statement_clock())
  union all
  select 'agreement-end', g.id, (g.valid_until at time zone 'Europe/Amsterdam')::date
    from agreements g join agreement_kinds k on k.code = g.kind and k.valid_from <= today()
         and (k.valid_until is null or k.valid_until > today())
   where g.valid_until > statement_clock()
     and (g.valid_until at time zone 'Europe/Amsterdam')::date <= today() + k.end_days
     and not exists (select from agreements x where x.supersedes_id = g.id)
$$

-- ;;
revoke all on function passed_terms() from public
-- ;;
grant execute on function passed_terms() to schakel_worker
-- ;;
alter function passed_terms() owner to schakel_reader
-- ;;

create function send_notice() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into mails (id, person_id, notice_id) values (gen_random_uuid(), new.person_id, new.id);
  return null;
end $$

-- ;;
revoke all on function send_notice() from public
-- ;;
grant execute on function send_notice() to schakel_owner
-- ;;
alter function send_notice() owner to schakel_reader
-- ;;
create trigger send_notice after insert on notices for each row when (new.mail = 'now') execute function send_notice()
-- ;;

create function open_digests(wanted date) returns bigint
language sql security definer set search_path = pg_catalog, public, pg_temp as $$
  with made as (
    insert into mails (id, person_id, day)
    select gen_random_uuid(), n.person_id, wanted
      from notices n join actors a on a.id = n.person_id and a.active and a.email is not null
     where n.mail = 'digest' and n.read_at is null and n.mailed_at is null
     group by n.person_id
    on conflict (person_id, day) do nothing returning 1)
  select count(*) from made
$$

-- ;;
revoke all on function open_digests(date) from public
-- ;;
grant execute on function open_digests(date) to schakel_worker
-- ;;
alter function open_digests(date) owner to schakel_reader
-- ;;
create policy reader_settles on outbox to schakel_reader using (true)
-- ;;
grant select, delete, update (dead_at, attempts, next_attempt_at) on outbox to schakel_reader
-- ;;
grant delete, update (dead_at, attempts, next_attempt_at) on mails to schakel_reader
-- ;;

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
   where 'functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec') order by 5 desc, 1
$$

-- ;;
revoke all on function dead_letters() from public
-- ;;
grant execute on function dead_letters() to schakel_app
-- ;;
alter function dead_letters() owner to schakel_reader
-- ;;

create function revive_letter(wanted text) returns boolean
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if not ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec')) then
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

-- ;;
revoke all on function revive_letter(text) from public
-- ;;
grant execute on function revive_letter(text) to schakel_app
-- ;;
alter function revive_letter(text) owner to schakel_reader
-- ;;

create function drop_letter(wanted text) returns boolean
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if not ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec')) then
    return false;
  end if;
  delete from outbox where dead_at is not null and 'event-' || event_id = wanted;
  if found then
    return true;
  end if;
  delete from mails where dead_at is not null and 'mail-' || id = wanted;
  return found;
end $$

-- ;;
revoke all on function drop_letter(text) from public
-- ;;
grant execute on function drop_letter(text) to schakel_app
-- ;;
alter function drop_letter(text) owner to schakel_reader
-- ;;
alter table visits enable row level security
-- ;;
grant select, insert (actor_id), update (looked_at, since) on visits to schakel_app
-- ;;
create policy own_select on visits for select to schakel_app using (actor_id = my_actor())
-- ;;
create policy own_insert on visits for insert to schakel_app with check (actor_id = my_actor())
-- ;;
create policy own_update on visits for update to schakel_app using (actor_id = my_actor()) with check (actor_id = my_actor())
-- ;;
alter table guarded_words enable row level security
-- ;;
create policy readable on guarded_words for select to schakel_app using (true)
-- ;;
grant select on guarded_words to schakel_app
-- ;;
alter table agreement_parties enable row level security
-- ;;
create policy readable on agreement_parties for select to schakel_app using (my_actor() is not null or cardinality(viewers()) > 0)
-- ;;
grant select on agreement_parties to schakel_app
-- ;;
create policy administered on agreement_parties for insert to schakel_app with check ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec'))
-- ;;
grant insert (agreement_id, organisation_id) on agreement_parties to schakel_app
-- ;;
create policy reader on agreement_parties for select to schakel_reader using (true)
-- ;;
grant select on agreement_parties to schakel_reader
-- ;;

create function agreement_between(wanted text, one uuid, other uuid) returns uuid
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select g.id from agreements g
   where g.kind = wanted and g.valid_from <= statement_clock()
     and (g.valid_until is null or g.valid_until > statement_clock())
     and exists (select from agreement_parties p where p.agreement_id = g.id and p.organisation_id = one)
     and exists (select from agreement_parties p where p.agreement_id = g.id and p.organisation_id = other)
   order by g.valid_from desc, g.id desc limit 1
$$

-- ;;
revoke all on function agreement_between(text, uuid, uuid) from public
-- ;;
grant execute on function agreement_between(text, uuid, uuid) to schakel_app
-- ;;
alter function agreement_between(text, uuid, uuid) owner to schakel_reader
-- ;;
create policy on_covenant on rules as restrictive for insert to schakel_app with check (exists (select from agreements g where g.id = agreement_id and g.kind = 'covenant' and (g.valid_until is null or g.valid_until > clock())))
-- ;;
create policy reviewed on agreements for update to schakel_app using ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec')) with check ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec'))
-- ;;
grant update (review_on) on agreements to schakel_app
-- ;;

create function open_meeting(id uuid) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if not 'chair' = any(my_roles()) or not 'R' = any(admitted()) or not exists (
       select from organisations o where o.id = my_organisation() and o.active and o.kind = 'riec') then
    raise exception 'not the riec' using errcode = 'P0002';
  end if;
  insert into scopes (id, kind, compartment, step, phase) values (open_meeting.id, 'meeting', 'R', 'meeting', 0);
  perform seat(open_meeting.id, my_organisation(), 'convener');
end $$

-- ;;
revoke all on function open_meeting(uuid) from public
-- ;;
grant execute on function open_meeting(uuid) to schakel_app
-- ;;
alter function open_meeting(uuid) owner to schakel_reader
-- ;;

create function invite() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform seat(new.meeting_id, p.organisation_id, 'invited')
     from (select distinct x.organisation_id from participations x
             join participations c on c.scope_id = new.meeting_id and c.part = 'convener'
            where x.scope_id = new.case_id and x.ended_at is null and x.organisation_id <> c.organisation_id) p;
  return null;
end $$

-- ;;
revoke all on function invite() from public
-- ;;
grant execute on function invite() to schakel_owner
-- ;;
alter function invite() owner to schakel_reader
-- ;;
create trigger invite after insert or update of circle on agenda_items for each row when (new.circle is null) execute function invite()
-- ;;
create policy sent on agenda_items for update to schakel_reader using (true) with check (true)
-- ;;
grant update (circle) on agenda_items to schakel_reader
-- ;;

create function send_agenda() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  update agenda_items i set circle = null where i.meeting_id = new.id and i.removed_at is null;
  return null;
end $$

-- ;;
revoke all on function send_agenda() from public
-- ;;
grant execute on function send_agenda() to schakel_owner
-- ;;
alter function send_agenda() owner to schakel_reader
-- ;;
create trigger send_agenda after update of convened_at on meetings for each row when (new.convened_at is not null) execute function send_agenda()
-- ;;

create function invite_along() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform seat(m.id, new.organisation_id, 'invited')
     from agenda_items i join meetings m on m.id = i.meeting_id and m.closed_at is null
    where i.case_id = new.scope_id and i.removed_at is null and i.circle is null and m.owner_id <> new.organisation_id;
  return null;
end $$

-- ;;
revoke all on function invite_along() from public
-- ;;
grant execute on function invite_along() to schakel_owner
-- ;;
alter function invite_along() owner to schakel_reader
-- ;;
create trigger invite_along after insert or update of ended_at on participations for each row when (new.kind = 'case' and new.ended_at is null) execute function invite_along()
-- ;;
create policy theirs on meetings as restrictive for select to schakel_app using (meetings.owner_id = any(viewers()) or exists (
  select from agenda_items i where i.meeting_id = meetings.id and i.removed_at is null))
-- ;;

create function may_stay(wanted uuid, people uuid[]) returns setof uuid
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select a.id from actors a
   where a.id = any(people) and a.active and takes_part(wanted, array['riec'])
     and exists (
           select from actor_roles r where r.actor_id = a.id and r.valid_from <= today()
              and (r.valid_until is null or r.valid_until > today())
              and r.role in ('reporter', 'handler', 'mandate_holder', 'case_manager', 'preparation', 'analyst', 'chair'))
     and exists (select from admissions m where m.actor_id = a.id and m.compartment = 'R' and m.valid_from <= today() and m.valid_until > today() and m.screened_on <= today() and m.trained_on <= today())
     and exists (select from participations p where p.scope_id = wanted and p.organisation_id = a.organisation_id
                    and p.ended_at is null and (p.persons is null or a.id = any(p.persons)))
     and not exists (select from bars b where b.scope_id = wanted and b.actor_id = a.id) $$

-- ;;
revoke all on function may_stay(uuid, uuid[]) from public
-- ;;
grant execute on function may_stay(uuid, uuid[]) to schakel_app
-- ;;
alter function may_stay(uuid, uuid[]) owner to schakel_reader
-- ;;

create function expected(wanted uuid) returns table (person_id uuid, name text, function_title text, organisation_id uuid,
                                                     organisation text, organisation_kind text,
                                                     mandated boolean)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select a.id, a.name, a.function_title, o.id, o.name, o.kind, exists (
           select from actor_roles r where r.actor_id = a.id and r.valid_from <= today()
              and (r.valid_until is null or r.valid_until > today())
              and r.role in ('mandate_holder'))
    from participations p join organisations o on o.id = p.organisation_id
    join actors a on a.organisation_id = o.id and a.kind = 'person'
   where p.scope_id = wanted and p.ended_at is null and takes_part(wanted, array['convener'])
     and (exists (select from attendances t where t.meeting_id = wanted and t.person_id = a.id)
          or o.active and a.active and exists (
           select from actor_roles r where r.actor_id = a.id and r.valid_from <= today()
              and (r.valid_until is null or r.valid_until > today())
              and r.role in ('reporter', 'handler', 'mandate_holder', 'case_manager', 'preparation', 'analyst', 'chair'))
             and exists (select from admissions m where m.actor_id = a.id and m.compartment = 'R' and m.valid_from <= today() and m.valid_until > today() and m.screened_on <= today() and m.trained_on <= today()))
   order by o.kind <> 'riec', o.name, a.name, a.id $$

-- ;;
revoke all on function expected(uuid) from public
-- ;;
grant execute on function expected(uuid) to schakel_app
-- ;;
alter function expected(uuid) owner to schakel_reader
-- ;;

create function leads_meeting(wanted uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select exists (
    select from meetings m where m.id = wanted and m.owner_id = my_organisation() and m.closed_at is null) $$

-- ;;
revoke all on function leads_meeting(uuid) from public
-- ;;
grant execute on function leads_meeting(uuid) to schakel_app
-- ;;
alter function leads_meeting(uuid) owner to schakel_reader
-- ;;

create function on_the_table(item uuid, wanted uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select exists (
    select from agenda_items i join meetings m on m.id = i.meeting_id
     where i.id = item and i.case_id = wanted and i.owner_id = my_organisation() and i.opened_at is not null
       and i.closed_at is null and m.started_at is not null and m.closed_at is null) $$

-- ;;
revoke all on function on_the_table(uuid, uuid) from public
-- ;;
grant execute on function on_the_table(uuid, uuid) to schakel_app
-- ;;
alter function on_the_table(uuid, uuid) owner to schakel_reader
-- ;;

create function may_minute(item uuid, wanted uuid, what text) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select exists (
    select from agenda_items i join meetings m on m.id = i.meeting_id
     where i.id = item and i.case_id = wanted and i.owner_id = my_organisation() and i.opened_at is not null
       and case what
           when 'draft' then m.adopted_at is null
           when 'adopted' then m.adopted_at >= transaction_clock()
                and not exists (select from minutes x where x.item_id = i.id and x.kind = 'adopted')
           else m.adopted_at is not null end) $$

-- ;;
revoke all on function may_minute(uuid, uuid, text) from public
-- ;;
grant execute on function may_minute(uuid, uuid, text) to schakel_app
-- ;;
alter function may_minute(uuid, uuid, text) owner to schakel_reader
-- ;;

create function once() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  before jsonb := to_jsonb(old);
  after jsonb := to_jsonb(new);
  name text;
begin
  foreach name in array tg_argv loop
    if before ->> name is not null and before -> name is distinct from after -> name then
      raise exception '% passed', name using errcode = 'SK001';
    end if;
  end loop;
  return new;
end $$

-- ;;
revoke all on function once() from public
-- ;;
grant execute on function once() to schakel_owner
-- ;;
alter function once() owner to schakel_reader
-- ;;
create trigger once before update on meetings for each row execute function once('convened_at', 'started_at', 'closed_at', 'adopted_at')
-- ;;
create trigger begun before update of theme, place, starts_at, ends_at on meetings for each row when (old.started_at is not null) execute function once('theme', 'place', 'starts_at', 'ends_at')
-- ;;
create trigger once before update on agenda_items for each row execute function once('closed_at', 'removed_at')
-- ;;

create function meeting_changed() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  changed jsonb := to_jsonb(new);
begin
  -- Of which case: who follows the meeting hears of their own cases alone, and of the others not even that.
  perform pg_notify('schakel_meeting', coalesce(changed ->> 'meeting_id',
    (select i.meeting_id::text from agenda_items i where i.id::text = changed ->> 'item_id'), changed ->> 'id')
    || ' ' || coalesce(changed ->> 'case_id', tg_table_name));
  return null;
end $$

-- ;;
revoke all on function meeting_changed() from public
-- ;;
grant execute on function meeting_changed() to schakel_owner
-- ;;
alter function meeting_changed() owner to schakel_reader
-- ;;
create trigger told after insert or update on meetings for each row execute function meeting_changed()
-- ;;
create trigger told after insert or update on agenda_items for each row execute function meeting_changed()
-- ;;
create trigger told after insert or update on attendances for each row execute function meeting_changed()
-- ;;
create trigger told after insert or update on decisions for each row execute function meeting_changed()
-- ;;
create trigger told after insert or update on actions for each row execute function meeting_changed()
-- ;;
create trigger told after insert or update on minutes for each row execute function meeting_changed()
-- ;;

create function seen_together(said text, place uuid, objects uuid[], why text, request text) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into access_log (actor_id, organisation_id, staff_roles, what, scope_id, object_ids, purpose, outcome,
                          request_id, ground)
  select a.id, a.organisation_id,
         array(select r.role from actor_roles r where r.actor_id = a.id and r.valid_from <= today()
                  and (r.valid_until is null or r.valid_until > today()) order by r.role),
         said, place, objects, why, 'shown', request, 'WGS 2.23(5)'
    from actors a where a.id = any(viewer_actors());
end $$

-- ;;
revoke all on function seen_together(text, uuid, uuid[], text, text) from public
-- ;;
grant execute on function seen_together(text, uuid, uuid[], text, text) to schakel_app
-- ;;
alter function seen_together(text, uuid, uuid[], text, text) owner to schakel_reader
-- ;;
grant insert (actor_id, organisation_id, staff_roles, what, scope_id, object_ids, purpose, outcome, request_id, ground) on access_log to schakel_reader
-- ;;
create policy seen_together on access_log for insert to schakel_reader with check (true)
-- ;;
create policy decided on meetings as restrictive for insert to schakel_app with check ('chair' = any(my_roles()))
-- ;;
create policy decided on agenda_items as restrictive for insert to schakel_app with check ('chair' = any(my_roles()) and takes_part(agenda_items.case_id, array['riec']) and leads_meeting(agenda_items.meeting_id))
-- ;;
create policy decided on attendances as restrictive for insert to schakel_app with check ('chair' = any(my_roles()) and attendances.person_id in (select e.person_id from expected(attendances.meeting_id) e) and leads_meeting(attendances.meeting_id))
-- ;;
create policy decided on decisions as restrictive for insert to schakel_app with check ('chair' = any(my_roles()) and on_the_table(decisions.item_id, decisions.case_id))
-- ;;
create policy decided on actions as restrictive for insert to schakel_app with check ('chair' = any(my_roles()) and on_the_table(actions.item_id, actions.case_id))
-- ;;
create policy decided on action_reports as restrictive for insert to schakel_app with check (exists (select from actions a where a.id = action_reports.action_id and a.case_id = action_reports.case_id and my_organisation() in (a.organisation_id, a.owner_id)))
-- ;;
create policy decided on minutes as restrictive for insert to schakel_app with check ('chair' = any(my_roles()) and may_minute(minutes.item_id, minutes.case_id, minutes.kind))
-- ;;
grant update (theme, place, starts_at, ends_at, convened_at, started_at, closed_at, adopted_at) on meetings to schakel_app
-- ;;
grant update (section, minutes, place, question, opened_at, closed_at, removed_at) on agenda_items to schakel_app
-- ;;

create function mark_tallies() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into tally_marks (scope_id) select distinct scope_id from changed;
  return null;
end $$

-- ;;
revoke all on function mark_tallies() from public
-- ;;
grant execute on function mark_tallies() to schakel_owner
-- ;;
alter function mark_tallies() owner to schakel_reader
-- ;;

create function mark_tallies_of_row() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into tally_marks (scope_id) values (new.scope_id);
  return null;
end $$

-- ;;
revoke all on function mark_tallies_of_row() from public
-- ;;
grant execute on function mark_tallies_of_row() to schakel_owner
-- ;;
alter function mark_tallies_of_row() owner to schakel_reader
-- ;;
create trigger mark_new after insert on participations referencing new table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_gone after delete on participations referencing old table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_moved after update of compartment, step, phase, sealed, own_territory, part, persons, ended_at on participations for each row when (old.compartment is distinct from new.compartment or old.step is distinct from new.step or old.phase is distinct from new.phase or old.sealed is distinct from new.sealed or old.own_territory is distinct from new.own_territory or old.part is distinct from new.part or old.persons is distinct from new.persons or old.ended_at is distinct from new.ended_at) execute function mark_tallies_of_row()
-- ;;
create trigger mark_new after insert on cases referencing new table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_gone after delete on cases referencing old table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_moved after update of circle on cases for each row when (old.circle is distinct from new.circle) execute function mark_tallies_of_row()
-- ;;
create trigger mark_new after insert on connections referencing new table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_gone after delete on connections referencing old table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_moved after update of circle on connections for each row when (old.circle is distinct from new.circle) execute function mark_tallies_of_row()
-- ;;
create trigger mark_new after insert on meetings referencing new table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_gone after delete on meetings referencing old table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_moved after update of circle on meetings for each row when (old.circle is distinct from new.circle) execute function mark_tallies_of_row()
-- ;;
create trigger mark_new after insert on signals referencing new table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_gone after delete on signals referencing old table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_moved after update of circle on signals for each row when (old.circle is distinct from new.circle) execute function mark_tallies_of_row()
-- ;;
create trigger mark_new after insert on statuses referencing new table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_gone after delete on statuses referencing old table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_moved after update of circle on statuses for each row when (old.circle is distinct from new.circle) execute function mark_tallies_of_row()
-- ;;
create trigger mark_new after insert on additions referencing new table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_gone after delete on additions referencing old table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_moved after update of circle on additions for each row when (old.circle is distinct from new.circle) execute function mark_tallies_of_row()
-- ;;
create trigger mark_new after insert on agenda_items referencing new table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_gone after delete on agenda_items referencing old table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_moved after update of circle on agenda_items for each row when (old.circle is distinct from new.circle) execute function mark_tallies_of_row()
-- ;;
create trigger mark_new after insert on assessments referencing new table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_gone after delete on assessments referencing old table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_moved after update of circle on assessments for each row when (old.circle is distinct from new.circle) execute function mark_tallies_of_row()
-- ;;
create trigger mark_new after insert on attendances referencing new table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_gone after delete on attendances referencing old table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_moved after update of circle on attendances for each row when (old.circle is distinct from new.circle) execute function mark_tallies_of_row()
-- ;;
create trigger mark_new after insert on closures referencing new table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_gone after delete on closures referencing old table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_moved after update of circle on closures for each row when (old.circle is distinct from new.circle) execute function mark_tallies_of_row()
-- ;;
create trigger mark_new after insert on disclosures referencing new table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_gone after delete on disclosures referencing old table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_moved after update of circle on disclosures for each row when (old.circle is distinct from new.circle) execute function mark_tallies_of_row()
-- ;;
create trigger mark_new after insert on mentions referencing new table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_gone after delete on mentions referencing old table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_moved after update of circle on mentions for each row when (old.circle is distinct from new.circle) execute function mark_tallies_of_row()
-- ;;
create trigger mark_new after insert on namings referencing new table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_gone after delete on namings referencing old table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_moved after update of circle on namings for each row when (old.circle is distinct from new.circle) execute function mark_tallies_of_row()
-- ;;
create trigger mark_new after insert on observations referencing new table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_gone after delete on observations referencing old table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_moved after update of circle on observations for each row when (old.circle is distinct from new.circle) execute function mark_tallies_of_row()
-- ;;
create trigger mark_new after insert on phases referencing new table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_gone after delete on phases referencing old table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_moved after update of circle on phases for each row when (old.circle is distinct from new.circle) execute function mark_tallies_of_row()
-- ;;
create trigger mark_new after insert on safe_contacts referencing new table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_gone after delete on safe_contacts referencing old table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_moved after update of circle on safe_contacts for each row when (old.circle is distinct from new.circle) execute function mark_tallies_of_row()
-- ;;
create trigger mark_new after insert on subjects referencing new table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_gone after delete on subjects referencing old table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_moved after update of circle on subjects for each row when (old.circle is distinct from new.circle) execute function mark_tallies_of_row()
-- ;;
create trigger mark_new after insert on actions referencing new table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_gone after delete on actions referencing old table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_moved after update of circle on actions for each row when (old.circle is distinct from new.circle) execute function mark_tallies_of_row()
-- ;;
create trigger mark_new after insert on attachments referencing new table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_gone after delete on attachments referencing old table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_moved after update of circle on attachments for each row when (old.circle is distinct from new.circle) execute function mark_tallies_of_row()
-- ;;
create trigger mark_new after insert on conclusions referencing new table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_gone after delete on conclusions referencing old table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_moved after update of circle on conclusions for each row when (old.circle is distinct from new.circle) execute function mark_tallies_of_row()
-- ;;
create trigger mark_new after insert on decisions referencing new table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_gone after delete on decisions referencing old table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_moved after update of circle on decisions for each row when (old.circle is distinct from new.circle) execute function mark_tallies_of_row()
-- ;;
create trigger mark_new after insert on evaluations referencing new table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_gone after delete on evaluations referencing old table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_moved after update of circle on evaluations for each row when (old.circle is distinct from new.circle) execute function mark_tallies_of_row()
-- ;;
create trigger mark_new after insert on interventions referencing new table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_gone after delete on interventions referencing old table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_moved after update of circle on interventions for each row when (old.circle is distinct from new.circle) execute function mark_tallies_of_row()
-- ;;
create trigger mark_new after insert on minutes referencing new table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_gone after delete on minutes referencing old table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_moved after update of circle on minutes for each row when (old.circle is distinct from new.circle) execute function mark_tallies_of_row()
-- ;;
create trigger mark_new after insert on opinions referencing new table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_gone after delete on opinions referencing old table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_moved after update of circle on opinions for each row when (old.circle is distinct from new.circle) execute function mark_tallies_of_row()
-- ;;
create trigger mark_new after insert on relations referencing new table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_gone after delete on relations referencing old table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_moved after update of circle on relations for each row when (old.circle is distinct from new.circle) execute function mark_tallies_of_row()
-- ;;
create trigger mark_new after insert on releases referencing new table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_gone after delete on releases referencing old table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_moved after update of circle on releases for each row when (old.circle is distinct from new.circle) execute function mark_tallies_of_row()
-- ;;
create trigger mark_new after insert on reopenings referencing new table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_gone after delete on reopenings referencing old table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_moved after update of circle on reopenings for each row when (old.circle is distinct from new.circle) execute function mark_tallies_of_row()
-- ;;
create trigger mark_new after insert on requests referencing new table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_gone after delete on requests referencing old table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_moved after update of circle on requests for each row when (old.circle is distinct from new.circle) execute function mark_tallies_of_row()
-- ;;
create trigger mark_new after insert on weighings referencing new table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_gone after delete on weighings referencing old table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_moved after update of circle on weighings for each row when (old.circle is distinct from new.circle) execute function mark_tallies_of_row()
-- ;;
create trigger mark_new after insert on action_reports referencing new table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_gone after delete on action_reports referencing old table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_moved after update of circle on action_reports for each row when (old.circle is distinct from new.circle) execute function mark_tallies_of_row()
-- ;;
create trigger mark_new after insert on answers referencing new table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_gone after delete on answers referencing old table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_moved after update of circle on answers for each row when (old.circle is distinct from new.circle) execute function mark_tallies_of_row()
-- ;;
create trigger mark_new after insert on consents referencing new table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_gone after delete on consents referencing old table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_moved after update of circle on consents for each row when (old.circle is distinct from new.circle) execute function mark_tallies_of_row()
-- ;;
create trigger mark_new after insert on contributions referencing new table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_gone after delete on contributions referencing old table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_moved after update of circle on contributions for each row when (old.circle is distinct from new.circle) execute function mark_tallies_of_row()
-- ;;
create trigger mark_new after insert on dependencies referencing new table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_gone after delete on dependencies referencing old table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_moved after update of circle on dependencies for each row when (old.circle is distinct from new.circle) execute function mark_tallies_of_row()
-- ;;
create trigger mark_new after insert on instructions referencing new table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_gone after delete on instructions referencing old table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_moved after update of circle on instructions for each row when (old.circle is distinct from new.circle) execute function mark_tallies_of_row()
-- ;;
create trigger mark_new after insert on reminders referencing new table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_gone after delete on reminders referencing old table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_moved after update of circle on reminders for each row when (old.circle is distinct from new.circle) execute function mark_tallies_of_row()
-- ;;
create trigger mark_new after insert on replies referencing new table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_gone after delete on replies referencing old table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_moved after update of circle on replies for each row when (old.circle is distinct from new.circle) execute function mark_tallies_of_row()
-- ;;
create trigger mark_new after insert on reports referencing new table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_gone after delete on reports referencing old table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_moved after update of circle on reports for each row when (old.circle is distinct from new.circle) execute function mark_tallies_of_row()
-- ;;
create trigger mark_new after insert on schedules referencing new table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_gone after delete on schedules referencing old table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_moved after update of circle on schedules for each row when (old.circle is distinct from new.circle) execute function mark_tallies_of_row()
-- ;;
create trigger mark_new after insert on yields referencing new table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_gone after delete on yields referencing old table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_moved after update of circle on yields for each row when (old.circle is distinct from new.circle) execute function mark_tallies_of_row()
-- ;;
create trigger mark_new after insert on extracts referencing new table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_gone after delete on extracts referencing old table as changed for each statement execute function mark_tallies()
-- ;;
create trigger mark_moved after update of circle on extracts for each row when (old.circle is distinct from new.circle) execute function mark_tallies_of_row()
-- ;;
alter table tally_marks enable row level security
-- ;;
create policy reader_counts on tally_marks for all to schakel_reader using (true) with check (true)
-- ;;
grant select, insert, update, delete on tally_marks to schakel_reader
-- ;;
alter table tally_rows enable row level security
-- ;;
create policy reader_counts on tally_rows for all to schakel_reader using (true) with check (true)
-- ;;
grant select, insert, update, delete on tally_rows to schakel_reader
-- ;;
alter table tally_guests enable row level security
-- ;;
create policy reader_counts on tally_guests for all to schakel_reader using (true) with check (true)
-- ;;
grant select, insert, update, delete on tally_guests to schakel_reader
-- ;;
alter table tallies enable row level security
-- ;;
create policy reader_counts on tallies for all to schakel_reader using (true) with check (true)
-- ;;
grant select, insert, update, delete on tallies to schakel_reader
-- ;;

create function fold_tallies(most int) returns int
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  due uuid[];
begin
  perform pg_advisory_xact_lock(hashtextextended('tallies', 0));
  with taken as (
    delete from tally_marks where id in (select id from tally_marks order by id limit most) returning scope_id)
  select array_agg(distinct scope_id) into due from taken;
  if due is null then
    return 0;
  end if;
  with o as (
    select g.viewer_id, r.owner_id, r.category, compartment, step, phase, sealed, own_territory, limited, parts, sum(r.rows)::int as rows
      from tally_guests g join tally_rows r on r.scope_id = g.scope_id and (r.owner_id = g.viewer_id or g.parts <> '{}')
     where g.scope_id = any(due)
     group by g.viewer_id, r.owner_id, r.category, compartment, step, phase, sealed, own_territory, limited, parts)
  update tallies t set rows = t.rows - o.rows from o where t.viewer_id = o.viewer_id and t.owner_id = o.owner_id and t.category = o.category and t.compartment = o.compartment and t.step = o.step and t.phase = o.phase and t.sealed = o.sealed and t.own_territory = o.own_territory and t.limited = o.limited and t.parts = o.parts;
  delete from tally_rows where scope_id = any(due);
  delete from tally_guests where scope_id = any(due);
  insert into tally_rows (scope_id, owner_id, category, rows)
  select scope_id, owner_id, category, count(*) from every_row
   where scope_id = any(due) and circle is null group by scope_id, owner_id, category;
  insert into tally_guests (scope_id, viewer_id, compartment, step, phase, sealed, own_territory, limited, parts)
  select scope_id, organisation_id, min(compartment), min(step), min(phase), bool_or(sealed), bool_or(own_territory),
         bool_and(persons is not null), coalesce(array_agg(distinct part order by part) filter (where ended_at is null), '{}')
    from participations where scope_id = any(due) group by scope_id, organisation_id;
  insert into tallies as t (viewer_id, owner_id, category, compartment, step, phase, sealed, own_territory, limited, parts, rows)
  
    select g.viewer_id, r.owner_id, r.category, compartment, step, phase, sealed, own_territory, limited, parts, sum(r.rows)::int as rows
      from tally_guests g join tally_rows r on r.scope_id = g.scope_id and (r.owner_id = g.viewer_id or g.parts <> '{}')
     where g.scope_id = any(due)
     group by g.viewer_id, r.owner_id, r.category, compartment, step, phase, sealed, own_territory, limited, parts
  on conflict (viewer_id, owner_id, category, compartment, step, phase, sealed, own_territory, limited, parts)
  do update set rows = t.rows + excluded.rows;
  delete from tallies where rows = 0;
  return cardinality(due);
end $$

-- ;;
revoke all on function fold_tallies(int) from public
-- ;;
grant execute on function fold_tallies(int) to schakel_worker
-- ;;
alter function fold_tallies(int) owner to schakel_reader
-- ;;
insert into tally_marks (scope_id) select id from scopes
-- ;;

create function decided() returns text[]
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
set enable_nestloop = on as $$
begin
  if not coalesce('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec'), false) then
    raise exception 'not the administrator' using errcode = 'P0002';
  end if;
  return (select array_agg(key) from (
    select distinct concat_ws('|', viewer, compartment, part, step, owner, category, reach) as key
      from sharing_decisions where level <> 'existence'
     union all
    select concat_ws('|', id, sharing_key) from organisations
     union all
    select concat_ws('|', a.id, a.organisation_id, string_agg(distinct m.compartment, ','))
      from actors a join organisations o on o.id = a.organisation_id and o.active
      join admissions m on m.actor_id = a.id and m.valid_from <= today() and m.valid_until > today() and m.screened_on <= today() and m.trained_on <= today()
     where a.active and exists (
           select from actor_roles r where r.actor_id = a.id and r.valid_from <= today()
              and (r.valid_until is null or r.valid_until > today())
              and r.role in ('reporter', 'handler', 'mandate_holder', 'case_manager', 'preparation', 'analyst', 'chair')) group by a.id) keys);
end $$

-- ;;
revoke all on function decided() from public
-- ;;
grant execute on function decided() to schakel_reader
-- ;;
alter function decided() owner to schakel_reader
-- ;;

create function tallies_differing(before text[])
returns table (viewer_id uuid, category text, gained bigint, lost bigint)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
set enable_nestloop = off set jit = off as $$
#variable_conflict use_column
declare
  after text[];
begin
  if not coalesce('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec'), false) then
    raise exception 'not the administrator' using errcode = 'P0002';
  end if;
  after := decided();
  return query
  with told as materialized (
    select string_to_array(x, '|') as a from unnest(before) x
  ), says as materialized (
    select string_to_array(x, '|') as a from unnest(after) x
  ), was as materialized (
    select a[1]::uuid as viewer, a[2] as compartment, a[3] as part, a[4] as step, a[5] as owner, a[6] as category,
           a[7] as reach from told where cardinality(a) = 7
  ), now_is as materialized (
    select a[1]::uuid as viewer, a[2] as compartment, a[3] as part, a[4] as step, a[5] as owner, a[6] as category,
           a[7] as reach from says where cardinality(a) = 7
  ), moved as materialized (
    select distinct viewer, category, step
      from ((select * from was except select * from now_is) union all (select * from now_is except select * from was)) d
  ), touched as materialized (
    select t.*, o.kind, o.sharing_key as key_now, k.a[2] as key_then
      from tallies t join organisations o on o.id = t.owner_id
      left join moved m on m.viewer = t.viewer_id and m.category = t.category and m.step = t.step
      join told k on cardinality(k.a) = 2 and k.a[1] = o.id::text
      join categories c on c.code = t.category and c.phase <= t.phase and (not t.sealed or c.survives_seal)
     where t.owner_id <> t.viewer_id and (m.viewer is not null or k.a[2] <> o.sharing_key)
  ), stands as materialized (
    select t.*, unnest(t.parts) as part from touched t
  ), seen_then as materialized (
    select distinct t.id from stands t
      join was d on d.viewer = t.viewer_id and d.compartment = t.compartment and d.part = t.part
           and d.step = t.step and d.category = t.category
           and d.owner in (case when t.key_then = t.kind then '*' else '-' end, t.key_then)
           and d.reach in ('all', case when t.own_territory then 'municipality' else '-' end)
  ), seen_now as materialized (
    select distinct t.id from stands t
      join now_is d on d.viewer = t.viewer_id and d.compartment = t.compartment and d.part = t.part
           and d.step = t.step and d.category = t.category
           and d.owner in (case when t.key_now = t.kind then '*' else '-' end, t.key_now)
           and d.reach in ('all', case when t.own_territory then 'municipality' else '-' end)
  )
  select t.viewer_id, t.category::text, coalesce(sum(t.rows) filter (where n.id is not null), 0)::bigint,
         coalesce(sum(t.rows) filter (where n.id is null), 0)::bigint
    from seen_then w full join seen_now n on n.id = w.id join touched t on t.id = coalesce(w.id, n.id)
   where w.id is null or n.id is null
   group by t.viewer_id, t.category;
end $$

-- ;;
revoke all on function tallies_differing(text[]) from public
-- ;;
grant execute on function tallies_differing(text[]) to schakel_app
-- ;;
alter function tallies_differing(text[]) owner to schakel_reader
-- ;;

create function sights_differing(before text[])
returns table (actor_id uuid, category text, gained bigint, lost bigint)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp
set enable_nestloop = off set jit = off as $$
#variable_conflict use_column
declare
  after text[];
begin
  if not coalesce('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec'), false) then
    raise exception 'not the administrator' using errcode = 'P0002';
  end if;
  after := decided();
  return query
  with told as materialized (
    select string_to_array(x, '|') as a from unnest(before) x
  ), says as materialized (
    select string_to_array(x, '|') as a from unnest(after) x
  ), was as materialized (
    select a[1]::uuid as viewer, a[2] as compartment, a[3] as part, a[4] as step, a[5] as owner, a[6] as category,
           a[7] as reach from told where cardinality(a) = 7
  ), now_is as materialized (
    select a[1]::uuid as viewer, a[2] as compartment, a[3] as part, a[4] as step, a[5] as owner, a[6] as category,
           a[7] as reach from says where cardinality(a) = 7
  ), persons as materialized (
    select coalesce(w.a[1], n.a[1])::uuid as person, coalesce(w.a[2], n.a[2])::uuid as viewer_id,
           coalesce(string_to_array(w.a[3], ','), '{}') as then_in, coalesce(string_to_array(n.a[3], ','), '{}') as now_in,
           glass_of(coalesce(w.a[1], n.a[1])::uuid) as glass
      from (select a from told where cardinality(a) = 3) w
      full join (select a from says where cardinality(a) = 3) n on n.a[1] = w.a[1]
     where w.a[3] is distinct from n.a[3]
  ), apart as materialized (
    select distinct x.person, p.scope_id, 1 as many from persons x join participations p on p.organisation_id = x.viewer_id
     where p.persons is not null and (x.person = any(p.persons) or x.glass ? p.scope_id::text)
       and not exists (select from bars b where b.scope_id = p.scope_id and b.actor_id = x.person)
     union all
    select b.actor_id, b.scope_id, -1 from persons x join bars b on b.actor_id = x.person
     where not exists (select from participations p where p.scope_id = b.scope_id and p.organisation_id = x.viewer_id
                          and p.persons is not null)
  ), found as materialized (
    select x.person, t.viewer_id, t.owner_id, t.category, compartment, step, phase, sealed, own_territory, limited, parts, t.rows
      from persons x join tallies t on t.viewer_id = x.viewer_id and not t.limited
     union all
    select x.person, x.viewer_id, r.owner_id, r.category, compartment, step, phase, sealed, own_territory, limited, parts, r.rows * s.many
      from persons x join apart s on s.person = x.person
      join tally_guests g on g.scope_id = s.scope_id and g.viewer_id = x.viewer_id
      join tally_rows r on r.scope_id = s.scope_id and (r.owner_id = x.viewer_id or g.parts <> '{}')
  ), touched as materialized (
    select row_number() over () as id, t.*, o.kind, o.sharing_key as key_now, k.a[2] as key_then,
           t.compartment = any(x.then_in) as open_then, t.compartment = any(x.now_in) as open_now
      from found t join persons x on x.person = t.person join organisations o on o.id = t.owner_id
      join told k on cardinality(k.a) = 2 and k.a[1] = o.id::text
      join categories c on c.code = t.category and c.phase <= t.phase and (not t.sealed or c.survives_seal)
     where t.compartment = any(x.then_in || x.now_in)
  ), stands as materialized (
    select t.*, unnest(t.parts) as part from touched t where t.owner_id <> t.viewer_id
  ), seen_then as materialized (
    select distinct t.id from stands t
      join was d on d.viewer = t.viewer_id and d.compartment = t.compartment and d.part = t.part
           and d.step = t.step and d.category = t.category
           and d.owner in (case when t.key_then = t.kind then '*' else '-' end, t.key_then)
           and d.reach in ('all', case when t.own_territory then 'municipality' else '-' end)
  ), seen_now as materialized (
    select distinct t.id from stands t
      join now_is d on d.viewer = t.viewer_id and d.compartment = t.compartment and d.part = t.part
           and d.step = t.step and d.category = t.category
           and d.owner in (case when t.key_now = t.kind then '*' else '-' end, t.key_now)
           and d.reach in ('all', case when t.own_territory then 'municipality' else '-' end)
  ), sight as (
    select t.person, t.category, t.rows,
           t.open_then and (t.owner_id = t.viewer_id or w.id is not null) as saw,
           t.open_now and (t.owner_id = t.viewer_id or n.id is not null) as sees
      from touched t left join seen_then w on w.id = t.id left join seen_now n on n.id = t.id
  )
  select s.person, s.category::text, coalesce(sum(s.rows) filter (where s.sees and not s.saw), 0)::bigint,
         coalesce(sum(s.rows) filter (where s.saw and not s.sees), 0)::bigint
    from sight s where s.saw <> s.sees group by s.person, s.category having sum(s.rows) <> 0;
end $$

-- ;;
revoke all on function sights_differing(text[]) from public
-- ;;
grant execute on function sights_differing(text[]) to schakel_app
-- ;;
alter function sights_differing(text[]) owner to schakel_reader
-- ;;

create function begin_rehearsal() returns text[]
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if not coalesce('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec'), false) then
    raise exception 'not the administrator' using errcode = 'P0002';
  end if;
  while fold_tallies(20000) > 0 loop
  end loop;
  return decided();
end $$

-- ;;
revoke all on function begin_rehearsal() from public
-- ;;
grant execute on function begin_rehearsal() to schakel_app
-- ;;
alter function begin_rehearsal() owner to schakel_reader
-- ;;
alter table rehearsals enable row level security
-- ;;
create policy administrator on rehearsals for select to schakel_app using ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec'))
-- ;;
grant select on rehearsals to schakel_app
-- ;;
create policy reader on rehearsals for select to schakel_reader using (true)
-- ;;
grant select on rehearsals to schakel_reader
-- ;;
alter table rehearsal_changes enable row level security
-- ;;
create policy administrator on rehearsal_changes for select to schakel_app using ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec'))
-- ;;
grant select on rehearsal_changes to schakel_app
-- ;;
create policy reader on rehearsal_changes for select to schakel_reader using (true)
-- ;;
grant select on rehearsal_changes to schakel_reader
-- ;;
create policy begun on rehearsals for insert to schakel_app with check ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec') and created_by = my_actor())
-- ;;
grant insert (id, title, created_by) on rehearsals to schakel_app
-- ;;
create policy decided on rehearsals for update to schakel_app using (outcome is null and 'functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec')) with check (outcome is not null and decided_by = my_actor())
-- ;;
grant update (outcome, decided_by, decided_at) on rehearsals to schakel_app
-- ;;
create policy added on rehearsal_changes for insert to schakel_app with check ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec') and exists (select from rehearsals r where r.id = rehearsal_id and r.outcome is null))
-- ;;
grant insert (id, rehearsal_id, kind, agreement_id, rule_id, organisation_id, side, reason, category, owner_kind, recipient_kind, step, person_id, role, admission_id, compartment, screening_kind, screened_on, trained_on, valid_until) on rehearsal_changes to schakel_app
-- ;;
create policy removed on rehearsal_changes for delete to schakel_app using ('functional_administrator' = any(my_roles()) and exists (select from organisations r where r.id = my_organisation() and r.kind = 'riec') and exists (select from rehearsals r where r.id = rehearsal_id and r.outcome is null))
-- ;;
grant delete on rehearsal_changes to schakel_app
