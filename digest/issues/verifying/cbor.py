"""CBOR (RFC 8949) as Pagefind writes it: whole numbers, bytes, texts, arrays, maps and the simple values."""

from __future__ import annotations

from typing import Any

_DEEP = 16  # levels: Pagefind's have eight
_NUMBER, _NEGATIVE, _BYTES, _TEXT, _ARRAY, _MAP, _OTHER = 0, 1, 2, 3, 4, 5, 7  # major types (§3.1)
_SIMPLE = {20: False, 21: True, 22: None}
_WIDTHS = {24: 1, 25: 2, 26: 4, 27: 8}  # bytes of the argument that follows (§3)


def decode(body: bytes) -> Any:
    """What the bytes say, all of them. Raises ``ValueError`` where they are not CBOR, or of a kind not told above."""
    try:
        value, end = _value(body, 0, 0)
    except IndexError:
        raise ValueError("ends too early") from None
    if end != len(body):
        raise ValueError(f"{len(body) - end} bytes too many")
    return value


def _value(body: bytes, at: int, depth: int) -> tuple[Any, int]:
    head = body[at]
    at += 1
    argument = head & 31
    if argument > 23:
        width = _WIDTHS.get(argument, 0)
        if not width or at + width > len(body):
            raise ValueError("ends too early" if width else "a length that is not told")
        argument = int.from_bytes(body[at : at + width], "big")
        at += width
    kind = head >> 5
    if kind == _ARRAY:
        return _array(body, at, argument, depth)
    if kind in (_BYTES, _TEXT):
        if at + argument > len(body):
            raise ValueError("ends too early")
        piece = body[at : at + argument]
        return (piece if kind == _BYTES else piece.decode()), at + argument
    if kind == _NEGATIVE:
        return -1 - argument, at
    if kind == _NUMBER:
        return argument, at
    if kind == _MAP:
        pairs, at = _array(body, at, 2 * argument, depth)
        try:
            return dict(zip(pairs[::2], pairs[1::2], strict=True)), at
        except TypeError:
            raise ValueError("a list is a key") from None
    if kind == _OTHER and head & 31 in _SIMPLE:
        return _SIMPLE[head & 31], at
    raise ValueError("of a kind that Pagefind does not write")


def _array(body: bytes, at: int, length: int, depth: int) -> tuple[list[Any], int]:
    if depth == _DEEP or at + length > len(body):  # each of them is a byte at least
        raise ValueError("too deep" if depth == _DEEP else "ends too early")
    found: list[Any] = []
    for _ in range(length):
        head = body[at]
        # Most of an index is small numbers.
        if head < 24:
            found.append(head)
            at += 1
        elif head == 24:
            found.append(body[at + 1])
            at += 2
        elif head == 56:
            found.append(-1 - body[at + 1])
            at += 2
        elif head == 25 and at + 2 < len(body):
            found.append(body[at + 1] << 8 | body[at + 2])
            at += 3
        elif 128 <= head < 152:
            value, at = _array(body, at + 1, head - 128, depth + 1)
            found.append(value)
        else:
            value, at = _value(body, at, depth + 1)
            found.append(value)
    return found, at
