"""`python -m tests.db.matrix_page` writes the matrix into docs/sharing-in-detail.md; a test keeps the page and the law's data equal."""

from pathlib import Path

from db.seed import matrix

PAGE = Path(__file__).parents[2] / "docs" / "sharing-in-detail.md"
BEGIN, END = "<!-- matrix -->", "<!-- /matrix -->"

STEPS = {
    "detection": "detectie", "dossier": "dossier", "weighing": "weging", "assignment": "toewijzing",
    "execution": "uitvoering", "evaluation": "evaluatie", "closed": "gesloten", "meeting": "overleg",
}  # fmt: skip
PARTS = {
    "riec": "riec: the RIEC, which directs the chain",
    "municipality": "municipality: the municipality the case lies in, in its own territory only",
    "partner": "partner: a participant that joined the case",
    "reporter": "reporter: who submitted the signal",
    "preparation": "preparation: the preparation team, of every new signal",
    "asker": "asker: who put a question",
    "asked": "asked: to whom it was put",
    "assignee": "assignee: who carries out an intervention",
    "invited": "invited: who takes part in a case on the agenda of a meeting",
}
MARKS = {"content": "●", "title": "○", "existence": "·"}


def rendered() -> str:
    """Every ceiling, a table for each part: categories down, steps across."""
    cells = {
        (part, step, category): MARKS[level] for part, step, category, level, _, _ in matrix.ceiling_rows()
    }
    grounds = {part: ground for part, _, _, _, _, ground in matrix.ceiling_rows()}
    return "\n".join(_table(part, cells, grounds[part]) for part in PARTS)


def _table(part: str, cells: dict[tuple[str, str, str], str], ground: str) -> str:
    steps = [step for step in STEPS if any(key[:2] == (part, step) for key in cells)]
    lines = [
        f"**{PARTS[part]}** ({ground})\n",
        "| category | phase | source | " + " | ".join(STEPS[step] for step in steps) + " |",
        "|---|---|---|" + "---|" * len(steps),
    ]
    for category, dutch, _, phase, _, article in matrix.CATEGORIES:
        marks = [cells.get((part, step, category), "") for step in steps]
        if any(marks):
            lines.append(
                f"| {dutch} (`{category}`) | {phase} | {article or ground} | " + " | ".join(marks) + " |"
            )
    return "\n".join(lines) + "\n"


def page(text: str) -> str:
    """The page with the matrix of today in its place."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{rendered()}\n{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
