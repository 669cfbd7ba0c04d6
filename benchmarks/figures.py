"""Figures and how they are written down. A figure is compared with its aim for the reader; nothing is ever asserted."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

JSON_FILE = Path(__file__).parent / "results.json"
PAGE_FILE = Path(__file__).parent / "results.md"


@dataclass(frozen=True)
class Figure:
    """One thing measured. `limit` says, in words, what this machine can do at all, measured in the same run."""

    part: str
    what: str
    measured: float
    unit: str
    aim: float | None = None
    is_at_least: bool = False
    limit: str = ""
    note: str = ""

    @property
    def aim_words(self) -> str:
        """ "≤ 15 ms", or a dash for a figure without an aim."""
        if self.aim is None:
            return "–"
        return f"{'≥' if self.is_at_least else '≤'} {tidy(self.aim)} {self.unit}"

    @property
    def is_reached(self) -> bool | None:
        """Was the aim reached? None when there is no aim."""
        if self.aim is None:
            return None
        return self.measured >= self.aim if self.is_at_least else self.measured <= self.aim

    @property
    def reached_words(self) -> str:
        """ "yes", "no" or a dash."""
        return {True: "yes", False: "no", None: "–"}[self.is_reached]


def percentile(values: Sequence[float], hundredth: float) -> float:
    """The value that this share of all values does not exceed (nearest rank); 0 for no values."""
    ordered = sorted(values)
    if not ordered:
        return 0.0
    rank = -(-len(ordered) * hundredth // 100)  # rounded up
    return ordered[max(0, int(rank) - 1)]


def tidy(number: float) -> str:
    """A number as people read it: three figures are enough."""
    if number == int(number) or abs(number) >= 100:
        return f"{number:,.0f}"
    return f"{number:.1f}" if abs(number) >= 10 else f"{number:.2f}"


def show(figure: Figure) -> str:
    """One figure as a few lines for a terminal."""
    lines = [f"  {figure.what}: {tidy(figure.measured)} {figure.unit}   aim {figure.aim_words}: {figure.reached_words}"]
    lines += [f"      this machine's own limit: {figure.limit}"] if figure.limit else []
    lines += [f"      {figure.note}"] if figure.note else []
    return "\n".join(lines)


def write(figures: Sequence[Figure], *, machine: Mapping[str, str], command: str) -> None:
    """Write the results as JSON and as a page for people."""
    rows = [asdict(figure) | {"reached": figure.is_reached} for figure in figures]
    JSON_FILE.write_text(
        json.dumps({"command": command, "machine": dict(machine), "figures": rows}, indent=2, ensure_ascii=False) + "\n"
    )
    PAGE_FILE.write_text(_page(figures, machine, command))


def _page(figures: Sequence[Figure], machine: Mapping[str, str], command: str) -> str:
    head = f"# What the bench measured\n\nMade by `{command}`. Figures of one run on one machine; run it on yours.\n\n"
    ran_on = "".join(f"- {name}: {words}\n" for name, words in machine.items())
    table = "\n| | Measured | Aim | Reached | The machine's own limit, same run | How |\n|---|---:|---:|---|---|---|\n"
    rows = "".join(
        f"| **{one.part}**: {one.what} | {tidy(one.measured)} {one.unit} | {one.aim_words} | {one.reached_words} "
        f"| {one.limit} | {one.note} |\n"
        for one in figures
    )
    return head + ran_on + table + rows
