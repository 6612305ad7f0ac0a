"""The words that need care are public to whoever writes."""

STATEMENTS: list[str] = [
    "alter table guarded_words enable row level security",
    "create policy readable on guarded_words for select to schakel_app using (true)",
    "grant select on guarded_words to schakel_app",
]
