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
from digest.editions import quick

_DIGEST = 32  # bytes
_COMPILERS = f"{__version__} {jinja2.__version__} {quick.VERSION}".encode() + importlib.util.MAGIC_NUMBER


class Compiled(jinja2.BytecodeCache):
    """Keeps each template's code in a file of its own.

    The shipped templates' lie where Python keeps what it compiles of this package, for every publication; a user's own,
    and the shipped ones' where the package cannot be written, in the publication's ``folder``. Who could write to
    either could change what runs: nobody else may. A template that has changed is compiled anew, and so is every one
    under another digest, Jinja or Python. Folders that cannot be read or written cost time and nothing else.
    ``PYTHONDONTWRITEBYTECODE`` and ``PYTHONPYCACHEPREFIX`` hold here too.
    """

    def __init__(self, folder: Path, shipped: Path) -> None:
        """``shipped`` is the folder of the program's own templates."""
        self._folder = folder
        self._shipped = shipped
        self._beside = Path(importlib.util.cache_from_source(__file__)).parent

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """A file's name for a template: one for each place that it may come from."""
        shipped = filename is not None and self._shipped in Path(filename).parents
        return f"{'shipped' if shipped else 'own'}-{super().get_cache_key(name, filename)}"

    def get_source_checksum(self, source: str) -> str:
        """What a template's code is made of."""
        return hashlib.sha256(_COMPILERS + source.encode("utf-8", "surrogatepass")).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Put the code into the bucket where it is kept and whole: ``marshal`` must not meet a torn file."""
        for file in self._files(bucket):
            try:
                body = file.read_bytes()
            except OSError:
                continue
            made_of, seal, code = body[:_DIGEST], body[_DIGEST : 2 * _DIGEST], body[2 * _DIGEST :]
            if made_of.hex() == bucket.checksum and seal == hashlib.sha256(code).digest():
                loaded = marshal.loads(code)  # noqa: S302  # our own file, as Python's compiled modules are
                bucket.code = loaded if isinstance(loaded, CodeType) else None
                return

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the bucket's code."""
        if sys.dont_write_bytecode or bucket.code is None:
            return
        code = marshal.dumps(bucket.code)
        for file in self._files(bucket):
            draft = file.with_suffix(f".{os.getpid()}")
            with contextlib.suppress(OSError):
                file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                draft.write_bytes(bytes.fromhex(bucket.checksum) + hashlib.sha256(code).digest() + code)
                draft.replace(file)
                return

    def _files(self, bucket: Bucket) -> list[Path]:
        """Where the bucket's code may lie, best first."""
        folders = [self._beside, self._folder] if bucket.key.startswith("shipped") else [self._folder]
        return [folder / f"{bucket.key}.template" for folder in folders]
