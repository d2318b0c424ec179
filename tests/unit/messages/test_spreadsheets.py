"""A table's bytes become rows, whatever program saved it; a bad row costs itself alone, and no cell is run."""

from __future__ import annotations

import pytest

from digest.errors import DataError
from digest.messages.spreadsheets import decoded, delimiters, lines, plain, protected, records, written

TEXT = "email,name\r\nada@example.org,Ada Ørsted\r\n"


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
        ("cp1252", "windows-1252"),
    ],
)
def test_a_file_s_encoding_is_told_from_its_bytes(encoding: str, told: str) -> None:
    """By its mark, by its zeros, or because it is no UTF-8."""
    assert decoded(TEXT.encode(encoding)) == (TEXT, told)


def test_an_encoding_may_be_given() -> None:
    """For a file that tells nothing; a wrong one is refused in words."""
    assert decoded("ада@пример.example".encode("koi8-r"), "koi8-r") == ("ада@пример.example", "koi8-r")
    for wrong in ("utf-8", "no-such", "zlib"):
        with pytest.raises(DataError):
            decoded("ада".encode("koi8-r"), wrong)


def test_what_is_no_text_is_refused() -> None:
    """A workbook is not read as Windows-1252, and half a UTF-16 file as nothing."""
    for body in (b"PK\x03\x04....", b"\xff\xfea"):
        with pytest.raises(DataError):
            decoded(body)


def test_lines_end_as_on_any_system_and_nowhere_else() -> None:
    """What Unicode calls a line's end may stand in a name."""
    assert list(lines("a\nb\r\nc\rd\u2028e")) == ["a\n", "b\r\n", "c\r", "d\u2028e"]


def test_the_delimiter_is_guessed_by_use_and_told_by_excel() -> None:
    """Quoted ones do not count."""
    assert delimiters('email;"a,b,c";name')[0] == ";"
    assert delimiters("email\tname")[0] == "\t"
    assert delimiters("sep=;\r\n") == (";",)


def test_rows_have_the_number_of_their_first_line() -> None:
    """A cell may hold several lines; blank lines and comments are no rows."""
    text = '# list\n\na,"b\nc",d\r\n"e ""f""",g\n'
    assert list(records(text, ",")) == [(3, ["a", "b\nc", "d"]), (5, ['e "f"', "g"])]


@pytest.mark.parametrize(
    "text",
    ['"open,1\nok,2\nok,3\n', '"open,1\nok,2\nok,"3"\n', '"open,1\nok,2\n' + "ok,3\n" * 60, '"open"x,1\nok,2\n'],
)
def test_a_quote_that_is_never_closed_costs_its_own_row(text: str) -> None:
    """Nothing that follows is swallowed."""
    found = list(records(text, ","))
    assert isinstance(found[0][1], DataError)
    assert len(found) == len(text.splitlines())
    assert all(isinstance(cells, list) and cells[0] == "ok" for _, cells in found[1:])


@pytest.mark.parametrize(
    "cell", ["=1+1", "+47 22", "-", "@home", "\tx", "#1", "'=x", "''=x", "'", "''", "'tis", "plain", "", "＝1"]
)
def test_a_cell_that_a_spreadsheet_would_run_is_guarded_and_comes_back(cell: str) -> None:
    """No cell that is written begins as a formula does."""
    assert plain(protected(cell)) == cell
    assert protected(cell)[:1] not in tuple("=+-@\t\r#＝")
    assert written([cell, "x"]).endswith(",x\r\n")
