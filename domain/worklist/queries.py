"""What waits, asked of the database: one statement for each kind of thing, however much there is of it.

Each begins at the participations where something waits, and not at all that was ever done (docs/decisions/0030). What
costs nothing to compare is compared before the policies judge what is left, and only of the most pressing is more read.
"""

from typing import Final

from sqlalchemy import text

from domain.naming import called

SIGNALS: Final = text("""
select s.id, s.number, s.place, s.form, s.urgency, s.created_at, s.owner_id = :mine as own, s.municipality_code,
       (select t.status from statuses t where t.scope_id = s.id and t.of_id = s.id order by t.id desc limit 1) as status
  from (select * from signals
         where id in (select p.scope_id from participations p where p.organisation_id = :mine and p.ended_at is null
                         and p.kind = 'signal' and p.step = 'detection' and p.waiting)
           and (:assesses or owner_id = :mine)
         order by urgency <> 'danger', urgency = 'none', created_at limit :most) s
""")

REQUESTS: Final = text("""
select r.id, r.question, r.due_on, r.created_at, r.asked_id = :mine as to_us, r.owner_id = :mine as by_us,
       k.number as case_number
  from (select * from requests
         where id in (select p.scope_id from participations p where p.organisation_id = :mine and p.ended_at is null
                         and p.kind = 'request' and p.step in ('dossier', 'weighing') and p.waiting)
           and (asked_id = :mine or owner_id = :mine and due_on < :today)
         order by due_on, id limit :most) r left join cases k on k.id = r.case_id
 where 'asked' = (select t.status from statuses t where t.scope_id = r.id and t.of_id = r.id order by t.id desc limit 1)
""")

INTERVENTIONS: Final = text("""
select * from (
  select i.id, i.kind as code, i.due_on, i.created_at, i.partner_id = :mine as ours,
         o.name as partner, k.number as case_number,
         (select t.status from statuses t where t.scope_id = i.scope_id and t.of_id = i.id order by t.id desc limit 1) as status
    from (select * from interventions
           where content_scope_id in (
                   select p.scope_id from participations p where p.organisation_id = :mine and p.ended_at is null
                      and p.kind = 'intervention' and p.step in ('assignment', 'execution') and p.waiting)
             and (partner_id = :mine or due_on < :today)
           order by due_on, id limit :most) i
    join organisations o on o.id = i.partner_id join scopes s on s.id = i.scope_id left join cases k on k.id = s.parent_id) found
 where status = any(:open)
""")

CASES: Final = text("""
select k.id, k.number, k.title, k.municipality_code, k.manager_due_on, k.created_at, s.step,
       exists (select from namings n where n.case_id = k.id) as managed
  from (select p.scope_id as id, min(p.step) as step from participations p
         where p.organisation_id = :mine and p.ended_at is null and p.kind = 'case'
           and p.waiting and (p.part = 'municipality' and p.step <> 'closed' or p.part = 'riec' and p.step = 'evaluation')
         group by p.scope_id) s join cases k on k.id = s.id
 order by k.manager_due_on, k.id limit :most
""")

SUBJECTS: Final = text(f"""
select * from (
  select s.id, p.step, k.number as case_number, k.municipality_code,
         {called("s")} as label, s.created_at,
         exists (select from opinions o where o.subject_id = s.id and o.owner_id = :mine
                    and o.created_at > coalesce(since.concluded, '-infinity')) as advised,
         exists (select from interventions i where i.subject_id = s.id
                    and i.created_at > coalesce(since.reopened, '-infinity')) as planned,
         exists (select from evaluations e where e.subject_id = s.id
                    and e.created_at > coalesce(since.reopened, '-infinity')) as evaluated
    from (select scope_id, min(step) as step from participations
           where organisation_id = :mine and ended_at is null and kind = 'subject' and waiting
             and step = any(:steps) group by scope_id) p
    join subjects s on s.id = p.scope_id left join cases k on k.id = s.case_id
    -- What was done in an earlier round is done: a subject that came back waits anew.
   cross join lateral (
         select max(t.created_at) filter (where t.status = 'ready_for_weighing') as concluded,
                max(t.created_at) filter (where t.status = 'reopened') as reopened
           from statuses t where t.scope_id = s.id and t.of_id = s.id) since) found
 where case step when 'weighing' then :chair or not advised when 'assignment' then not planned else not evaluated end
 order by id limit :most
""")  # noqa: S608 - our own text

ACTIONS: Final = text("""
select a.id, a.text, a.due_on, a.created_at, a.person_id, k.number as case_number, k.municipality_code
  from actions a join cases k on k.id = a.case_id
 where a.organisation_id = :mine
   and not exists (select from action_reports r where r.action_id = a.id and r.outcome <> 'progress')
 order by a.due_on, a.id limit :most
""")

MEETINGS: Final = text("""
select m.id, m.theme, m.created_at, (m.starts_at at time zone 'Europe/Amsterdam')::date as due_on
  from participations p join meetings m on m.id = p.scope_id
 where p.organisation_id = :mine and p.kind = 'meeting' and p.ended_at is null
   and m.closed_at is null
 order by m.starts_at limit :most
""")
