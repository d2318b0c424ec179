"""What every test shares."""

from __future__ import annotations

import importlib.util
import os
import signal
import threading
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import HealthCheck, settings

# No test asserts a time. CI runs the same examples each time, so that a red run is the change's own fault; elsewhere
# every run looks for new ones.
settings.register_profile(
    "digest", deadline=None, derandomize="CI" in os.environ, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("digest")

# A shell that starts the tests in its background has them ignore Ctrl-C, and nohup a hang-up, and so all that they
# start: the program heeds that, as it should, and tests of how it is stopped would wait for ever.
if threading.current_thread() is threading.main_thread():
    for number, usual in ((signal.SIGINT, signal.default_int_handler), (signal.SIGHUP, signal.SIG_DFL)):
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, usual)

# Every server of a test is on this machine, which no proxy of the environment's knows the way to.
for name in [name for name in os.environ if name.lower() in ("http_proxy", "https_proxy", "all_proxy", "no_proxy")]:
    del os.environ[name]


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """The argument's name in place of packed bytes: they may hold the moment they were packed at, and a test that two
    workers collect a second apart must have one name. None leaves the name to pytest."""
    if isinstance(val, bytes) and not all(32 <= byte < 127 for byte in val):
        return argname
    return None


@pytest.fixture(scope="session")
def newsroom() -> ModuleType:
    """``tests/newsroom.py``, loaded by its place: pytest's importlib mode puts no folder of tests on the path."""
    spec = importlib.util.spec_from_file_location("newsroom", Path(__file__).parent / "newsroom.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
