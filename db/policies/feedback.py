"""Feedback on released results: who reads the register, who answers, and who ends it.

It lies in no scope, so the five policies do not hold for it; these do. The RIEC reads all of it, an organisation what
was released to it, as far as somebody does such work there. On a wall of several nobody reads it. See docs/decisions/0029.
"""

from typing import Final

from db.policies.identity import AT_RIEC, BY_ME, added_only
from db.policies.sharing import reader_policies

ANSWERERS: Final = "array['handler', 'case_manager', 'analyst', 'preparation', 'mandate_holder']"
_OURS: Final = f"recipient_id = my_organisation() and my_roles() && {ANSWERERS}"
_READS: Final = f"has_content_role() and ({_OURS} or {AT_RIEC})"
_CHAIR: Final = f"{BY_ME} and 'chair' = any(my_roles()) and {AT_RIEC}"

# Whoever got it answers for itself, today; for somebody outside the RIEC writes down what it was told.
_ANSWERS: Final = f"""{BY_ME} and exists (
  select from released_results s where s.id = feedback_answers.result_id
     and not exists (select from feedback_endings e where e.result_id = s.id)
     and (s.recipient_id = my_organisation() and my_roles() && {ANSWERERS}
          and (feedback_answers.given_on = today() or feedback_answers.corrects_id is not null)
       or s.recipient_id is null and my_roles() && array['chair', 'analyst'] and {AT_RIEC}))"""

# The one release that was just decided on, and the result that was written for it.
_LINKS: Final = """'chair' = any(my_roles()) and exists (
  select from disclosures d join releases r on r.disclosure_id = d.id join released_results s on s.id = release_links.result_id
   where d.id = release_links.disclosure_id and d.owner_id = my_organisation() and r.created_at >= transaction_clock()
     and s.organisation_id = d.owner_id and s.recipient_id is not distinct from d.recipient_id)"""

# When feedback is due, as long as it is asked, and from when one is reminded: said here once, for lists and notices.
_DUE: Final = """
create view feedback_due with (security_invoker = true) as
select f.id, f.recipient_id, f.due_on, f.due_on - coalesce((
         select t.number from access_terms t where t.code = 'feedback_notice_days' and t.valid_from <= today()
            and (t.valid_until is null or t.valid_until > today())), 0) as remind_on
  from (select s.id, s.recipient_id, coalesce((
                 select a.next_due_on from feedback_answers a where a.result_id = s.id and a.corrects_id is null
                  order by a.given_on desc, a.id desc limit 1), s.due_on) as due_on
          from released_results s
         where not exists (select from feedback_endings e where e.result_id = s.id)) f
"""

_COLUMNS: Final = {
    "released_results": "id, number, organisation_id, actor_id, recipient_id, recipient_name, recipient_kind, basis,"
    " ground, released_on, due_on",
    "release_links": "result_id, disclosure_id",
    "feedback_answers": "id, result_id, organisation_id, actor_id, corrects_id, effect, text, why, given_on, next_due_on",
    "feedback_endings": "id, result_id, organisation_id, actor_id, reason, explanation",
}

# Releases from before the register: each gets its row, with a number as `domain.rows.make_number` makes them (year, seven
# characters out of random bytes, a check character). Once every release has one there is nothing left to do.
_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_BODY: Final = (0, 1, 2, 3, 4, 5, 9)  # of a random UUID the bytes that hold no version
_DIGITS: Final = ", ".join(f"get_byte(uuid_send(e.drawn), {place}) % 32" for place in _BODY)
_EARLIER: Final = f"""
with earlier as (
  select r.disclosure_id, r.owner_id, r.actor_id, r.created_at, (r.created_at at time zone 'Europe/Amsterdam')::date as on_day,
         gen_random_uuid() as id, gen_random_uuid() as drawn
    from releases r where not exists (select from release_links l where l.disclosure_id = r.disclosure_id)),
numbered as (
  select e.*, 'TK-' || extract(year from e.on_day) || '-' || (
           select string_agg(substr('{_ALPHABET}', c.digit + 1, 1), '' order by c.place)
                  || substr('{_ALPHABET}', (sum((c.place + 1) * c.digit) % 31)::int + 1, 1)
             from unnest(array[{_DIGITS}]) with ordinality as c(digit, place)) as number
    from earlier e),
made as (
  insert into released_results (id, number, organisation_id, actor_id, recipient_id, recipient_name, recipient_kind, basis,
                                ground, released_on, due_on, created_at)
  select n.id, n.number, n.owner_id, n.actor_id, d.recipient_id, d.recipient_name, d.recipient_kind, d.basis, d.ground,
         n.on_day, n.on_day + interval '1 year', n.created_at
    from numbered n join disclosures d on d.id = n.disclosure_id)
insert into release_links (result_id, disclosure_id) select id, disclosure_id from numbered
"""

STATEMENTS: list[str] = [
    *added_only(_COLUMNS),
    f"create policy reads on released_results for select to schakel_app using ({_READS})",
    f"create policy releases on released_results for insert to schakel_app with check ({_CHAIR})",
    "create policy reads on release_links for select to schakel_app using (exists ("
    "select from disclosures d where d.id = release_links.disclosure_id))",
    f"create policy links on release_links for insert to schakel_app with check ({_LINKS})",
    *(
        f"create policy reads on {table} for select to schakel_app using (exists ("
        f"select from released_results s where s.id = {table}.result_id))"
        for table in ("feedback_answers", "feedback_endings")
    ),
    f"create policy answers on feedback_answers for insert to schakel_app with check ({_ANSWERS})",
    f"create policy ends on feedback_endings for insert to schakel_app with check ({_CHAIR})",
    *reader_policies(["released_results", "feedback_answers", "feedback_endings"]),
    _DUE,
    "grant select on feedback_due to schakel_app, schakel_reader",
    _EARLIER,
]
