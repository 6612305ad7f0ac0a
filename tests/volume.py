"""A region of any size, made with SQL: for plans and measurements, never for what the demo shows.

Sixty partners of very different size, as in life: the RIEC and the police take part in every signal, the largest
municipality in about a third, the smallest in four of a thousand.
"""

from psycopg import Connection
from psycopg.sql import SQL, Identifier

PARTNERS = 60

ORGANISATIONS = """
insert into organisations (id, name, short_name, kind, municipality_code, wgs_participant, preparation, active,
                           sharing_key, created_at)
select ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'Partner ' || n, 'P' || n,
       case n when 1 then 'riec' when 2 then 'police' else 'municipality' end,
       case when n > 2 then 'GM9' || lpad(n::text, 3, '0') end, n > 1, n = 2, true,
       case n when 1 then 'riec' when 2 then 'police' else 'municipality' end, now()
  from generate_series(1, {partners}) n
"""

ACTORS = """
with made as (
  insert into actors (id, organisation_id, kind, name, function_title, language, active, created_at)
  select overlay(o.id::text placing '00000001' from 1)::uuid, o.id, 'person', 'Person of ' || o.name, '', 'nl', true, now()
    from organisations o where o.name like 'Partner %' returning id, organisation_id),
roles as (
  insert into actor_roles (actor_id, role, valid_from)
  select m.id, r, date '2026-01-01' from made m, unnest(array['reporter', 'handler', 'case_manager']) r)
insert into admissions (id, actor_id, compartment, screening_kind, screened_on, trained_on, valid_from, valid_until)
select gen_random_uuid(), id, 'R', 'VOG', date '2026-01-01', date '2026-01-01', date '2026-01-01', date '2099-01-01'
  from made
"""

RULES = """
with agreed as (
  insert into agreements (id, kind, title, version, signed_on, valid_from, created_by, created_at)
  select gen_random_uuid(), 'covenant', 'Volume', '1', date '2026-01-01', timestamptz '2026-01-01', a.id, now()
    from actors a limit 1 returning id, created_by)
insert into rules (id, agreement_id, category, valid_from, created_by)
select gen_random_uuid(), g.id, c.code, timestamptz '2026-01-01', g.created_by from agreed g, categories c
"""

# So that a signal can be submitted for them.
MUNICIPALITIES = """
insert into municipalities (code, valid_from, name, district)
select municipality_code, date '2026-01-01', name, 'kennemerland' from organisations
 where name like 'Partner %' and municipality_code is not null
"""

# Reporter and municipality: most of it falls to the first few partners.
SIGNALS = """
create temporary table volume on commit drop as
select n, ('01900000-0000-7000-8000-' || lpad(n::text, 11, '0') || '0')::uuid as id,
       3 + floor(({partners} - 2) * power(random(), 4))::int as partner,
       now() - (n || ' seconds')::interval as moment
  from generate_series(1, {signals}) n;
insert into scopes (id, kind, compartment, step, phase, municipality_code)
select id, 'signal', 'R', 'detection', 0, 'GM9' || lpad(partner::text, 3, '0') from volume;
insert into participations (id, scope_id, organisation_id, part, kind, compartment, step, phase, sealed,
                            own_territory, last_activity_at, started_at)
select gen_random_uuid(), v.id, ('00000000-0000-7000-8000-' || lpad(p.n::text, 12, '0'))::uuid, p.part, 'signal',
       'R', 'detection', 0, false, p.n > 2, v.moment, v.moment
  from volume v cross join lateral (values
       (v.partner, 'reporter'), (v.partner, 'municipality'), (1, 'riec'), (2, 'preparation')) p(n, part);
insert into signals (id, scope_id, owner_id, category, actor_id, created_at, number, form, narrative, contra_indications,
                     task, organised_crime_link, observed_from, place, municipality_code, urgency, emergency_called)
select v.id, v.id, o.id, 'signal', overlay(o.id::text placing '00000001' from 1)::uuid, v.moment,
       'V-' || v.n, 'AU', 'Bij controle nummer ' || v.n || ' stonden er matrassen in de werkplaats.', '', 'Toezicht',
       'Dezelfde bemiddelaar.', date '2026-10-01', 'Straat ' || v.n % 5000, 'GM9' || lpad(v.partner::text, 3, '0'), 'none', false
  from volume v join organisations o on o.name = 'Partner ' || v.partner;
insert into statuses (id, scope_id, owner_id, category, actor_id, created_at, of_id, status)
select gen_random_uuid(), s.id, s.owner_id, 'status', s.actor_id, s.created_at, s.id, 'submitted' from signals s
 where s.number like 'V-%';
insert into mentions (id, signal_id, scope_id, owner_id, category, actor_id, created_at, kind, name, birth_date,
                      verified, description)
select overlay(s.id::text placing '1' from 36)::uuid, s.id, s.id, s.owner_id, 'signal', s.actor_id, s.created_at, 'person',
       'Persoon ' || md5(s.number), '', false, '' from signals s where s.number like 'V-%';
insert into observations (id, signal_id, scope_id, owner_id, category, actor_id, created_at, indicator, words, source,
                          other_explanation)
select gen_random_uuid(), s.id, s.id, s.owner_id, 'signal', s.actor_id, s.created_at, i.code,
       'Zes matrassen achter de werkplaats, geen raam en geen vluchtweg.', 'inspection', ''
  from signals s cross join (select code from indicators order by code limit 2) i where s.number like 'V-%';
insert into search_entries (row_id, kind, target_id, scope_id, owner_id, category, organisations, words)
select s.id, 'signal', s.id, s.id, s.owner_id, s.category,
       array(select distinct p.organisation_id from participations p where p.scope_id = s.id),
       plain(concat_ws(' ', s.number, s.narrative, s.place))
  from signals s where s.number like 'V-%';
insert into search_entries (row_id, kind, target_id, scope_id, owner_id, category, organisations, words)
select m.id, 'signal', m.signal_id, m.scope_id, m.owner_id, m.category,
       array(select distinct p.organisation_id from participations p where p.scope_id = m.scope_id),
       plain(m.name)
  from mentions m join signals s on s.id = m.signal_id where s.number like 'V-%'
"""

# Each case has one subject, of which partners hold so much: the police, the municipality, and the RIEC in turn. Most
# cases fall to the first few municipalities; phase 2 is open in every other one.
CASES = """
create temporary table volume on commit drop as
select n, ('01900000-0000-7001-8000-' || lpad(n::text, 11, '0') || '0')::uuid as id,
       ('01900000-0000-7002-8000-' || lpad(n::text, 11, '0') || '0')::uuid as subject,
       3 + floor(({partners} - 2) * power(random(), 4))::int as partner, 1 + n % 2 as phase,
       now() - (n || ' seconds')::interval as moment
  from generate_series(1, {cases}) n;
insert into scopes (id, kind, parent_id, compartment, step, phase, municipality_code)
select id, 'case', null, 'R', 'dossier', phase, 'GM9' || lpad(partner::text, 3, '0') from volume
 union all
select subject, 'subject', id, 'R', 'dossier', phase, 'GM9' || lpad(partner::text, 3, '0') from volume;
insert into participations (id, scope_id, organisation_id, part, kind, compartment, step, phase, sealed,
                            own_territory, last_activity_at, started_at)
select gen_random_uuid(), s.id, ('00000000-0000-7000-8000-' || lpad(p.n::text, 12, '0'))::uuid, p.part, s.kind,
       'R', 'dossier', v.phase, false, p.n > 2, v.moment, v.moment
  from volume v cross join lateral (values (v.id, 'case'), (v.subject, 'subject')) s(id, kind)
 cross join lateral (values (1, 'riec'), (2, 'partner'), (v.partner, 'municipality')) p(n, part);
insert into cases (id, scope_id, owner_id, category, actor_id, created_at, number, title, purpose, activity,
                   organised_crime_link, municipality_code, manager_due_on)
select v.id, v.id, o.id, 'title', overlay(o.id::text placing '00000001' from 1)::uuid, v.moment, 'C-' || v.n,
       'Casus ' || v.n, 'Nagaan of iemand wordt uitgebuit.', 'case_meeting', 'Dezelfde bemiddelaar.',
       'GM9' || lpad(v.partner::text, 3, '0'), date '2026-12-01'
  from volume v join organisations o on o.name = 'Partner 1';
insert into subjects (id, scope_id, owner_id, category, actor_id, created_at, case_id, kind, role, name, birth_date,
                      verified, description)
select v.subject, v.subject, o.id, 'identification', overlay(o.id::text placing '00000001' from 1)::uuid, v.moment, v.id,
       'person', 'unknown', 'Persoon ' || md5('C-' || v.n), '', false, ''
  from volume v join organisations o on o.name = 'Partner 1';
insert into contributions (id, scope_id, owner_id, category, actor_id, created_at, subject_id, text, source)
select gen_random_uuid(), v.subject, o.id, g.category, overlay(o.id::text placing '00000001' from 1)::uuid, v.moment,
       v.subject, 'Wat hierover bekend is, nummer ' || c || ' bij casus ' || v.n || '.', 'Register'
  from volume v cross join generate_series(1, {each}) c
 cross join lateral (select (array[2, v.partner, 1])[1 + c % 3] as n,
                            (array['housing', 'company', 'police_8_13', 'vehicle', 'permits'])[1 + c % 5] as category) g
  join organisations o on o.id = ('00000000-0000-7000-8000-' || lpad(g.n::text, 12, '0'))::uuid;
insert into search_entries (row_id, kind, target_id, scope_id, owner_id, category, organisations, words)
select s.id, 'subject', s.id, s.id, s.owner_id, s.category,
       array(select distinct p.organisation_id from participations p where p.scope_id = s.id), plain(s.name)
  from subjects s join volume v on v.subject = s.id
"""

# What waits and what was done: a case in ten has no manager yet, and one in 25 is managed by the one person of the
# town; in each case a question, of which one in twenty is still open; in each fifth case an intervention, of which one
# in four is to be answered or carried out.
WORK = """
create temporary table volume on commit drop as
select row_number() over (order by k.number) as n, k.id, s.id as subject, c.phase, c.municipality_code, k.created_at as moment,
       ('01900000-0000-7003-8000-' || substr(k.id::text, 25, 12))::uuid as request,
       ('01900000-0000-7004-8000-' || substr(k.id::text, 25, 12))::uuid as corner,
       ('01900000-0000-7005-8000-' || substr(k.id::text, 25, 12))::uuid as intervention, p.organisation_id as municipality
  from cases k join subjects s on s.case_id = k.id join scopes c on c.id = k.id
  join participations p on p.scope_id = k.id and p.part = 'municipality' where k.number like 'C-%';
insert into actors (id, organisation_id, kind, name, function_title, language, active, created_at)
select overlay(o.id::text placing '00000002' from 1)::uuid, o.id, 'person', 'Colleague at ' || o.name, '', 'nl', true, now()
  from organisations o where o.name like 'Partner %';
insert into namings (id, scope_id, owner_id, category, actor_id, created_at, case_id, manager_id)
select gen_random_uuid(), v.id, v.municipality, 'title', overlay(v.municipality::text placing '00000001' from 1)::uuid, v.moment,
       v.id, overlay(v.municipality::text placing case when n % 25 = 1 then '00000001' else '00000002' end from 1)::uuid
  from volume v where n % 10 > 0;
update participations p set waiting = false from volume v where p.scope_id = v.id and v.n % 10 > 0;
create temporary table asked on commit drop as
select v.*, o.id as partner, case n % 20 when 0 then 'asked' else 'answered' end as status
  from volume v join organisations o on o.id = case n % 3 when 0 then '00000000-0000-7000-8000-000000000002' else v.municipality end;
insert into scopes (id, kind, parent_id, compartment, step, phase, municipality_code)
select request, 'request', id, 'R', 'dossier', phase, municipality_code from asked;
insert into participations (id, scope_id, organisation_id, part, kind, compartment, step, phase, sealed,
                            own_territory, waiting, last_activity_at, started_at)
select gen_random_uuid(), a.request, p.who, p.part, 'request', 'R', 'dossier', a.phase, false, a.municipality = p.who,
       a.status = 'asked', a.moment, a.moment
  from asked a cross join lateral (values (a.partner, 'asked'), ('00000000-0000-7000-8000-000000000001'::uuid, 'riec')) p(who, part);
insert into requests (id, scope_id, owner_id, category, actor_id, created_at, case_id, asked_id, question, ground, due_on)
select a.request, a.request, k.owner_id, 'request', k.actor_id, a.moment, a.id, a.partner, 'Wie staat hier ingeschreven?', 'WGS-1.5',
       today() + (a.n % 40)::int - 20
  from asked a join cases k on k.id = a.id;
insert into statuses (id, scope_id, owner_id, category, actor_id, created_at, of_id, status)
select gen_random_uuid(), a.request, k.owner_id, 'status', k.actor_id, a.moment, a.request, a.status from asked a join cases k on k.id = a.id;
create temporary table planned on commit drop as
select v.*, o.id as partner, (array['proposed', 'accepted', 'completed', 'completed', 'completed', 'refused', 'completed', 'completed'])[1 + n / 5 % 8] as status
  from volume v join organisations o on o.id = case n % 2 when 0 then '00000000-0000-7000-8000-000000000002' else v.municipality end
 where n % 5 = 0;
update scopes s set step = 'execution' from planned p where s.id = p.subject;
update participations s set step = 'execution' from planned p where s.scope_id = p.subject;
insert into scopes (id, kind, parent_id, compartment, step, phase, municipality_code)
select corner, 'intervention', subject, 'R', 'execution', phase, municipality_code from planned;
insert into participations (id, scope_id, organisation_id, part, kind, compartment, step, phase, sealed,
                            own_territory, waiting, last_activity_at, started_at)
select gen_random_uuid(), a.corner, p.who, p.part, 'intervention', 'R', 'execution', a.phase, false, a.municipality = p.who,
       a.status in ('proposed', 'accepted'), a.moment, a.moment
  from planned a cross join lateral (values (a.partner, 'assignee'), ('00000000-0000-7000-8000-000000000001'::uuid, 'riec')) p(who, part);
insert into interventions (id, scope_id, owner_id, category, actor_id, created_at, subject_id, content_scope_id, kind, partner_id, due_on)
select a.intervention, a.subject, k.owner_id, 'plan', k.actor_id, a.moment, a.subject, a.corner,
       (select code from intervention_kinds order by code limit 1), a.partner, today() + (a.n % 40)::int - 20
  from planned a join cases k on k.id = a.id;
insert into statuses (id, scope_id, owner_id, category, actor_id, created_at, of_id, status)
select gen_random_uuid(), a.subject, k.owner_id, 'plan', k.actor_id, a.moment, a.intervention, a.status from planned a join cases k on k.id = a.id
"""


SEARCH_INDEXES = """
select indexname, indexdef from pg_indexes where tablename = 'search_entries' and indexdef like '% USING gin %'
"""


def fill(connection: Connection, signals: int, cases: int = 0, each: int = 0, *, work: bool = False) -> None:
    """Add sixty partners and this many signals, and cases with so many contributions each; then analyse.

    With `work` there are questions and interventions in those cases too, so that work lists have something on them.

    As superuser and without triggers.
    """
    connection.execute("set session_replication_role = replica")
    connection.execute("set maintenance_work_mem = '256MB'")
    # Two thirds of the time would go into the search index; made at the end it takes seconds.
    indexes = connection.execute(SEARCH_INDEXES).fetchall()
    for name, _ in indexes:
        connection.execute(SQL("drop index {}").format(Identifier(name)))
    sizes = {"partners": PARTNERS, "signals": signals, "cases": cases, "each": each}
    for text in (ORGANISATIONS, ACTORS, RULES, MUNICIPALITIES, SIGNALS, CASES, *([WORK] if work else [])):
        connection.execute("drop table if exists pg_temp.volume")
        for statement in text.format(**sizes).split(";\n"):
            connection.execute(statement)
    for _, definition in indexes:
        connection.execute(definition)
    connection.execute("set session_replication_role = default")
    connection.commit()
    connection.autocommit = True
    connection.execute("vacuum analyze")


def organisation(number: int) -> str:
    """The id of a partner: 1 is the RIEC, 2 the police, then municipalities from large to small."""
    return f"00000000-0000-7000-8000-{number:012d}"


def person(number: int) -> str:
    """The id of the one person of a partner."""
    return "00000001" + organisation(number)[8:]
