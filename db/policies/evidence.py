"""Evidence: which row lets a scope move, and when everybody has answered. Nothing changes here."""

from typing import Final

from db.policies.identity import definer

# The act a row is evidence of, and the scope it moves. A row counts once: in the transaction that wrote it.
_EVIDENCE: Final = """
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
"""

# What was done before a subject was taken up once more settles nothing of what is decided now.
_SETTLED: Final = """
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
"""

STATEMENTS: list[str] = [
    _EVIDENCE,
    "alter view evidence owner to schakel_reader",
    _SETTLED,
    *definer("settled(uuid)", "schakel_reader"),
]
