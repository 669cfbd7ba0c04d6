"""The two cookies of a member of staff: one for this session, and one by which we know a browser again for months. The
second opens nothing by itself; where several people share a computer it holds a secret for each of them."""

import re
from datetime import timedelta
from uuid import UUID

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from app.domain.accounts import actions as accounts
from app.domain.accounts import devices
from app.domain.accounts.models import Account, Device
from app.domain.accounts.rules import KNOWN
from app.foundation.identifiers import AccountId, MembershipId, hashed
from app.foundation.settings import Settings
from app.foundation.work import Work
from app.web.devices import this_device
from app.web.guards import cookie_name, staff_cookie

MOST_PEOPLE = 6  # at one computer
_SECRET = re.compile(r"[A-Za-z0-9_-]{32}")


def device_cookie(settings: Settings) -> str:
    """The name of the cookie by which we know a browser again."""
    return cookie_name(settings, "kettle_device")


def known_devices(work: Work) -> list[Device]:
    """The devices that this browser is, one for each person who signed in here."""
    return devices.known(work, _shown(work.settings))


def device_of(work: Work, account_id: AccountId | None) -> Device | None:
    """This browser as a device of this account, if its owner has signed in with it before."""
    return devices.of_account(known_devices(work), account_id)


def _shown(settings: Settings) -> list[str]:
    found = request.cookies.get(device_cookie(settings), "").split(".")
    return [secret for secret in found if _SECRET.fullmatch(secret)][:MOST_PEOPLE]


def know_this_device(work: Work, account: Account, answer: Response, *, remember: bool = False) -> UUID:
    """Whoever sits here has proved to be the owner of this account: from now on we know the browser. With `remember`
    it stands for the code for a while. Gives the device's id; its cookie goes with the answer."""
    here = known_devices(work)
    device = devices.of_account(here, account.id)
    living = {one.secret_hash for one in here}
    secrets = [secret for secret in _shown(work.settings) if hashed(secret) in living]
    if device:
        devices.meet_again(work, device, this_device())
    else:
        device, fresh = devices.meet(work, account.id, this_device())
        secrets = [fresh, *secrets][:MOST_PEOPLE]
    if remember:
        devices.remember(work, device)
    _set(answer, work.settings, device_cookie(work.settings), ".".join(secrets), lasts=KNOWN)
    return device.id


def sit_down(
    work: Work, account: Account, membership_id: MembershipId, answer: Response, *, remember: bool = False
) -> None:
    """Begin a session here, at this place. Whatever session this browser had before ends."""
    leave(work)
    device_id = know_this_device(work, account, answer, remember=remember)
    secret = accounts.start_staff_session(work, account.id, membership_id, device_id=device_id)
    _set(answer, work.settings, staff_cookie(work.settings), secret)


def leave(work: Work) -> None:
    """End the session of this browser, if it has one."""
    secret = request.cookies.get(staff_cookie(work.settings), "")
    if secret:
        accounts.end_staff_session(work, secret)


def out_of_the_door(settings: Settings) -> Response:
    """To the sign-in page, without a session in this browser. What it kept of our pages is forgotten as well."""
    answer = redirect(url_for("welcome.sign_in"), 303)
    answer.delete_cookie(staff_cookie(settings), path="/", secure=settings.is_https, httponly=True, samesite="Lax")
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


def _set(answer: Response, settings: Settings, name: str, value: str, *, lasts: timedelta | None = None) -> None:
    answer.set_cookie(name, value, max_age=lasts, secure=settings.is_https, httponly=True, samesite="Lax", path="/")
