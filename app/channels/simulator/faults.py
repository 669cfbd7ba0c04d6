"""How the pretend provider misbehaves at the moment: one fault at a time."""

from app.channels.simulator.shapes import Fault, FaultKind
from app.channels.simulator.store import Store


def set_fault(store: Store, fault: Fault | None) -> None:
    """Misbehave like this from now on; None: behave."""
    with store.writing():
        store.rows("DELETE FROM fault")
        if fault is not None and fault.times != 0:
            store.rows(
                "INSERT INTO fault (only, kind, times, code, seconds, is_for_lookups_too) VALUES (1, ?, ?, ?, ?, ?)",
                fault.kind,
                fault.times,
                fault.code,
                fault.seconds,
                fault.is_for_lookups_too,
            )


def fault_now(store: Store) -> Fault | None:
    """The fault that is set, without using it up."""
    rows = store.rows("SELECT kind, times, code, seconds, is_for_lookups_too FROM fault")
    if not rows:
        return None
    kind, times, code, seconds, lookups = rows[0]
    return Fault(FaultKind(kind), times, code, seconds, bool(lookups))


def take_fault(store: Store, *, is_lookup: bool) -> Fault | None:
    """The fault that hits this request, counted down."""
    with store.writing():
        fault = fault_now(store)
        if fault is None or (is_lookup and not fault.is_for_lookups_too):
            return None
        store.rows("UPDATE fault SET times = times - 1 WHERE times IS NOT NULL")
        store.rows("DELETE FROM fault WHERE times <= 0")
        return fault
