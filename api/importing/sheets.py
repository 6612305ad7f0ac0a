"""Files that go to whoever imports: an empty one to fill in, the rows to correct, and what became of the others."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from api.sheets import Cells, File, Format, Table, tables
from domain.catalogue import HasLabel
from domain.importing import CHOICES, COLUMNS, Column, RowView, template

Say = Callable[[str], str]
"""A sentence in the language of the one who asks."""


def template_sheet(
    format: Format, language: str, _: Say, lists: Mapping[str, Iterable[HasLabel]], words: Say
) -> File:
    """An empty file; as a workbook also what each column is, and everything that can be chosen."""
    columns = template()
    heads = [one.label(language) for one in columns]
    about: Table = (
        _("Explanation"),
        [_("Column"), _("Required"), _("What to write")],
        (_about(one, language, _) for one in columns),
    )
    choices: Table = (
        _("Lists"),
        [_("Column"), _("Code"), _("Meaning")],
        _choices(language, lists, words),
    )
    return tables("import", format, [(_("Signals"), heads, ()), about, choices])


def _about(column: Column, language: str, _: Say) -> Cells:
    return [column.label(language), _("yes") if column.required else "", column.about(language)]


def _choices(language: str, lists: Mapping[str, Iterable[HasLabel]], words: Say) -> Iterator[Cells]:
    done: set[str] = set()
    for column in template():
        if not column.words or column.words in done:
            continue
        done.add(column.words)
        label = column.label(language)
        if column.words in lists:
            yield from ([label, one.code, one.label(language)] for one in lists[column.words])
        else:
            yield from ([label, code, words(code)] for code in CHOICES[column.words])


def errors_sheet(
    format: Format, language: str, _: Say, used: Iterable[str], rows: Iterable[tuple[RowView, str]]
) -> File:
    """The rows that are wrong, with what is wrong with each, under names that are recognised when it comes back."""
    columns = [COLUMNS[path] for path in COLUMNS if path in set(used)]
    heads = [*(one.label(language) for one in columns), _("Row in your file"), _("What is wrong")]
    table = ([*(row.said.get(one.path, "") for one in columns), row.place, wrong] for row, wrong in rows)
    return tables("import-errors", format, [(_("Signals"), heads, table)])


def results_sheet(format: Format, _: Say, rows: Iterable[RowView], stands: Say) -> File:
    """What became of each row: the number of its signal, or how it stands."""
    heads = [_("Row in your file"), _("State"), _("Signal")]
    table = ([one.place, stands(one.status), one.number or ""] for one in rows)
    return tables("import-result", format, [(_("Signals"), heads, table)])
