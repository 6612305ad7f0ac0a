"""Attachments: the row is shared as every row is; its bytes with who sees the row, and the original with its owner only.

What nobody may read has no key for them either: the wrapped key of a file stands in the row that these policies hide.
"""

from typing import Final

from db.policies.identity import definer
from db.policies.sharing import reader_policies, supplied
from db.policies.withdrawing import withdrawing

_HEAD: Final = "language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$"

# As whoever asks: the policies of attachments decide whether there is one.
_READS: Final = """exists (select from attachments a where a.id = attachment_files.attachment_id
  and a.withdrawn_at is null and (a.owner_id = all(viewers())
       or a.state = 'clean' and attachment_files.kind <> 'original'))"""
_OWN: Final = """exists (select from attachments a where a.id = attachment_files.attachment_id
  and a.owner_id = my_organisation() and a.withdrawn_at is null)"""

# The first file makes the key known; from then on it changes only by rotation, as the owner of the tables.
_BEGIN_KEY: Final = f"""
create function begin_attachment_key(wanted text) returns text
{_HEAD}
begin
  perform pg_advisory_xact_lock(hashtextextended('attachment_keys', 0));
  if not exists (select from attachment_keys) then
    insert into attachment_keys (id) values (wanted);
  end if;
  return (select k.id from attachment_keys k);
end $$
"""

# What waits to be looked at, in no order: one that cannot be read keeps no other waiting. In the name of who added it, or
# of a colleague who works with it when that person has left, or is not admitted any more: it would wait for ever.
# And which of these names in the vault still belong to something.
ADDERS: Final = "array['reporter', 'handler', 'case_manager']"
_TO_SCAN: Final = f"""
create function attachments_to_scan(most int) returns table (id uuid, actor_id uuid)
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select a.id, x.id from attachments a join scopes s on s.id = a.scope_id
   cross join lateral (
     select c.id from actors c where c.organisation_id = a.owner_id and c.active
        and exists (select from actor_roles r where r.actor_id = c.id and r.role = any({ADDERS})
                       and r.valid_from <= today() and (r.valid_until is null or r.valid_until > today()))
        and exists (select from admissions m where m.actor_id = c.id and m.compartment = s.compartment
                       and m.valid_from <= today() and m.valid_until > today())
      order by c.id <> a.actor_id, random() limit 1) x
   where a.state = 'held' and a.withdrawn_at is null order by random() limit most $$
"""
_STILL_KEPT: Final = """
create function attachment_files_kept(names uuid[]) returns setof uuid
language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select f.id from attachment_files f where f.id = any(names) $$
"""

# With the row of a file goes its key: whatever copies of the file there are, none can be read again.
_SHRED: Final = f"""
create function shred() returns trigger
{_HEAD}
begin
  if new.withdrawn_at is not null or new.state = 'refused' or new.mark <> old.mark then
    delete from attachment_files f where f.attachment_id = new.id;
  end if;
  return null;
end $$
"""
_FILES: Final = "id, attachment_id, kind, page, media_type, size, wrapped_key, key_id"

STATEMENTS: list[str] = [
    "create policy supplier on attachments as restrictive for insert to schakel_app"
    f" with check (signal_id is not null or {supplied('attachments')})",
    "create policy kept on attachments as restrictive for update to schakel_app using (withdrawn_at is null)",
    # Its owner corrects its words or puts another file in its place; the policies say that it is the owner.
    "grant update (name, description, source, media_type, size, pages, state, mark, corrected_at, replaced_at, replaced_for)"
    " on attachments to schakel_app",
    "create policy withdrawn on attachments for update to schakel_reader using (true) with check (true)",
    "grant update (name, description, source, mark, withdrawn_at, withdrawn_for, circle) on attachments to schakel_reader",
    withdrawing(
        "withdraw_attachment", "attachments", "name = '', description = '', source = '', mark = ''",
        parts=("reporter", "riec", "municipality", "partner"),
    ),
    *definer("withdraw_attachment(uuid, text)", "schakel_app"),
    "alter table attachment_keys enable row level security",
    "create policy known on attachment_keys for select to schakel_app using (true)",
    "grant select on attachment_keys to schakel_app",
    "create policy begun on attachment_keys for insert to schakel_reader with check (true)",
    "grant insert (id) on attachment_keys to schakel_reader",
    *reader_policies(["attachment_keys", "attachment_files"]),
    _BEGIN_KEY,
    *definer("begin_attachment_key(text)", "schakel_app"),
    "alter table attachment_files enable row level security",
    f"create policy reads on attachment_files for select to schakel_app using ({_READS})",
    f"create policy adds on attachment_files for insert to schakel_app with check ({_OWN})",
    "grant select on attachment_files to schakel_app",
    f"grant insert ({_FILES}) on attachment_files to schakel_app",
    "create policy shredded on attachment_files for delete to schakel_reader using (true)",
    "grant delete on attachment_files to schakel_reader",
    _SHRED,
    *definer("shred()", "schakel_owner"),
    "create trigger shred after update of withdrawn_at, state, mark on attachments for each row execute function shred()",
    _TO_SCAN,
    *definer("attachments_to_scan(int)", "schakel_worker"),
    _STILL_KEPT,
    *definer("attachment_files_kept(uuid[])", "schakel_worker"),
]  # fmt: skip
