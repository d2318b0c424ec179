"""Values as the JSON that a row holds, from which they come back exactly."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec
from msgspec.structs import replace

from digest.errors import StorageError
from digest.model import Article, Budget, Correction, Entry, Erratum, Inputs, SourceState, Subscriber
from digest.storage.texts import storable

_Value = TypeVar("_Value", Article, Budget, Correction, Entry, Erratum, Inputs, SourceState, Subscriber)
_encoder = msgspec.json.Encoder()
_DECODERS: dict[type, msgspec.json.Decoder[Any]] = {
    kind: msgspec.json.Decoder(kind)
    for kind in (Article, Budget, Correction, Entry, Erratum, Inputs, SourceState, Subscriber)
}


def encode(value: Article | Budget | Correction | Entry | Erratum | Inputs | SourceState | Subscriber) -> bytes:
    """The value as JSON. Lone halves of surrogate pairs, which UTF-8 cannot hold, become U+FFFD."""
    try:
        return _encoder.encode(value)
    except UnicodeEncodeError:
        return _encoder.encode(_storable(value))


def decode(body: bytes, kind: type[_Value], *, where: str) -> _Value:
    """The value that a row's ``body`` holds. Raises ``StorageError`` where it holds none."""
    try:
        value: _Value = _DECODERS[kind].decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise StorageError(f"a stored {kind.__name__} cannot be read back: {error}", where=where) from error
    return value


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, tuple):
        return tuple(_storable(each) for each in value)
    if isinstance(value, dict):
        return {_storable(key): _storable(each) for key, each in value.items()}
    if isinstance(value, msgspec.Struct):
        return replace(value, **{name: _storable(getattr(value, name)) for name in value.__struct_fields__})
    return value
