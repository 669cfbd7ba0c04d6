"""What an operator types at the server's own keyboard: an organisation, its two managers, its staff, its families."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app import commands
from app.domain.people import clearance, joining, members, queries
from app.domain.people.rules import Check, Role
from app.domain.relationships import queries as relationships
from app.domain.wording import actions as wording
from app.domain.wording import shelf
from app.foundation.actors import Command, Staff
from app.foundation.database import Database, engine_for
from app.foundation.settings import Settings

Type = Callable[..., Result]
WHERE = "--organisation=hollin-bank-school"
LINE = "07700 900003"


@pytest.fixture
def database(tmp_path: Path) -> Database:
    url = f"sqlite:///{tmp_path / 'kettle.db'}"
    return Database(engine_for(url), Settings(mode="demo", database_url=url).filled_in())


@pytest.fixture
def types(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Type:
    """`types("organisation", "Hollin Bank School", …)`: what Kettle says to that."""
    settings = database.settings
    for name, value in (("MODE", "demo"), ("DATABASE_URL", settings.database_url), ("VAR_DIR", str(tmp_path))):
        monkeypatch.setenv(f"KETTLE_{name}", value)
    monkeypatch.setattr(commands.log, "set_up", lambda: None)

    def typed(*words: str) -> Result:
        return CliRunner().invoke(commands.kettle, words)

    assert typed("database").exit_code == 0
    return typed


@pytest.fixture
def school(types: Type) -> str:
    """What Kettle said when the school was made."""
    said = types("organisation", "Hollin Bank School", "--kind=school", "--borough=Northmarsh", f"--line={LINE}")
    assert said.exit_code == 0, said.output
    return said.output


def invited(types: Type, name: str, *roles: str) -> str:
    said = types(
        "invite", f"{name}@hollin.example", WHERE, f"--first-name={name}", *(f"--role={role}" for role in roles)
    )
    assert said.exit_code == 0, said.output
    return said.output


def test_making_an_organisation_says_what_comes_next(school: str, types: Type, database: Database) -> None:
    assert "/check/hollin-bank-school" in school
    assert "Invite its two managers next" in school
    with database.reading(Command()) as work:
        place = queries.organisation_by_slug(work, "hollin-bank-school")
        assert [one.name for one in queries.areas(work)] == ["Northmarsh"]
        assert place.area_id == queries.areas(work)[0].id
    again = types("organisation", "Hollin Bank School", "--kind=school")
    assert again.exit_code == 1 and "already an organisation" in again.output


@pytest.mark.usefixtures("school")
def test_inviting_prints_a_link_and_asks_for_a_second_manager(types: Type) -> None:
    first = invited(types, "Priya", "manager")
    assert re.search(r"http://127\.0\.0\.1:8000/welcome/[\w-]{20,}", first)
    assert "needs two managers" in first
    assert "needs two managers" not in invited(types, "Amina", "manager")
    assert "as soon as a manager has recorded the checks" in invited(types, "Nadia", "trusted_person")


@pytest.mark.usefixtures("school")
def test_a_family_chooses_only_somebody_whose_checks_are_on_record(types: Type, database: Database) -> None:
    invited(types, "Priya", "manager")
    invited(types, "Nadia", "trusted_person", "first_contact")
    family = ("family", WHERE, "--first-name=Sara", "--phone=07700 900111", "--person=nadia@hollin.example")
    refused = types(*family)
    assert refused.exit_code == 1
    assert "Nadia cannot be anybody's person yet: a manager must record the safer-recruitment check" in refused.output
    with database.writing(Command()) as work:
        place = queries.organisation_by_slug(work, "hollin-bank-school").id
        assert queries.find(work, place, "sara") == []  # nothing half done
        priya, nadia = members.working_here(work, place)
        work.actor = Staff(priya.id, place, frozenset({Role.MANAGER}))
        for kind in Check:
            clearance.record(work, nadia.id, kind, lapses_on=queries.today_at(work, place))
    assert types(*family).exit_code == 0
    with database.reading(Command()) as work:
        [sara] = queries.find(work, place, "sara")
        assert [one.first_name for one in relationships.people_of(work, sara.contact_id)] == ["Nadia"]


@pytest.mark.usefixtures("school")
@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("invite", "nobody", WHERE, "--first-name=X"), "e-mail address"),
        (("invite", "x@x.example", "--organisation=nowhere", "--first-name=X"), "could not find"),
        (("family", WHERE, "--first-name=X", "--person=nobody@x.example"), "Nobody with that e-mail"),
        (("organisation", "Another", "--kind=school", f"--line={LINE}"), "already one of our lines"),
    ],
)
def test_what_goes_wrong_is_said_in_a_sentence(types: Type, words: tuple[str, ...], why: str) -> None:
    said = types(*words)
    assert said.exit_code == 1
    assert why in said.output and "Traceback" not in said.output


@pytest.mark.usefixtures("school")
def test_the_keyboard_makes_a_second_operator_where_no_page_does(types: Type, database: Database) -> None:
    assert types("organisation", "Service desk", "--kind=operating").exit_code == 0
    said = types("invite", "o@x.example", "--organisation=service-desk", "--first-name=Olive", "--role=operator")
    assert said.exit_code == 0 and "two managers" not in said.output
    with database.reading(Command()) as work:
        place = queries.organisation_by_slug(work, "service-desk").id
        assert len(members.working_here(work, place, Role.OPERATOR)) == 1
        assert not joining.has_two_managers(work, place)


def test_the_words_of_a_text_are_checked_with_the_coach_itself(types: Type, tmp_path: Path) -> None:
    cold, kind = tmp_path / "cold.txt", tmp_path / "kind.txt"
    cold.write_text("Neil here.\nWhere has he been? There may be a fine.", encoding="utf-8")
    kind.write_text("Neil here. Good to see Amir back today.", encoding="utf-8")
    said = types("words", "check", str(cold))
    assert said.exit_code == 1
    assert "line 2, blame: “Where has he been”" in said.output
    assert "Say: How is he" in said.output
    assert "line 2, threat: “a fine”" in said.output
    assert types("words", "check", str(kind)).output.strip() == "Plain and kind."


def test_each_line_can_be_a_text_of_its_own_and_a_young_person_has_another_measure(types: Type, tmp_path: Path) -> None:
    texts = tmp_path / "texts.txt"
    texts.write_text("Neil here. Be a good boy.\nNeil here. See you Monday.\n", encoding="utf-8")
    assert types("words", "check", "--each-line", str(texts)).exit_code == 0
    young = types("words", "check", "--each-line", "--young", str(texts))
    assert young.exit_code == 1
    assert young.output.count("Plain and kind.") == 1


def test_the_status_of_the_words_shows_every_purpose_in_every_language(types: Type) -> None:
    shown = types("words", "status").output
    for name in shelf.purposes():
        assert name in shown
    assert "screens" in shown
    assert "coach" in shown
    assert "signed" not in shown.split("draft: nobody", maxsplit=1)[0]


def test_the_status_at_an_organisation_shows_what_it_has_signed_off(types: Type, database: Database) -> None:
    types("organisation", "Hollin Bank School", "--kind=school")
    with database.writing(Command()) as work:
        place = queries.organisation_by_slug(work, "hollin-bank-school")
        manager = joining.add_member(
            work, place.id, first_name="Mo", email="mo@hollin.example", roles=frozenset({Role.MANAGER})
        )
        work.actor = Staff(manager.id, place.id, frozenset({Role.MANAGER}))
        wording.sign_off(work, "pl", read_by="Marta")
    shown = types("words", "status", WHERE).output
    assert "signed" in shown.split("draft: nobody", maxsplit=1)[0]
    assert types("words", "status", "--organisation=nowhere").exit_code == 1
