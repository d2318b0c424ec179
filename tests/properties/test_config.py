"""What holds of every feeds.yml, however broken."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from digest.config import Cache, Config, add_source, keys, load, remove_source, starter
from digest.config.editing import quoted
from digest.errors import ConfigError

KEYS = sorted({path.rpartition(".")[2] + ": " for path, _ in keys()})
LAYOUT = ["\n", "\n  ", "\n    ", "- ", "[", "]", "{", "}", ", ", ": ", "\t", "\r", "\x85", "\u2028", "---\n", "...\n"]
SIGNS = ["&a ", "*a", "!x ", "!!int ", "| ", "> ", "? ", "'", '"', "#", "%", "@", "`", "<<: ", "${X}"]
VALUES = ["1", "-1", "1e9", "true", "null", "~", "x", "é", "https://x.test/f", "a@x.test"]
pieces = st.lists(st.sampled_from(KEYS + LAYOUT + SIGNS + VALUES), max_size=40)


@settings(deadline=None, max_examples=300)
@given(st.one_of(st.binary(max_size=200), pieces.map(lambda p: "".join(p).encode())))
def test_no_file_raises_anything_but_its_faults(body: bytes) -> None:
    """Each fault has a place in the file and words."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "feeds.yml"
        path.write_bytes(body)
        try:
            load(path, {})
        except ConfigError as error:
            faults = error.faults
        else:
            return
    assert faults
    lines = sum(body.count(end) for end in (b"\n", b"\r", b"\xc2\x85", b"\xe2\x80\xa8")) + 2
    assert all(1 <= fault.line <= lines and fault.column >= 1 and fault.what for fault in faults)


@settings(deadline=None, max_examples=40)
@given(st.text(min_size=1, max_size=60).filter(lambda t: t.encode(errors="replace").decode() == t and t.strip()))
def test_any_name_survives_being_added_and_removed(name: str) -> None:
    """A name is data: whatever it is, the file is the same after both."""
    text = starter("T")
    assert remove_source(add_source(text, {"feed": "new.xml", "name": name}), name) == text


words = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12).filter(str.strip)
terms = st.lists(words, max_size=3)
settings_of_a_source = st.fixed_dictionaries(
    {},
    optional={
        "section": words,
        "weight": st.floats(0, 100),
        "language": st.sampled_from(["en", "pt-BR", "tr"]),
        "include": terms,
        "exclude": terms,
        "tags": terms,
    },
)
feeds = st.tuples(
    st.sampled_from(["https://example.org/{}", "{}.xml", "~/{}.xml", "/var/{}.xml", "../{}.xml"]), settings_of_a_source
).map(lambda made: {"feed": made[0], **made[1]})
moments = st.datetimes(timezones=st.one_of(st.none(), st.timezones())).map(lambda moment: moment.isoformat())
seeds = st.tuples(moments | st.none(), settings_of_a_source).map(
    lambda made: {"seeds": "seeds/{}/*.txt", "published": made[0], **made[1]}
)


@settings(deadline=None, max_examples=60)
@given(st.lists(feeds | seeds, min_size=1, max_size=4), words, terms, st.sampled_from(["UTC", "Asia/Kathmandu"]))
def test_what_is_remembered_is_what_was_read(
    sources: list[dict[str, object]], title: str, exclude: list[str], zone: str
) -> None:
    """Whatever a sound file says, the second reading gives the same ``Config`` as the first."""
    listed = [
        {
            key: value.format(number) if key in ("feed", "seeds") and isinstance(value, str) else value
            for key, value in each.items()
        }
        for number, each in enumerate(sources)
    ]
    publication = {"title": title, "timezone": zone}
    text = quoted({"publication": publication, "filters": {"exclude": exclude}, "sources": listed})
    with tempfile.TemporaryDirectory() as folder:
        path, state = Path(folder) / "feeds.yml", Path(folder) / "state"
        state.mkdir()
        path.write_text(text, encoding="utf-8")
        plain = load(path, {})
        made: list[Config] = [load(path, {}, Cache(state)) for _ in range(2)]
    assert made == [plain, plain]
