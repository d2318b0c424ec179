"""Templates as compiled, kept between runs: to compile them takes longer than to render a whole issue."""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import marshal
import os
import sys
from pathlib import Path
from types import CodeType

import jinja2
from jinja2.bccache import Bucket

from digest import __version__

_DIGEST = 32  # bytes
_COMPILERS = f"{__version__} {jinja2.__version__}".encode() + importlib.util.MAGIC_NUMBER


class Compiled(jinja2.BytecodeCache):
    """Keeps each template's code in a file of its own, in a folder that nobody else may write.

    A template that has changed is compiled anew, and so is every one under another digest, Jinja or Python. A folder
    that cannot be read or written costs time and nothing else. ``PYTHONDONTWRITEBYTECODE`` holds here too.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get_source_checksum(self, source: str) -> str:
        """What a template's code is made of."""
        return hashlib.sha256(_COMPILERS + source.encode("utf-8", "surrogatepass")).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Put the code into the bucket where it is kept and whole: ``marshal`` must not meet a torn file."""
        try:
            body = self._file(bucket).read_bytes()
        except OSError:
            return
        made_of, seal, code = body[:_DIGEST], body[_DIGEST : 2 * _DIGEST], body[2 * _DIGEST :]
        if made_of.hex() == bucket.checksum and seal == hashlib.sha256(code).digest():
            loaded = marshal.loads(code)  # noqa: S302  # our own file, as Python's compiled modules are
            bucket.code = loaded if isinstance(loaded, CodeType) else None

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the bucket's code."""
        if sys.dont_write_bytecode or bucket.code is None:
            return
        code = marshal.dumps(bucket.code)
        file = self._file(bucket)
        draft = file.with_suffix(f".{os.getpid()}")
        with contextlib.suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            draft.write_bytes(bytes.fromhex(bucket.checksum) + hashlib.sha256(code).digest() + code)
            draft.replace(file)

    def _file(self, bucket: Bucket) -> Path:
        return self._folder / f"{bucket.key}.template"
