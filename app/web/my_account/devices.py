"""Where I am signed in, and which devices are remembered; ending one of them, or all. Each ends within one request."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.accounts import devices as known
from app.domain.accounts import queries, second_step
from app.foundation.work import Work
from app.web import staff_cookies
from app.web.guards import signed_in
from app.web.my_account.group import me
from app.web.organisation.group import zone_of

DONE = {
    "device": "That device is signed out, and asks for a password and a code from now on.",
    "password": "Your password is changed. You were signed out everywhere but here.",
}


@me.shows("/devices")
def devices(work: Work) -> ResponseReturnValue:
    """The list."""
    mine = signed_in()
    account = queries.account(work, mine.account_id)
    return render_template(
        "my_account/devices.html",
        devices=known.of(work, mine.account_id, this=mine.device_id),
        has_password=bool(account.password_hash),
        has_codes=bool(account.seed),
        codes_left=second_step.recovery_codes_left(work, mine.account_id),
        done=DONE.get(request.args.get("done", ""), ""),
        zone=zone_of(work),
    )


@me.does("/devices/<uuid:device_id>/end")
def end_device(work: Work, device_id: UUID) -> ResponseReturnValue:
    """Sign out on one device and forget it. NotFound for somebody else's."""
    mine = signed_in()
    known.end(work, mine.account_id, device_id)
    if device_id == mine.device_id:
        return staff_cookies.out_of_the_door(work.settings)
    return redirect(url_for("me.devices", done="device"), 303)


@me.does("/devices/end-all")
def sign_out_everywhere(work: Work) -> ResponseReturnValue:
    """Sign out on every device, this one too, and remember none."""
    mine = signed_in()
    known.end_everywhere(work, mine.account_id, known=mine.device_id)
    return staff_cookies.out_of_the_door(work.settings)
