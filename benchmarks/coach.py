"""The coach beside the box: how long it looks at a draft, how long the shelf of words takes to open, and what it names
on lists of texts that were written without sight of its rules."""

import subprocess
import sys
import time
import tomllib
from pathlib import Path

from app.domain.wording import shelf
from app.domain.wording.coach.looking import look
from app.domain.wording.coach.patterns import Kind
from app.domain.wording.coach.remarks import Reader, Remark
from benchmarks.figures import Figure, percentile

LISTS = Path(__file__).parent.parent / "tests" / "content" / "nudges"
DRAFT, LOOKS, STARTS = 500, 2_000, 5
WHOLE = {"long": Kind.LONG, "questions": Kind.QUESTIONS}  # faults that are a whole sentence or text
OPEN_SHELF = """
import time; from app.domain.wording import shelf
from app.domain.wording.coach.looking import look
from app.domain.wording.coach.remarks import Reader
began = time.perf_counter()
for name in shelf.purposes():
    for code in shelf.languages_of(name):
        shelf.ready_words(name, code)
look("Where has he been?", Reader(), shelf.rulebook)
print(time.perf_counter() - began)
"""


def measure(_folder: Path) -> list[Figure]:
    """Milliseconds of a look and of opening the shelf; per cent of faults named and of kind texts remarked on."""
    return [_looking(), _opening(), *_naming()]


def _drafts() -> list[str]:
    """Drafts of 500 characters, out of all that schools send and kind people write."""
    texts = [one["text"] for file in _lists() for kind in ("nudge", "kind") for one in file[kind]]
    whole = " ".join(texts)
    return [whole[at : at + DRAFT] for at in range(0, len(whole) - DRAFT, DRAFT)]


def _looking() -> Figure:
    drafts, times = _drafts(), []
    look(drafts[0], Reader(), shelf.rulebook)
    for number in range(LOOKS):
        began = time.perf_counter()
        look(drafts[number % len(drafts)], Reader(author="Neil"), shelf.rulebook)
        times.append(1000 * (time.perf_counter() - began))
    half = f"half of {LOOKS:,} looks took {percentile(times, 50):.1f} ms"
    return Figure("coach", f"a look at a draft of {DRAFT} characters, p99", percentile(times, 99), "ms", 5, limit=half)


def _opening() -> Figure:
    """In a process of its own each time: all purposes in all languages, the rules, and a first look."""
    times = [
        1000 * float(subprocess.run([sys.executable, "-c", OPEN_SHELF], check=True, capture_output=True).stdout)
        for _ in range(STARTS)
    ]
    return Figure("coach", "opening the shelf of words, until the first look", percentile(times, 50), "ms", 100)


def _naming() -> list[Figure]:
    faults = named = kind = alarmed = 0
    for texts in _lists():
        for one in texts["nudge"]:
            remarks = [remark for remark in look(one["text"], Reader(), shelf.rulebook) if not remark.is_note]
            for fault in one["faults"]:
                faults, named = faults + 1, named + _is_named(one["text"], fault, remarks)
        for one in texts["kind"]:
            remarks = [remark for remark in look(one["text"], Reader(), shelf.rulebook) if not remark.is_note]
            kind, alarmed = kind + 1, alarmed + bool(remarks)
    lists = "of the lists in tests/content/nudges; a list that it has never seen fares worse (decision 12)"
    return [
        Figure(
            "coach", f"of {faults} planted faults named", 100 * named / faults, "%", 95, is_at_least=True, note=lists
        ),
        Figure("coach", f"of {kind} kind texts remarked on", 100 * alarmed / kind, "%", 5, note=lists),
    ]


def _is_named(text: str, fault: dict[str, str], remarks: list[Remark]) -> bool:
    """A fault of words is not named by a remark on the whole sentence, nor the other way round."""
    begins = text.index(fault["words"])
    there = [one.kind for one in remarks if one.start < begins + len(fault["words"]) and begins < one.end]
    if fault["kind"] in WHOLE:
        return WHOLE[fault["kind"]] in there
    return any(kind not in WHOLE.values() for kind in there)


def _lists() -> list[dict]:
    return [tomllib.loads(file.read_text(encoding="utf-8")) for file in sorted(LISTS.glob("*.toml"))]
