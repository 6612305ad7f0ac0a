"""Taking back what one's own organisation said: it is emptied, and only who was shown it keeps a mark of that."""

from collections.abc import Sequence


def withdrawing(
    name: str, table: str, emptied: str, parts: Sequence[str] = ("riec", "municipality", "partner")
) -> str:
    """The function that withdraws a row of a table; the access log knows who was shown it, and tells it to no one."""
    return f"""
create function {name}(wanted uuid, why text) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  found {table};
begin
  perform hold(t.scope_id) from {table} t where t.id = wanted;
  select * into found from {table} t where t.id = wanted;
  if found.owner_id is distinct from my_organisation() or found.withdrawn_at is not null
     or not takes_part(found.scope_id, array{list(parts)}) then
    raise exception 'no such row' using errcode = 'P0002';
  end if;
  update {table} t
     set {emptied}, withdrawn_at = clock(), withdrawn_for = why,
         circle = array(select distinct a.actor_id from access_log a
                         where a.scope_id in (select s.id from scopes s where s.id = found.scope_id
                                               union select s.parent_id from scopes s where s.id = found.scope_id)
                           and a.object_ids @> array[wanted] and a.outcome <> 'refused'
                           and a.organisation_id <> found.owner_id
                           and (found.circle is null or a.actor_id = any(found.circle)))
   where t.id = wanted;
  delete from drafts d where d.about_id = wanted;
end $$
"""
