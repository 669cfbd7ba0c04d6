"""A clock for tests: it stands still until a test moves it."""

from datetime import UTC, datetime, timedelta

WEDNESDAY_MORNING = datetime(2027, 3, 10, 10, 0, tzinfo=UTC)  # in term, no holiday, London is on UTC


class SettableClock:
    """Hand this to a Database as `now`. Times are aware UTC."""

    def __init__(self, now: datetime = WEDNESDAY_MORNING) -> None:
        self._now = now

    def __call__(self) -> datetime:
        return self._now

    @property
    def now(self) -> datetime:
        """The time it shows."""
        return self._now

    def set(self, now: datetime) -> None:
        """Show this time from now on (aware, any zone)."""
        assert now.utcoffset() is not None, "a time without a zone means nothing"
        self._now = now.astimezone(UTC)

    def move(self, **time: float) -> None:
        """Go on by `hours=1`, `minutes=-5`, `days=14` …"""
        self._now += timedelta(**time)
