"""Bodies unpacked a piece at a time."""

from __future__ import annotations

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.fetching.unpacking import PackingError, TooLargeError, Unpacker


def unpack(encoding: str, *pieces: bytes, max_bytes: int = 1_000_000) -> bytes:
    unpacker = Unpacker(encoding, max_bytes=max_bytes)
    for piece in pieces:
        unpacker.feed(piece)
    return unpacker.end()


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


PACKERS = {
    "": bytes,
    "identity": bytes,
    "gzip": gzip.compress,
    "X-GZip": gzip.compress,
    "deflate": zlib.compress,
    "Deflate ": raw_deflate,
}


@given(st.sampled_from(sorted(PACKERS)), st.binary(max_size=300_000), st.integers(1, 70_000))
def test_whatever_was_packed_comes_back(encoding: str, body: bytes, step: int) -> None:
    """In whatever pieces it arrives."""
    packed = PACKERS[encoding](body)
    assert unpack(encoding, *(packed[i : i + step] for i in range(0, len(packed), step))) == body


@given(st.binary(max_size=2_000), st.sampled_from(["gzip", "deflate", ""]))
def test_no_bytes_raise_anything_else(body: bytes, encoding: str) -> None:
    """Hostile bytes unpack, or say that they do not."""
    try:
        unpack(encoding, body, max_bytes=1_000)
    except (PackingError, TooLargeError):
        return


@pytest.mark.parametrize("size", [65_535, 65_536, 65_537, 131_072])
def test_nothing_is_left_inside(size: int) -> None:
    """Output that just fills a piece, or waits behind one."""
    assert unpack("gzip", gzip.compress(bytes(size))) == bytes(size)


def test_gzip_members_follow_each_other_and_padding_does_not_hurt() -> None:
    """RFC 1952 §2.2; in one piece or byte by byte."""
    packed = gzip.compress(b"one ") + gzip.compress(b"two") + b"\0" * 9
    assert unpack("gzip", packed) == b"one two"
    assert unpack("gzip", *(bytes([byte]) for byte in packed)) == b"one two"


@pytest.mark.parametrize("encoding", ["", "gzip", "deflate"])
def test_the_cap_is_on_what_comes_out(encoding: str) -> None:
    """As much as the cap passes, one byte more does not."""
    assert len(unpack(encoding, PACKERS[encoding](bytes(5_000)), max_bytes=5_000)) == 5_000
    with pytest.raises(TooLargeError):
        unpack(encoding, PACKERS[encoding](bytes(5_001)), max_bytes=5_000)


def test_members_that_unpack_to_nothing_do_not_go_on_for_ever() -> None:
    """Each costs work, none gives a byte."""
    with pytest.raises(PackingError, match="too many parts"):
        unpack("gzip", gzip.compress(b"") * 2_000)


@pytest.mark.parametrize("encoding", ["br", "gzip, gzip", "zstd", "x" * 900])
def test_packings_that_were_not_asked_for(encoding: str) -> None:
    """They are named, at no great length."""
    with pytest.raises(PackingError, match="not asked for") as caught:
        unpack(encoding, b"data")
    assert len(str(caught.value)) < 90


def test_a_body_cut_short_is_no_body() -> None:
    """Half a feed would look like a feed that dropped its older half."""
    with pytest.raises(PackingError, match="cut short"):
        unpack("gzip", gzip.compress(b"x" * 1_000)[:-9])
    with pytest.raises(PackingError, match="damaged"):
        unpack("gzip", gzip.compress(b"x" * 1_000)[:10] + b"\xff" * 50)
