"""``load``: feeds.yml to ``Config``, or every fault in it at once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digest.config.resolving import resolve
from digest.errors import ConfigError, Fault
from digest.model import Rules

if TYPE_CHECKING:
    from pydantic import BaseModel

    from digest.config.caching import Cache
    from digest.config.settings import Config
    from digest.config.tree import Path as Steps
    from digest.config.tree import Tree
    from digest.config.written import Written


def load(path: Path, environ: Mapping[str, str], cache: Cache | None = None) -> Config:
    """The configuration in a feeds.yml; paths in it are taken from its folder, secrets from ``environ`` or from files.

    A secret that is not there is no fault, for an issue can be made without it: ``Config.missing_secrets`` says which.
    What ``cache`` knows to be sound is not parsed and checked again. Raises ``ConfigError`` with all faults, in the
    order of the file.
    """
    try:
        path = path.absolute()
    except FileNotFoundError:
        raise _alone(path, "the folder that this was called from is gone") from None
    try:
        body = path.read_bytes()
    except FileNotFoundError:
        raise _alone(path, "there is no such file: `digest init` writes one") from None
    except IsADirectoryError:
        raise _alone(path, "this is a folder, not a file") from None
    except PermissionError as error:
        raise _alone(path, f"cannot be read: {error.strerror}: check who owns it, and its mode") from None
    except (OSError, ValueError) as error:
        raise _alone(path, f"cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if cache is not None and (written := cache.recall(path, body)) is not None:
        changed: list[str] = []
        config = resolve(written, path, environ, lambda _, what: changed.append(what))
        if not changed:
            return config
        # Something that the file names is not as it was. The file itself is needed to say where it names it.
    return _read(path, body, environ, cache)


def _read(path: Path, body: bytes, environ: Mapping[str, str], cache: Cache | None) -> Config:
    # These, ruamel.yaml and pydantic take longer to import than most commands to run.
    from digest.config.tree import read

    tree = read(body)
    written = checked(tree, path.parent) if not tree.faults or tree.value is not None else None
    config = resolve(written, path, environ, tree.fault) if written is not None else None
    if tree.faults or written is None or config is None:
        faults = sorted(
            dict.fromkeys(tree.faults), key=lambda fault: (fault.line, fault.column, fault.path, fault.what)
        )
        raise ConfigError(str(path), tuple(faults))
    if cache is not None and _ours(written):
        cache.learn(path, body, written)
    return config


def _ours(written: Written) -> bool:
    """Whether the summarizer is the program's own: one that another distribution adds may be gone tomorrow."""
    method = written.rules.method
    if method == Rules().method:
        return True
    from digest.summarizers import names  # not sooner, as in the schema

    return method in names()


def _alone(path: Path, what: str) -> ConfigError:
    return ConfigError(str(path), (Fault(1, 1, "the file", what),))


def checked(tree: Tree, folder: Path) -> Written | None:
    """What a tree says; None where it has faults that leave nothing to go on with."""
    # Whoever hooks into pydantic has no business here, and to look for them it reads what every distribution on this
    # machine says of itself.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from pydantic import ValidationError

    from digest.config.building import build
    from digest.config.faults import note
    from digest.config.schema import FeedsFile

    if tree.value is None:
        tree.fault((), "nothing in it: `digest init` writes one to begin with")
        return None
    if not isinstance(tree.value, dict):
        tree.fault((), "must hold keys and values, beginning with 'publication:'")
        return None
    file: FeedsFile | None = None
    try:
        file = FeedsFile.model_validate(tree.value)
    except ValidationError as error:
        note(tree, FeedsFile, error, ())
    sources = _sources(tree)
    return build(tree, file, sources, folder)


def _sources(tree: Tree) -> list[tuple[int, BaseModel]]:
    """The sources that are right, each with its place in the list; the faults of the others are noted.

    Each is checked as what it is, a feed or seed files, so that a slip in one is not told as two failures to be either.
    """
    from pydantic import ValidationError

    from digest.config.faults import note
    from digest.config.schema import FeedKeys, SeedKeys

    given = tree.value.get("sources")
    good: list[tuple[int, BaseModel]] = []
    for number, value in enumerate(given if isinstance(given, list) else ()):
        base: Steps = ("sources", number)
        alone = isinstance(value, str)
        if isinstance(value, dict) and "feed" in value and "seeds" in value:
            tree.fault(base, "is a feed or seeds, not both")
            continue
        if not alone and not (isinstance(value, dict) and ("feed" in value or "seeds" in value)):
            hint = _meant(value)
            tree.fault(base, f"must be a URL or a path, or have a key 'feed' or 'seeds'{hint}")
            continue
        model = SeedKeys if not alone and "seeds" in value else FeedKeys
        try:
            good.append((number, model.model_validate({"feed": value} if alone else value)))
        except ValidationError as error:
            note(tree, model, error, base, shown=base if alone else None)
    return good


def _meant(value: Any) -> str:
    from digest.config.suggesting import near

    if isinstance(value, dict):
        if "url" in value:
            return " (did you mean 'feed' for 'url'?)"
        return next((hint for key in value if (hint := near(key, ["feed", "seeds"]))), "")
    return ""
