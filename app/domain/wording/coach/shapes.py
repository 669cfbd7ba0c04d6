"""What no list of words can hold: percentages, counts of what was missed, codes, gaps, and shouting. Pure."""

import re
from collections.abc import Iterator

from app.domain.wording.coach.patterns import Kind
from app.domain.wording.coach.remarks import Remark

_GAP = re.compile(r"\[[^\[\]\n]{1,80}\]")
_COUNT = r"(?:(?<![\d,])\d[\d,]{0,8}|one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|half an?)"
_SHARE = re.compile(
    rf"\d{{1,4}}(?:[.,]\d{{1,3}})?\s{{0,3}}%|\b(?:{_COUNT}|\d{{1,3}}\.\d{{1,3}})\s{{0,3}}per\s?cent\b|\bpercentages?\b",
    re.I,
)
_WEEKDAYS = "(?:mon|tues|wednes|thurs|fri)days"
_COUNTED = re.compile(
    rf"\b{_COUNT}\s+(?:\w+\s+)?(?:sessions?|half[- ]days?|lates?|occasions?|absences?|late marks?|penalty points?"
    r"|(?:school )?(?:days?|weeks?|hours?|minutes?|lessons?)(?: of \w+)? (?:absen\w+|lost|missed|off|out|a year|since)"
    r"|(?:days?|hours?|lessons?) (?:this|last) (?:week|month|term|half[- ]term|year)"
    r"|(?:more|further|other) (?:days?|sessions?|absences?|lates?|weeks?)"
    rf"|{_WEEKDAYS} (?:off|out|missed|absent)"
    r"|(?:days?|weeks?|hours?|minutes?) of (?:learning|lessons?|teaching|schooling|class)"
    r"|(?:school )?days? of (?:school|absence|learning|education)"
    rf"|(?:texts?|calls?|messages|letters|e-?mails|voicemails) and {_COUNT})\b"
    r"|\bmissed \d{1,4}|\b\d{1,4} (?:out )?of (?:the |the last |these )?\d|\b\d[\d,]{0,8} lessons\b"
    r"|\b(?:only|fewer than|less than|more than|over|under|below) \d+ "
    r"(?:pupils?|students?|children|days?|sessions?|lates?)\b"
    r"|\bfewer than \d+\b|\b\d+ in total\b|\b\d+(?:st|nd|rd|th) (?:late|absence|day off|time)\b"
    r"|\b(?:sent|left|missed|tried|late|absent|off|away|texted|rung|called)\b[^.!?\n]{0,25}"
    rf"\b{_COUNT} (?:\w+ )?(?:times|messages|texts|calls|letters|appointments|reminders|meetings|mornings)\b",
    re.I,
)
_CODES = re.compile(
    r"\b[A-Z] codes?\b|\bcodes? (?:\w+ ){0,3}(?:is|was|an?) [A-Z]\b|\bcod(?:e|ed|es) (?:as )?(?:an? )?[A-Z]\b"
    r"|\b(?:[Ss]tage|[Tt]ier|[Pp]hase|[Ss]ection|[Ll]evel) (?:\d+|[A-HJ-Z])\b"
)
_LOUD = re.compile(r"!{2,}|\?{2,}|(?:\b[A-Z]{2,}\b[ ,]+){2,}\b[A-Z]{2,}\b")


def look(text: str) -> Iterator[Remark]:
    """Every such shape in a text."""
    for pattern, kind, why in (
        (_GAP, Kind.GAP, "A gap. Fill it in, or take it out."),
        (_SHARE, Kind.NUMBER, "A percentage turns a child into a number. Say what you see, or what you miss."),
        (_COUNTED, Kind.NUMBER, "Counting what was missed feels like a charge. Begin from today."),
        (_CODES, Kind.INITIALS, "Not everybody knows what this stands for. Say it in words."),
        (_LOUD, Kind.LOUD, "It shouts. Quiet words are read to the end."),
    ):
        for found in pattern.finditer(text):
            yield Remark(kind, found.start(), found.end(), found.group(), why, ask_again=kind is Kind.GAP)
