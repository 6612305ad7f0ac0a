"""Disclosures: nothing leaves the case before the suppliers were asked and everything the law asks for holds.

What is disclosed has a category without a ceiling: by default nobody but the RIEC, which owns it, finds a trace of it.
Whether a release may be added is asked here once more, in SQL, of the answers themselves. See docs/decisions/0023.
"""

from typing import Final

from db.policies.identity import definer
from db.policies.participations import let_in

_PURE: Final = "language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$"

# What suppliers keep out of a disclosure of the RIEC: told to it also when it sees their answers no more.
_EXCEPTED: Final = f"""
create function excepted_of(wanted uuid) returns setof uuid
{_PURE}
  select unnest(a.excepted_ids)
    from disclosures d join consents c on c.disclosure_id = d.id join answers a on a.request_id = c.request_id
   where d.id = wanted and d.owner_id = my_organisation() and takes_part(d.case_id, array['riec']) $$
"""

# No objection, consent where it is needed, every item still as open and as true as it was, and nobody left out. What
# a supplier excepted stays behind, and something must be left.
_MAY_RELEASE: Final = f"""
create function may_release(wanted uuid, advised boolean) returns boolean
{_PURE}
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
"""

# What became of the originals: the RIEC has to know it, also when it no longer sees them.
_ORIGINALS: Final = f"""
create function originals_of(wanted uuid) returns table (id uuid, corrected_at timestamptz, withdrawn_at timestamptz)
{_PURE}
  select c.id, c.corrected_at, c.withdrawn_at
    from disclosures d join extracts x on x.disclosure_id = d.id join contributions c on c.id = x.disclosed_from
   where d.id = wanted and d.owner_id = my_organisation() and takes_part(d.case_id, array['riec']) $$
"""

# Where one's own went. Nothing of what went along with it, and nothing before it was released.
_WENT_TO: Final = f"""
create function went_to(wanted uuid[])
returns table (contribution_id uuid, disclosure_id uuid, recipient_name text, recipient_kind text, ground text,
               released_at timestamptz)
{_PURE}
  select c.id, d.id, d.recipient_name::text, d.recipient_kind::text, d.ground::text, r.created_at
    from contributions c
    join participations p on p.scope_id = c.scope_id and p.organisation_id = my_organisation() and p.ended_at is null
         and not p.sealed and p.compartment = any(admitted()) and ({let_in("p")})
    join extracts x on x.disclosed_from = c.id
    join releases r on r.id = x.release_id join disclosures d on d.id = x.disclosure_id
   where c.id = any(wanted) and c.owner_id = my_organisation() and has_content_role()
     and not exists (select from bars b where b.scope_id = c.scope_id and b.actor_id = any(viewer_actors()))
   order by r.created_at, d.id $$
"""

# One line for each original that went somewhere, for whoever sees that: what a notice can be about.
_DISCLOSED: Final = """
create view disclosed with (security_invoker = true) as
select x.disclosed_from as id, min(x.owner_id::text)::uuid as owner_id from extracts x group by x.disclosed_from
"""

_BY_THE_RIEC: Final = (
    ("disclosures", "takes_part(disclosures.case_id, array['riec']) and my_roles() && array['chair', 'analyst']"),
    ("consents", "exists (select from disclosures d where d.id = consents.disclosure_id and d.owner_id = my_organisation())"
                 " and 'chair' = any(my_roles())"),
    ("releases", "may_release(releases.disclosure_id, releases.advice_number is not null)"),
    ("extracts", "'chair' = any(my_roles()) and exists (select from releases r join disclosures d on d.id = r.disclosure_id"
                 " where r.id = extracts.release_id and d.id = extracts.disclosure_id and r.created_at >= transaction_clock()"
                 " and extracts.disclosed_from = any(d.contribution_ids)"
                 " and extracts.disclosed_from not in (select excepted_of(d.id)))"),
)  # fmt: skip

STATEMENTS: list[str] = [
    _EXCEPTED,
    *definer("excepted_of(uuid)", "schakel_app"),
    _MAY_RELEASE,
    *definer("may_release(uuid, boolean)", "schakel_app"),
    _ORIGINALS,
    *definer("originals_of(uuid)", "schakel_app"),
    _WENT_TO,
    *definer("went_to(uuid[])", "schakel_app"),
    _DISCLOSED,
    "grant select on disclosed to schakel_app",
    *(
        f"create policy decided on {table} as restrictive for insert to schakel_app with check ({check})"
        for table, check in _BY_THE_RIEC
    ),
]
