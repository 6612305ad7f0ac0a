"""Proposals to the steering group: who reads them, and who may say what became of them.

They lie in no scope, so the five policies do not hold for them; these do. On a wall of several nobody reads them.
"""

from typing import Final

from db.policies.identity import AT_RIEC, BY_ME, added_only

_READS: Final = f"has_content_role() and (addressed_id = my_organisation() or {AT_RIEC})"
_PROPOSES: Final = f"{BY_ME} and my_roles() && array['chair', 'analyst'] and {AT_RIEC}"

# The chair of the RIEC brings back what the steering group decided. What was adopted is told as done by whoever it was
# addressed to, or by that chair.
_DECIDES: Final = f"""{BY_ME} and exists (
  select from steering_proposals p where p.id = steering_decisions.proposal_id
     and case steering_decisions.outcome
         when 'done' then p.addressed_id = my_organisation() and my_roles() && array['mandate_holder', 'case_manager', 'chair']
                          or 'chair' = any(my_roles()) and {AT_RIEC}
         else 'chair' = any(my_roles()) and {AT_RIEC} end)"""

# One's own insert is not in sight of its own check, so that it follows an adoption is a trigger's to see.
_FOLLOWS: Final = """
create function steering_follows() returns trigger language plpgsql
set search_path = pg_catalog, public, pg_temp as $$
begin
  if new.outcome = 'done' and not exists (
       select from steering_decisions d where d.proposal_id = new.proposal_id and d.outcome = 'adopted') then
    raise exception 'not adopted' using errcode = 'P0002';
  end if;
  return new;
end $$
"""

_COLUMNS: Final = {
    "steering_proposals": "id, organisation_id, actor_id, title, text, reason, addressed_id, due_on",
    "steering_decisions": "id, proposal_id, organisation_id, actor_id, outcome, text",
}

STATEMENTS: list[str] = [
    *added_only(_COLUMNS),
    f"create policy reads on steering_proposals for select to schakel_app using ({_READS})",
    f"create policy proposes on steering_proposals for insert to schakel_app with check ({_PROPOSES})",
    "create policy reads on steering_decisions for select to schakel_app using (exists ("
    "select from steering_proposals p where p.id = steering_decisions.proposal_id))",
    f"create policy decides on steering_decisions for insert to schakel_app with check ({_DECIDES})",
    _FOLLOWS,
    "revoke execute on function steering_follows() from public",
    "create trigger follows before insert on steering_decisions for each row execute function steering_follows()",
]
