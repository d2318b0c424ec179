"""What rendering does the quick way is what it does the long way."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

import icalendar.parser.string
import jinja2
import markupsafe
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.editions import email as email_edition
from digest.editions import environment, ical, lines, narrow, quick, wording
from digest.editions.email import email
from digest.editions.environment import speaking
from digest.editions.palette import palette
from digest.editions.reading import view
from digest.editions.text import text
from digest.editions.words import Words
from digest.issues.verifying.places import passages
from tests import newsroom

WORDS = st.text(alphabet=st.sampled_from("ab  \u00a0é’—“\t\n€ß漢\u0301\u00ad\u200b"), max_size=120)


@given(WORDS, st.sampled_from(["", "    ", "– "]), st.sampled_from([None, "", "[12] ", "“ "]), st.integers(1, 72))
def test_narrow_lines_are_lines(words: str, indent: str, first: str | None, width: int) -> None:
    """Text wraps alike, whatever it holds, however narrow the column."""
    assert narrow.wrap(words, indent, first, width) == lines.wrap(words, indent, first, width)


@given(WORDS, st.sampled_from(["", "[1] ", "– ", "漢 "]))
def test_narrow_text_hangs_alike(words: str, mark: str) -> None:
    """Behind a mark too."""
    assert narrow.hang(words, mark) == lines.hang(words, mark)


def test_what_is_taken_for_narrow_is() -> None:
    """Every character that is not looked at is one column wide, and stands above or below no other."""
    for code in range(0x3000):
        character = chr(code)
        if narrow._NARROW.fullmatch(character):
            assert unicodedata.east_asian_width(character) not in ("W", "F"), hex(code)
            assert not unicodedata.combining(character), hex(code)
            assert character == " " or not lines._SPACE.match(character), hex(code)


@given(
    st.text()
    | st.text(alphabet=st.characters(max_codepoint=0xFF))
    | st.text(alphabet="a\x85\u202d\ufdd0\ufffe\udc80\x00\n")
)
def test_clean_text_has_no_character_of_those_left_out(words: str) -> None:
    """Cleaning is what the pattern of unprintable characters takes out, and nothing else."""
    assert wording.clean(words) == wording._UNPRINTABLE.sub("", words)


@given(st.text() | WORDS | st.text(alphabet="ab \t\n\x1c\x85\xa0\u2003\u2028\u3000"))
def test_white_space_is_made_one_space(words: str) -> None:
    """What is let through unsearched has none to make one; words are counted as they are split."""
    assert wording.spaced(words) == re.sub(r"\s+", " ", words)
    assert wording.one_line(words) == " ".join(words.split())
    assert wording.minutes([words] * 400) == max(1, round(len(words.split()) * 400 / wording._WORDS_A_MINUTE))


@given(st.integers(0, 3000), st.integers(0, 3000), st.integers(0, 40_000))
def test_a_mail_that_fits_is_no_larger_than_its_budget(equals: int, wide: int, plain: int) -> None:
    """Whether it is looked at or only measured."""
    body = b"=" * equals + "é".encode() * wide + b"a" * plain + b"b" * 60_000
    assert email_edition._fits(body) == (email_edition.encoded_size(body) <= email_edition.BUDGET)


LINKS = st.from_regex(
    r"(http|https|HTTP|ftp|javascript)://?[a-zA-Z0-9.@\[\]:-]{0,12}([/?#][ -~é]{0,20}){0,3}", fullmatch=True
)


@given(LINKS | st.text(max_size=30))
def test_a_usual_link_is_what_the_parser_makes_of_it(url: str) -> None:
    """What is let through unparsed would have come out of the parser as it went in."""
    if wording._USUAL_LINK.fullmatch(url):
        parts = urlsplit(wording.clean(url).strip())
        assert parts.scheme in ("http", "https")
        assert parts.hostname
        assert parts.geturl().translate(wording._NOT_IN_URLS) == url


@given(
    st.one_of(
        st.text(),
        st.integers(),
        st.booleans(),
        st.text().map(markupsafe.Markup),
        st.none(),
        st.floats(),
        st.builds(jinja2.Undefined),
    )
)
def test_a_value_is_escaped_alike(value: object) -> None:
    """The text of a value among markup."""
    assert str(quick.escape(value)) == str(markupsafe.escape(value))


@given(st.text(alphabet="ab \\^,;é漢😀", max_size=400))
def test_calendar_lines_fold_as_the_library_folds_them(line: str) -> None:
    """The same octets, whole characters, and no escape parted."""
    made = ical._folded(line.encode())
    assert made == icalendar.parser.string._foldline(line).encode() + b"\r\n"
    assert b"".join(made.split(b"\r\n ")).decode() == line + "\r\n"
    assert all(len(part) <= 75 for part in made.split(b"\r\n"))


@pytest.mark.parametrize("day", ["sample", "quiet", "teaser", "hostile", "right_to_left"])
def test_the_newsroom_cites_only_articles_that_its_issues_credit(day: str) -> None:
    """As a real issue does: no fixture prints a passage of an article that it does not hold."""
    issue = getattr(newsroom, f"{day}_issue")()
    assert {passage.article for _, passage, _ in passages(issue)} <= {article.id for article in issue.articles}
    told = {story.id for story in issue.stories}
    assert {due.story for due in (*issue.due, *(one.due for one in issue.settled)) if due.story} <= told


def test_an_unknown_value_is_still_a_fault() -> None:
    """A name that nobody gave is told, never printed as nothing."""
    made = environment(None).from_string("{{ nobody }}")
    with pytest.raises(jinja2.UndefinedError):
        made.render()


MACROS = """
{%- macro plain(a, b="-", c=none) %}<{{ a }}|{{ b }}|{{ c }}>{% endmacro -%}
{%- macro framed(a, b="-") %}[{{ a }}{{ caller() }}{{ b }}]{% endmacro -%}
{%- macro telling(a) %}{{ caller("<", a) }}{% endmacro -%}
{%- macro named(a, caller=none) %}{{ a }}{{ caller() if caller }}{% endmacro -%}
{%- macro rest(a) %}{{ a }}{{ varargs | join(",") }}{{ kwargs | dictsort }}{% endmacro -%}
"""


@pytest.mark.parametrize("name", ["of.html", "of.txt"])
@pytest.mark.parametrize(
    "call",
    [
        "{{ plain('<') }}",
        "{{ plain('<', '&') }}",
        "{{ plain('<', c='&') }}",
        "{{ plain('a', 'b', 'c', 'd') }}",
        "{{ plain(z=1) }}",
        "{{ plain() }}",
        "{% call plain('a') %}b{% endcall %}",
        "{% for x in 'a<' %}{{ plain(x, loop.index) }}{% endfor %}",
        "{% call framed('<') %}&{{ 1 if false }}{% endcall %}",
        "{% call framed('<', b='>') %}&{% endcall %}",
        "{{ framed('<') }}",
        "{{ framed(caller=plain) }}",
        "{% call(x, y) telling('b') %}{{ x }}{{ y }}{% endcall %}",
        "{% call named('a') %}b{% endcall %}",
        "{{ named('a', none) }}",
        "{{ rest('a', 'b', c='<') }}",
        "{{ ['<', 1, '<', 'b'] | unique | map('string') | select | list | join(plain('x')) }}",
        "{{ _('%(a)s: %(b)s', a='<', b=3) }}",
    ],
)
def test_macros_and_filters_are_called_as_jinja_calls_them(
    name: str, call: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With all that they take, less, more, by name, or a block: the same text, or the same fault."""

    def made() -> str:
        templates = environment(None)
        templates.loader = jinja2.DictLoader({name: MACROS + call})
        try:
            return templates.get_template(name).render()
        except (TypeError, jinja2.UndefinedError) as error:
            return f"{type(error).__name__}: {error}"

    ours = made()
    monkeypatch.setattr(quick, "QuickEnvironment", jinja2.Environment)
    assert ours == made()


@pytest.mark.parametrize("day", ["sample", "quiet", "teaser", "hostile", "right_to_left"])
def test_templates_render_to_the_same_bytes(day: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An issue's mail, HTML and text, is what Jinja makes of it without our hooks."""
    issue = getattr(newsroom, f"{day}_issue")()
    words = Words(issue.publication.lang)
    ours = speaking(environment(None), words)
    monkeypatch.setattr(quick, "QuickEnvironment", jinja2.Environment)
    theirs = speaking(environment(None), words)
    assert type(theirs) is jinja2.Environment
    theirs.filters |= {"wrap": lines.wrap, "hang": lines.hang}
    shown, colours = view(issue, words), palette("#9a3324")
    assert email(ours, shown, colours) == email(theirs, shown, colours)
    assert text(ours, shown) == text(theirs, shown)
