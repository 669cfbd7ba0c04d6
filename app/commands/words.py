"""`kettle words …`: look over a text with the coach, and see how far every text is checked."""

import sys
from typing import TextIO

import click
from rich.console import Console
from rich.table import Table

from app import assembly
from app.domain.people import queries as people
from app.domain.wording import queries, screens, shelf
from app.domain.wording.coach import looking
from app.domain.wording.coach.remarks import Reader, Remark
from app.foundation.actors import Command
from app.foundation.languages import ENGLISH, LANGUAGES
from app.foundation.settings import Settings


@click.group()
def words() -> None:
    """The words that go to families: look over a text, or see how far every text is checked."""


@words.command("check")
@click.argument("file", type=click.File(encoding="utf-8"))
@click.option("--language", "code", type=click.Choice(list(LANGUAGES)), default="en", show_default=True)
@click.option("--from", "author", default="", help="Whose first name Kettle will put in front.")
@click.option("--young", is_flag=True, help="It goes to a young person.")
@click.option("--each-line", is_flag=True, help="Every line is a text of its own.")
def check_words(file: TextIO, code: str, author: str, young: bool, each_line: bool) -> None:
    """Say what a family would stumble over in FILE (- for what is typed): the same coach as beside the box."""
    reader = Reader(language=code, author=author, is_young=young)
    texts = [line for line in file.read().splitlines() if line.strip()] if each_line else [file.read().strip()]
    found = [(text, looking.look(text, reader, shelf.rulebook)) for text in texts]
    for text, remarks in found:
        if each_line:
            click.echo(text)
        for remark in remarks:
            click.echo(f"  {_as_line(text, remark)}")
        if not remarks:
            click.echo("  Plain and kind.")
    if any(not remark.is_note for _text, remarks in found for remark in remarks):
        sys.exit(1)


def _as_line(text: str, remark: Remark) -> str:
    row = text.count("\n", 0, remark.start) + 1
    said = f"“{remark.found}”: {remark.why}" if remark.found else remark.why
    swap = f" Say: {remark.swap.strip()}" if remark.swap else ""
    return f"line {row}, {remark.kind.value}: {said}{swap}"


@words.command("status")
@click.option("--organisation", "slug", default="", help="Also what this organisation has signed off, by its name.")
def status(slug: str) -> None:
    """Print purposes by languages, with how far each text is checked."""
    counts = _counts_at(slug) if slug else frozenset()
    table = Table("", *LANGUAGES)
    for name in shelf.purposes():
        cells = ["signed" if (name, code) in counts else shelf.in_short(name, code) for code in LANGUAGES]
        table.add_row(f"{name} *" if shelf.purpose(name).is_automatic else name, *cells)
    table.add_row("screens", *map(screens.in_short, LANGUAGES))
    table.add_row("coach", *(shelf.coach_in_short(code) for code in LANGUAGES))
    Console(width=150).print(table)
    click.echo("draft: nobody who speaks it has read it. read: somebody has. signed: the organisation stands for it.")
    click.echo("* goes by itself: in a language only where the organisation has signed it off.")


def _counts_at(slug: str) -> frozenset[tuple[str, str]]:
    """What an organisation has signed off: purposes and languages other than English."""
    house = assembly.put_together(Settings().filled_in(), threads=2)
    with house.database.reading(Command()) as work:
        place = people.organisation_by_slug(work, slug)
        found = queries.how_far(work, place.id)
    return frozenset((one.purpose, one.language) for one in found if one.counts and one.language != ENGLISH.code)
