"""Agreements: who is a party, and whether two organisations have an agreement of some kind today."""

from typing import Final

from db.policies.administration import ADMINISTRATOR
from db.policies.identity import definer
from db.policies.sharing import reader_policies

# For policies and rooms alike: what needs an agreement asks for it here, at the moment it is needed.
_BETWEEN: Final = """
create function agreement_between(wanted text, one uuid, other uuid) returns uuid
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select g.id from agreements g
   where g.kind = wanted and g.valid_from <= statement_clock()
     and (g.valid_until is null or g.valid_until > statement_clock())
     and exists (select from agreement_parties p where p.agreement_id = g.id and p.organisation_id = one)
     and exists (select from agreement_parties p where p.agreement_id = g.id and p.organisation_id = other)
   order by g.valid_from desc, g.id desc limit 1
$$
"""

STATEMENTS: list[str] = [
    "alter table agreement_parties enable row level security",
    "create policy readable on agreement_parties for select to schakel_app"
    " using (my_actor() is not null or cardinality(viewers()) > 0)",
    "grant select on agreement_parties to schakel_app",
    f"create policy administered on agreement_parties for insert to schakel_app with check ({ADMINISTRATOR})",
    "grant insert (agreement_id, organisation_id) on agreement_parties to schakel_app",
    *reader_policies(["agreement_parties"]),
    _BETWEEN,
    *definer("agreement_between(text, uuid, uuid)", "schakel_app"),
    # A rule stands on a covenant and on nothing else; and on one that has not ended.
    "create policy on_covenant on rules as restrictive for insert to schakel_app with check (exists ("
    "select from agreements g where g.id = agreement_id and g.kind = 'covenant'"
    " and (g.valid_until is null or g.valid_until > clock())))",
    # When it was reviewed, the next review is another day; nothing else of an agreement changes but its end.
    f"create policy reviewed on agreements for update to schakel_app using ({ADMINISTRATOR})"
    f" with check ({ADMINISTRATOR})",
    "grant update (review_on) on agreements to schakel_app",
]
