"""What every test shares."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# No test asserts a time. CI runs the same examples each time, so that a red run is the change's own fault; elsewhere
# every run looks for new ones.
settings.register_profile(
    "digest", deadline=None, derandomize="CI" in os.environ, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("digest")
