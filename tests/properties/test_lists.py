"""A list that is exported and imported is the same list; hostile tables cost their own rows alone."""

from __future__ import annotations

import contextlib
import csv
import io
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from digest.errors import DataError
from digest.messages.addresses import who
from digest.messages.lists import Row, heading, line, read
from digest.messages.preferences import LONGEST_NAME, MOST_FIELDS, Offered, joined, several, tidy
from digest.messages.spreadsheets import decoded, plain, protected, records
from digest.model import Subscriber, Suppression

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
OFFERED = Offered(sections=("World", "Sport; Games", 'The "Rest"', "=Sum"), languages=("en", "de", "pt-BR"))

hostile = st.text(alphabet=st.sampled_from("=+-@'\"#,;|\t\r\n \u2028aé＝{}[]:0"), max_size=12)
texts = st.text(max_size=30) | hostile
locals_ = st.text(alphabet=st.sampled_from("=+-'#{|}!aB9_é"), min_size=1, max_size=12)
moments = st.datetimes(timezones=st.just(UTC))
names = texts.map(lambda text: tidy(text, longest=LONGEST_NAME))
fields = (
    st.dictionaries(texts.map(lambda text: tidy(text, longest=64)), texts.map(tidy), max_size=4)
    .map(lambda held: {name: value for name, value in held.items() if name and value})
    .filter(lambda held: len(held) <= MOST_FIELDS)
)


@st.composite
def people(draw: st.DrawFn) -> tuple[str, Subscriber | None, Suppression | None]:
    """Somebody of the list, as the database holds them."""
    address = f"{draw(locals_)}@example.org"
    person = who(address)
    stopped = draw(
        st.none()
        | st.builds(
            Suppression,
            who=st.just(person),
            reason=st.sampled_from(["hard_bounce", "complaint", "unsubscribed", "manual"]),
            at=moments,
            note=texts.map(tidy),
        )
    )
    # Who unsubscribed is suppressed too.
    states = ["pending", "active", *(["unsubscribed"] if stopped else [])]
    subscriber = st.builds(
        Subscriber,
        address=st.just(address),
        name=names,
        state=st.sampled_from(states),
        fields=fields,
        without=st.lists(st.sampled_from(OFFERED.sections), unique=True).map(tuple),
        language=st.sampled_from(["", *OFFERED.languages]),
        rhythm=st.sampled_from(["daily", "weekly"]),
        timezone=st.sampled_from(["", "Europe/Oslo", "Asia/Tokyo"]),
        hour=st.none() | st.integers(0, 23),
        origin=st.sampled_from(["feeds", "file", "command", "import", "form", "mail"]),
        joined=st.none() | moments,
        confirmed=st.none() | moments,
    )
    return person, draw(subscriber if stopped is None else st.none() | subscriber), stopped


@given(st.lists(people(), max_size=4, unique_by=lambda each: each[0]))
def test_an_exported_list_is_imported_the_same(
    listed: list[tuple[str, Subscriber | None, Suppression | None]],
) -> None:
    """Every person, every wish, every field and suppression; and no cell that a spreadsheet would run."""
    named = sorted({name for _, each, _ in listed if each is not None for name in each.fields})
    text = heading(named) + "".join(line(*each, named) for each in listed)
    for row in csv.reader(io.StringIO(text, newline="")):
        assert not [cell for cell in row if cell[:1] and cell[0] in "=+-@\t\r"]
    found = list(read(text, offered=OFFERED, at=NOON).rows)
    assert all(isinstance(row, Row) for row in found), found
    assert [(row.person, row.subscriber, row.suppression) for row in found if isinstance(row, Row)] == listed
    assert not [row.odd for row in found if isinstance(row, Row) and row.odd]


@given(hostile)
def test_a_guarded_cell_comes_back(cell: str) -> None:
    """Whatever it holds."""
    assert plain(protected(cell)) == cell


@given(st.lists(texts.map(tidy).filter(bool), unique=True))
def test_a_list_of_names_comes_back(several_names: list[str]) -> None:
    """In its order."""
    assert several(joined(several_names)) == tuple(several_names)


@given(st.text(alphabet=st.sampled_from('"a,;\n\r#=@.'), max_size=80))
def test_a_hostile_table_loses_no_line(text: str) -> None:
    """Each line is in a row or blank or a comment, and no number comes twice."""
    numbers = [number for number, _ in records(text, ",")]
    assert numbers == sorted(set(numbers))


@given(st.binary(max_size=80) | st.text(max_size=60).map(lambda text: f"email,name\n{text}".encode()))
def test_no_bytes_raise_anything_but_words(body: bytes) -> None:
    """A table, or a ``DataError``."""
    with contextlib.suppress(DataError):
        text, _ = decoded(body)
        list(read(text, offered=OFFERED, at=NOON).rows)
