"""Order, dates and capacity: who may say what, beside the five policies that say who sees it."""

from typing import Final

from db.policies.identity import definer
from db.policies.sharing import reader_policies

# Who directs says what waits for what; who carries out says when. Nobody does it for another.
# Either lies where the title of the intervention lies.
_DIRECTS: Final = (
    "exists (select from interventions i where i.id = dependencies.intervention_id"
    " and i.scope_id = dependencies.scope_id and i.owner_id = my_organisation())"
)
_CARRIES_OUT: Final = (
    "exists (select from interventions i where i.id = schedules.intervention_id"
    " and i.scope_id = schedules.scope_id and i.partner_id = my_organisation())"
)

# What an organisation can do is known to itself and to the RIEC, who asks it; on a wall of several to nobody.
_COUNTS: Final = (
    "has_content_role() and (organisation_id = my_organisation() or exists ("
    "select from organisations o where o.id = my_organisation() and o.kind = 'riec'))"
)
_KEEPS: Final = (
    "organisation_id = my_organisation() and actor_id = my_actor() and 'mandate_holder' = any(my_roles())"
)

# Who would have to wait must be able to see for what: whoever directs both may know whether it does.
_SEES_PLAN: Final = """
create function sees_plan(place uuid, owner uuid, partner uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select takes_part(place, array['riec'])
     and exists (select from in_sight(array[place], array[owner], array['plan'], partner)) $$
"""

STATEMENTS: list[str] = [
    f"create policy directs on dependencies as restrictive for insert to schakel_app with check ({_DIRECTS})",
    "grant update (lifted_at) on dependencies to schakel_app",
    f"create policy carries_out on schedules as restrictive for insert to schakel_app with check ({_CARRIES_OUT})",
    "alter table capacities enable row level security",
    f"create policy counts on capacities for select to schakel_app using ({_COUNTS})",
    f"create policy keeps on capacities for insert to schakel_app with check ({_KEEPS})",
    "grant select on capacities to schakel_app",
    "grant insert (id, organisation_id, starts_on, months, unit, intervention_kind, amount, actor_id)"
    " on capacities to schakel_app",
    *reader_policies(["capacities"]),
    _SEES_PLAN,
    *definer("sees_plan(uuid, uuid, uuid)", "schakel_app"),
]
