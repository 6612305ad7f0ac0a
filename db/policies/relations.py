"""A relation is about two: it is seen by who may see it where it lies, and sees both of them.

So that none tells of a subject that is hidden; nor does what was told of it in the log. Its owner keeps what it said.
"""

from typing import Final

from db.policies.identity import definer
from db.policies.sharing import supplied
from db.policies.withdrawing import withdrawing

# As whoever asks: the policies of subjects decide, on a wall those of everybody.
_BOTH: Final = (
    "exists (select from subjects s where s.id = relations.from_id)"
    " and exists (select from subjects s where s.id = relations.to_id)"
)
_TOLD: Final = "('dossier.related', 'dossier.relation_corrected', 'dossier.relation_withdrawn')"

STATEMENTS: list[str] = [
    "create policy pair on relations as restrictive for select to schakel_app"
    f" using (owner_id = all(viewers()) or {_BOTH})",
    f"create policy pair_seen on relations as restrictive for insert to schakel_app with check ({_BOTH})",
    f"create policy supplier on relations as restrictive for insert to schakel_app"
    f" with check ({supplied('relations')})",
    "create policy kept on relations as restrictive for update to schakel_app using (withdrawn_at is null)",
    "grant update (kind, text, source, source_reliability, content_credibility, since, until, corrected_at)"
    " on relations to schakel_app",
    "create policy withdrawn on relations for update to schakel_reader using (true) with check (true)",
    "grant update (kind, text, source, since, until, withdrawn_at, withdrawn_for, circle)"
    " on relations to schakel_reader",
    withdrawing(
        "withdraw_relation", "relations", "kind = '', text = '', source = '', since = '', until = ''"
    ),
    *definer("withdraw_relation(uuid, text)", "schakel_app"),
    # Only once it is a relation no more can it be told: after that, to nobody.
    "create policy pair on events as restrictive for select to schakel_app using ("
    f"events.type not in {_TOLD} or exists (select from relations r where r.id = events.object_id))",
]
