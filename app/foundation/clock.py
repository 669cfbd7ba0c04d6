"""The one place that asks what time it is. Everything else is told."""

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime

Now = Callable[[], datetime]


def now() -> datetime:
    """This instant, aware, in UTC."""
    return datetime.now(UTC)


def stopwatch() -> float:
    """Seconds since some moment, to measure how long something took. They pass while the machine sleeps as well, where
    it can tell (Linux); those of `time.monotonic` do not."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if sys.platform == "linux" else time.monotonic()
