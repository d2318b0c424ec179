"""What holds of every feeds.yml, however broken."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from digest.config import add_source, keys, load, remove_source, starter
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
