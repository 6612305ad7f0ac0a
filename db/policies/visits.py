"""Each person sees and moves their own last look only; nobody else can learn when somebody was there."""

STATEMENTS: list[str] = [
    "alter table visits enable row level security",
    "grant select, insert (actor_id), update (looked_at, since) on visits to schakel_app",
    "create policy own_select on visits for select to schakel_app using (actor_id = my_actor())",
    "create policy own_insert on visits for insert to schakel_app with check (actor_id = my_actor())",
    "create policy own_update on visits for update to schakel_app"
    " using (actor_id = my_actor()) with check (actor_id = my_actor())",
]
