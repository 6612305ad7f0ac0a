"""Each person sees and keeps its own filters only."""

_OWN = "actor_id = my_actor()"

STATEMENTS: list[str] = [
    "alter table saved_filters enable row level security",
    "grant select, delete on saved_filters to schakel_app",
    "grant insert (id, actor_id, list, name, asked, first) on saved_filters to schakel_app",
    "grant update (name, asked, first) on saved_filters to schakel_app",
    f"create policy own on saved_filters to schakel_app using ({_OWN}) with check ({_OWN})",
]
