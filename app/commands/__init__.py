"""`kettle …`: what an operator types. Each command opens one Work and says in words what it did."""

import secrets
import sys
from collections.abc import Mapping
from pathlib import Path

import click
from sqlmodel import select

from app import assembly, invented_town
from app.commands.words import words
from app.domain.accounts import actions as accounts
from app.domain.accounts import seeds, staff_links
from app.domain.accounts.rules import StaffLink
from app.domain.people import actions as people
from app.domain.people import joining, lines, members, places, queries
from app.domain.people.models import Membership, Organisation
from app.domain.people.rules import WRITE_TO_FAMILIES, Role
from app.domain.permissions import actions as permissions
from app.domain.relationships import actions as relationships
from app.domain.relationships.rules import ChosenBy
from app.foundation import log, processes
from app.foundation.actors import Command
from app.foundation.errors import Problem
from app.foundation.languages import LANGUAGES
from app.foundation.settings import LOOPBACK, Settings
from app.foundation.work import Work
from app.migrations import running

WHO = Command()


class _InWords(click.Group):
    """Says what went wrong in a sentence, not in a stack trace."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except Problem as problem:
            raise click.ClickException(problem.sentence) from None


@click.group(cls=_InWords)
def kettle() -> None:
    """Messages between families and a person whose name they know."""
    log.set_up()


def _house() -> assembly.House:
    return assembly.put_together(Settings().filled_in(), threads=2)


@kettle.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--workers", default=1, show_default=True, help="Web processes. Keep 1 on SQLite.")
def run(host: str, workers: int) -> None:
    """Serve Kettle: the web process and the scheduler, both restarted when they die."""
    settings = Settings().filled_in()
    house = assembly.put_together(settings, threads=2)
    running.bring_up_to_date(house.database.engine)
    if settings.is_demo:
        _settle_town(house)
    if settings.is_demo and host not in LOOPBACK:
        raise click.ClickException("The demo only listens on this machine: anybody could sign in as anybody.")
    house.database.close()
    click.echo(f"Kettle is on at {settings.public_url}  (Ctrl+C ends it)")
    if settings.plays_provider:
        click.echo(f"It only plays the telephone provider, for the Kettle at {settings.pretend_delivers_to}.")
    if settings.is_rehearsal:
        click.echo("This is a rehearsal: texts go to a pretend provider on this machine, not to phones.")
    processes.watch(_children(settings, host, workers), _environment(settings))


def _children(settings: Settings, host: str, workers: int) -> dict[str, list[str]]:
    threads = str(assembly.WEB_THREADS)
    web = [sys.executable, "-m", "granian", "--interface", "wsgi", "wsgi:app", "--host", host]
    web += ["--port", str(settings.port), "--workers", str(workers), "--blocking-threads", threads]
    web += ["--respawn-failed-workers", "--no-ws", "--log-level", "error", "--workers-kill-timeout", "5"]
    if settings.plays_provider:
        return {"web": web}
    return {"web": web, "scheduler": [sys.executable, "-m", "scheduler"]}


def _environment(settings: Settings) -> Mapping[str, str]:
    # Children are started in the folder of the code, wherever the operator stands.
    here = str(Path(__file__).parent.parent)
    return {"KETTLE_MODE": settings.mode, "PYTHONPATH": here, "KETTLE_VAR_DIR": str(Path(settings.var_dir).resolve())}


def _settle_town(house: assembly.House) -> None:
    if house.settings.plays_provider:
        invented_town.draw_phones(house.pretend_network)
        return
    with house.database.reading(WHO) as work:
        is_settled = work.session.exec(select(Organisation.id).limit(1)).first() is not None
    if not is_settled:
        house.pretend_network.clear()
        invented_town.settle(house.database, house.network, with_history=True)


@kettle.command()
def check() -> None:
    """Say what is missing before Kettle may start, and whether the database is up to date."""
    house = _house()
    is_new = running.is_up_to_date(house.database.engine)
    click.echo("The settings are complete.")
    click.echo("The database is up to date." if is_new else "The database is not up to date: run `kettle database`.")
    public = house.settings.public_url
    click.echo(f"At the provider, enter for a message:  {public}/webhooks/twilio/message")
    click.echo(f"At the provider, enter for a call:     {public}/webhooks/twilio/voice")
    trial = house.settings.trial_numbers
    click.echo(f"On trial: texts go to {len(trial)} phone(s) only." if trial else "No phone is on the trial list yet.")
    if not is_new:
        sys.exit(1)


@kettle.command()
def database() -> None:
    """Make the database, or bring it up to date."""
    house = _house()
    running.bring_up_to_date(house.database.engine)
    click.echo("The database is up to date.")


@kettle.command()
def secret() -> None:
    """Print a fresh secret, for KETTLE_SECRET_KEY or KETTLE_SEED_KEYS."""
    click.echo(secrets.token_urlsafe(32))


@kettle.command()
def seal() -> None:
    """Lock the second steps of all staff with the newest (the first) of KETTLE_SEED_KEYS."""
    house = _house()
    sealed, lost = seeds.seal_all_anew(house.database)
    click.echo(f"{sealed} second {'step is' if sealed == 1 else 'steps are'} locked with the newest key.")
    if lost:
        raise click.ClickException(f"No key fits {lost} of them. Keep the old keys, after a comma, and try again.")
    click.echo("The older keys may be taken away now.")


@kettle.command()
@click.argument("name")
@click.option("--kind", type=click.Choice(places.KINDS), required=True)
@click.option("--phone", default="", help="The organisation's own public number, for families to check.")
@click.option("--website", default="", help="The organisation's own web page, for families to check.")
@click.option("--borough", default="", help="Where families look for it; made if it is not there yet.")
@click.option("--line", default="", help="A phone line of ours, as bought at the provider.")
def organisation(name: str, kind: str, phone: str, website: str, borough: str, line: str) -> None:
    """Make an organisation, and give it a phone line."""
    with _house().database.writing(WHO) as work:
        area = places.make_area(work, name=borough).id if borough else None
        made = places.make_organisation(
            work, name=name, kind=kind, public_phone=phone, public_website=website, area_id=area
        )
        if line:
            lines.give_line(work, made.id, number=line)
        click.echo(f"{made.name} is there. Its public page: {work.settings.public_url}/check/{made.slug}")
        if kind != places.OPERATING:
            click.echo("Invite its two managers next: kettle invite … --role manager. They invite everybody else.")


@kettle.command()
@click.argument("email")
@click.option("--organisation", "slug", required=True, help="The organisation's name in its page's address.")
@click.option("--first-name", required=True)
@click.option("--last-name", default="")
@click.option("--role-words", default="", help='What families read, for example "family support worker".')
@click.option("--role", "roles", type=click.Choice([role.value for role in Role]), multiple=True)
def invite(email: str, slug: str, first_name: str, last_name: str, role_words: str, roles: tuple[str, ...]) -> None:
    """Invite somebody to an organisation. Prints the link by which they choose a password."""
    with _house().database.writing(WHO) as work:
        place = queries.organisation_by_slug(work, slug)
        person = joining.add_member(
            work,
            place.id,
            first_name=first_name,
            last_name=last_name,
            role_words=role_words,
            email=email,
            roles=frozenset(Role(role) for role in roles or (Role.TRUSTED_PERSON,)),
        )
        secret = accounts.invite(work, person.id)
        if secret:
            click.echo(f"Give this link to {person.first_name}; it works once, for two days:")
            click.echo(staff_links.address(work, StaffLink.INVITATION, secret))
        else:
            click.echo(f"{person.first_name} has a password already, and signs in as usual.")
        for sentence in _what_comes_next(work, place, person):
            click.echo(sentence)


def _what_comes_next(work: Work, place: Organisation, person: Membership) -> list[str]:
    found = []
    if place.kind != places.OPERATING and not joining.has_two_managers(work, place.id):
        found.append(f"{place.name} needs two managers: nobody records their own checks, and one may be ill.")
    if WRITE_TO_FAMILIES & members.roles_of(work, person.id):
        found.append(
            f"Families can choose {person.first_name} as soon as a manager has recorded the checks, under Staff."
        )
    return found


@kettle.command("lost-phone")
@click.argument("email")
@click.option("--organisation", "slug", required=True, help="The organisation's name in its page's address.")
def lost_phone(email: str, slug: str) -> None:
    """Somebody lost the phone with their codes and has no other manager: sign them out, and send them a link."""
    with _house().database.writing(WHO) as work:
        person = _colleague(work, queries.organisation_by_slug(work, slug), email)
        accounts.lost_phone(work, person.id)
        click.echo(f"{person.first_name} is signed out everywhere, and gets an e-mail. Its link works for an hour.")


@kettle.command()
@click.option("--organisation", "slug", required=True)
@click.option("--first-name", required=True)
@click.option("--last-name", default="")
@click.option("--relation", default="", help='What the child calls them, for example "mum".')
@click.option("--phone", default="")
@click.option("--reads", type=click.Choice(sorted(LANGUAGES)), default="en", show_default=True)
@click.option("--person", default="", help="The e-mail address of the trusted person whom the family chose.")
def family(slug: str, first_name: str, last_name: str, relation: str, phone: str, reads: str, person: str) -> None:
    """Add a family member, and say who their person is."""
    with _house().database.writing(WHO) as work:
        place = queries.organisation_by_slug(work, slug)
        contact = people.add_contact(
            work, place.id, first_name=first_name, last_name=last_name, relation=relation, number=phone
        )
        permissions.set_wishes(work, contact.id, reads=reads)
        if person:
            chosen = _colleague(work, place, person)
            relationships.choose(work, contact.id, chosen.id, by=ChosenBy.FAMILY)
        click.echo(f"{contact.first_name} is written down.")


def _colleague(work: Work, place: Organisation, email: str) -> Membership:
    query = select(Membership).where(Membership.organisation_id == place.id, Membership.email == email.lower())
    found = work.session.exec(query.where(members.still_here(work.now))).first()
    if not found:
        raise click.ClickException("Nobody with that e-mail address works there.")
    return found


kettle.add_command(words)
