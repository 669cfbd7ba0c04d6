"""Can a stranger with a stopwatch find out which addresses have an account? Tries at known and at unknown addresses, in
turn, each from somewhere else, and how well their times tell the two apart."""

import time
from itertools import product
from pathlib import Path

import sqlalchemy as sa
from flask.testing import FlaskClient

from app import assembly, invented_town
from app.assembly import House
from app.domain.accounts import actions as accounts
from app.domain.accounts import passwords
from app.domain.limits.models import Attempt
from app.domain.people import members
from app.foundation.actors import Command
from app.foundation.settings import Mode, Settings
from app.migrations.running import bring_up_to_date
from app.web.app import create_app
from benchmarks.figures import Figure, percentile

TRIES = {"/sign-in": 200, "/forgot": 400}  # of each kind; a password is slow on purpose
TOLD_APART = 10.0  # per cent above tossing a coin; chance alone makes about 6 of 200 tries (two standard errors)


def measure(folder: Path) -> list[Figure]:
    """For each form: how often, of all pairs, the slower one is the known address, less the half that a coin gets."""
    settings = Settings(mode=Mode.DEMO, var_dir=str(folder / "signing_in")).filled_in()
    house = assembly.put_together(settings, threads=2)
    bring_up_to_date(house.database.engine)
    town = invented_town.settle(house.database, house.network)
    with house.database.writing(Command()) as work:
        secret = accounts.invite(work, town.neil)
        known = members.membership(work, town.neil).email
    with house.database.writing(Command()) as work:
        accounts.accept_invitation(work, secret, password_hash=passwords.hash_password("a kettle on a harbour wall"))
    application = create_app(house)
    application.config.update(WTF_CSRF_ENABLED=False)
    found = [_told_apart(house, application.test_client(), form, known) for form in TRIES]
    house.database.close()
    house.pretend_network.store.close()
    return found


def _told_apart(house: House, stranger: FlaskClient, form: str, known: str) -> Figure:
    times: dict[bool, list[float]] = {True: [], False: []}
    for number in range(2 * TRIES[form]):
        is_known = number % 2 == 0
        # An address as long as the known one, which nobody has.
        email = known if is_known else f"{number:0{known.index('@')}d}{known[known.index('@') :]}"
        times[is_known].append(_try(stranger, form, email, f"10.{number // 250}.{number % 250}.7"))
        with house.database.writing(Command()) as work:  # or the known address, which is always the same, meets a limit
            work.session.connection().execute(sa.delete(Attempt))
    pairs = sum((slow > quick) + (slow == quick) / 2 for slow, quick in product(times[True], times[False]))
    share = 100 * pairs / TRIES[form] ** 2
    return Figure(
        "signing_in",
        f"known addresses told from unknown ones by the time of {form}, above tossing a coin",
        abs(share - 50),
        "per cent",
        TOLD_APART,
        limit=f"chance alone: about {200 / (12 * TRIES[form] / 2) ** 0.5:.0f} per cent (two standard errors)",
        note=f"{TRIES[form]} each; half take at most {percentile(times[True], 50):.1f} ms (known), "
        f"{percentile(times[False], 50):.1f} ms (unknown)",
    )


def _try(stranger: FlaskClient, form: str, email: str, address: str) -> float:
    """Milliseconds of one try."""
    begun = time.perf_counter()
    answer = stranger.post(
        form, data={"email": email, "password": "a guess of a stranger"}, environ_base={"REMOTE_ADDR": address}
    )
    taken = 1000 * (time.perf_counter() - begun)
    if answer.status_code >= 500 or answer.status_code in {404, 429}:
        raise RuntimeError(f"{form} answered {answer.status_code}")
    return taken
