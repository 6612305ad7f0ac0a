"""Retention: what is past its term, what is held, and `destroy()`, which removes every row and leaves a proof.

WGS 1.8(7) and BGS 1.16. Who may decide, whether the term is over and whether a hold stands in the way is checked
here, in SQL, against the decision that was written in the same transaction.
"""

from typing import Final

from db.policies.identity import definer
from db.policies.participations import let_in
from db.policies.sharing import reader_policies, shareable_tables

_HEAD: Final = "language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$"

# The chair and the coordinating DPO of the RIEC, for all participants together (WGS 1.4(2)).
_MAY_DECIDE: Final = """
create function may_decide_retention() returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select my_roles() && array['chair', 'coordinating_dpo'] and exists (
    select from organisations o where o.id = my_organisation() and o.kind = 'riec') $$
"""

# What holds personal data, when that began and when it was decided that it is no longer needed.
_RETAINED: Final = """
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
"""

# The term that is over first; the number of a subject is that of its case, since it has none of its own.
_TERMS_OF: Final = """
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
"""

# A hold on a case holds its subjects, and one on a subject holds its case.
_HELD: Final = """
create view held as
select t.scope_id, h.id as hold_id, h.scope_id as held_at, h.reason, h.review_on
  from terms_of t join holds h on h.released_at is null
   and (h.scope_id in (t.scope_id, t.parent_id)
        or exists (select from scopes s where s.id = h.scope_id and s.parent_id = t.scope_id))
"""


def _kept_out(scope: str) -> str:
    """Who is barred decides nothing here, nor who is not named where the RIEC's persons are; the DPO never is."""
    return f"""(exists (select from bars b where b.scope_id = {scope} and b.actor_id = my_actor())
       or not 'coordinating_dpo' = any(my_roles()) and exists (
          select from participations p where p.scope_id = {scope} and p.organisation_id = my_organisation()
             and ({let_in("p")}) is not true))"""


_RETENTION: Final = f"""
create function retention(wanted uuid, until date, most int)
returns table (scope_id uuid, kind text, number text, term text, ground text, since date, due_on date,
               hold_id uuid, held_at uuid, reason text, review_on date)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select t.scope_id, t.kind, t.number, t.term, t.ground, t.since, t.due_on, h.hold_id, h.held_at, h.reason, h.review_on
    from terms_of t
    left join lateral (select * from held x where x.scope_id = t.scope_id
                        order by x.held_at = t.scope_id desc, x.review_on desc limit 1) h on true
   where may_decide_retention() and (wanted is null or t.scope_id = wanted)
     and not {_kept_out("t.scope_id")}
     and (until is null or t.due_on <= until or h.held_at = t.scope_id)
   order by t.due_on, t.scope_id limit most
$$
"""

_RETAINABLE: Final = f"""
create function retainable(scope uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select may_decide_retention() and exists (select from retained r where r.scope_id = scope)
     and not {_kept_out("scope")} $$
"""


def _destroy() -> str:
    """Every row of the scope and what hangs below it; children before what they point at."""
    deletes = "\n".join(
        f"  delete from {table.name} where id = any(doomed);" for table in reversed(shareable_tables())
    )
    return f"""
create function destroy(scope uuid, proof uuid) returns void
{_HEAD}
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
{deletes}
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
"""


_EMPTIED: Final = (
    "search_entries", "digests", "connection_entries", "connection_postings", "known_findings", "known_questions", "holds",
    "bars", "circle_decisions", "emergencies", "participations",
)  # fmt: skip


def _may_delete() -> list[str]:
    """The reader role, which nobody can be, deletes; only `destroy()` does so."""
    tables = [*(table.name for table in shareable_tables()), *_EMPTIED]
    return [
        statement
        for table in tables
        for statement in (
            f"create policy destroyed on {table} for delete to schakel_reader using (true)",
            f"grant delete on {table} to schakel_reader",
        )
    ]


_IN_MY_NAME: Final = "actor_id = my_actor() and organisation_id = my_organisation() and retainable(scope_id)"

STATEMENTS: list[str] = [
    _MAY_DECIDE,
    *definer("may_decide_retention()", "schakel_app"),
    _RETAINED,
    "alter view retained owner to schakel_reader",
    _TERMS_OF,
    "alter view terms_of owner to schakel_reader",
    _HELD,
    "alter view held owner to schakel_reader",
    _RETENTION,
    *definer("retention(uuid, date, int)", "schakel_app"),
    _RETAINABLE,
    *definer("retainable(uuid)", "schakel_app"),
    "alter table destructions enable row level security",
    "create policy readable on destructions for select to schakel_app using ("
    "may_decide_retention() or 'auditor' = any(my_roles()))",
    "grant select on destructions to schakel_app",
    f"create policy decided on destructions for insert to schakel_app with check ({_IN_MY_NAME})",
    "grant insert (id, scope_id, kind, term, ground, actor_id, organisation_id) on destructions to schakel_app",
    "create policy proven on destructions for update to schakel_reader using (true) with check (true)",
    "grant update (rows, digest, destroyed_at) on destructions to schakel_reader",
    *reader_policies(["destructions", "holds"]),
    "alter table holds enable row level security",
    "create policy readable on holds for select to schakel_app using (may_decide_retention())",
    "grant select on holds to schakel_app",
    f"create policy placed on holds for insert to schakel_app with check ({_IN_MY_NAME})",
    "grant insert (id, scope_id, reason, review_on, actor_id, organisation_id) on holds to schakel_app",
    "create policy released on holds for update to schakel_app using (may_decide_retention() and released_at is null)"
    " with check (may_decide_retention() and released_by = my_actor())",
    "grant update (released_at, released_by) on holds to schakel_app",
    *_may_delete(),
    # What was typed about it and never sent goes too; nobody but its writer ever reads a draft.
    "grant select (about_id) on drafts to schakel_reader",
    _destroy(),
    *definer("destroy(uuid, uuid)", "schakel_app"),
]
