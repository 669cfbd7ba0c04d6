"""Promise 2. Nothing automatic starts a conversation with a family: there is no path in the code by which it could."""

from functools import cache
from pathlib import Path

import grimp
import pytest

import app.domain

# These may speak to a family, because…
MAY_SPEAK = {
    "dropins": "a family books and hears so; a host presses a button to send times, or to say what changes",
    "handover": "somebody who leaves says goodbye in their own words, and their own press of a button sends it",
    "conversations": "a person presses a button here, and the automatic answers stand here, behind their own contract",
    "reception": "it hands what a family asked for (LINK, START) to the automatic answers, and to nothing else",
}
# These never write to a family. Whoever adds an idea puts it into one of the two lists.
NEVER_SPEAK = {
    "accounts",
    "audit",
    "jobs",
    "limits",
    "notices",
    "nudges",
    "people",
    "permissions",
    "private_pages",
    "relationships",
    "wording",
}
SPEAKING = ("actions", "answers", "thread")


@cache
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("app", "scheduler", cache_dir=None)


def chain(importer: str, imported: str) -> tuple[str, ...] | None:
    return graph().find_shortest_chain(importer=importer, imported=imported, as_packages=True)


def test_every_idea_is_listed_either_as_one_that_never_speaks_or_with_its_reason():
    folders = {
        folder.name for folder in Path(app.domain.__file__).parent.iterdir() if (folder / "__init__.py").exists()
    }
    assert folders == NEVER_SPEAK | set(MAY_SPEAK)
    assert not NEVER_SPEAK & set(MAY_SPEAK)
    assert all(len(reason) > 20 for reason in MAY_SPEAK.values())


@pytest.mark.parametrize("speaking", SPEAKING)
@pytest.mark.parametrize("idea", sorted(NEVER_SPEAK))
def test_an_idea_that_never_speaks_has_no_path_to_words_for_a_family(idea, speaking):
    assert chain(f"app.domain.{idea}", f"app.domain.conversations.{speaking}") is None


def test_the_search_for_paths_finds_the_one_that_is_there():
    assert chain("app.domain.reception", "app.domain.conversations.answers")
    assert chain("app.web.trusted_person", "app.domain.conversations.actions")


@pytest.mark.parametrize("source", ["scheduler", "app.domain.reception", "app.domain.dropins.booking"])
def test_neither_the_clock_nor_the_reception_can_speak_in_a_persons_name(source):
    assert chain(source, "app.domain.conversations.actions") is None


def test_only_the_pages_of_staff_a_leavers_goodbye_a_hosts_times_and_the_invented_town_speak_in_a_persons_name():
    importers = graph().find_modules_that_directly_import("app.domain.conversations.actions")
    for importer in importers - {"app.domain.handover.actions", "app.domain.dropins.actions"}:
        assert importer.startswith(("app.web.trusted_person", "app.web.organisation", "app.invented_town")), importer


def test_a_goodbye_is_said_by_a_press_of_the_leavers_own():
    importers = graph().find_modules_that_directly_import("app.domain.handover.actions")
    assert importers <= {"app.web.my_account.goodbye", "app.web.organisation.leaving"}


def test_times_are_sent_and_moved_by_a_press_of_a_persons_own():
    importers = graph().find_modules_that_directly_import("app.domain.dropins.actions")
    for importer in importers:
        assert importer.startswith(("app.web.trusted_person", "app.invented_town")), importer


def test_only_the_reception_bookings_and_their_reminder_ask_for_an_automatic_answer():
    importers = graph().find_modules_that_directly_import("app.domain.conversations.answers")
    by_reception = {importer for importer in importers if importer.startswith("app.domain.reception.")}
    assert importers - by_reception == {"app.domain.dropins.booking", "app.domain.dropins.reminders"}


def test_what_kettle_tells_staff_cannot_be_addressed_to_a_family():
    from app.domain.notices.models import Notice

    columns = Notice.__table__.c
    assert not columns.membership_id.nullable
    assert not [column for column in columns if "contact" in column.name or column.name in {"number", "phone"}]


def test_a_week_in_which_nobody_does_anything_sends_no_family_a_word(tidewell, provider):
    town = tidewell.town
    tidewell.says("+447700900111", "hello")
    tidewell.replies(town.neil, town.sara, "Hello Sara")
    tidewell.deliver(provider)
    tidewell.says("+447700900111", "and now?")
    sent = len(provider.ledger)
    for _ in range(7 * 4):
        tidewell.clock.move(hours=6)
        tidewell.put_right(provider, minutes=0.5)
    assert len(provider.ledger) == sent
