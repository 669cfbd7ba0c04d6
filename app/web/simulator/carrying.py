"""Starting the thread that carries pretend texts to our own webhooks, or to another Kettle on this machine.

Called by wsgi.py alone: tests decide for themselves whether anything is carried. Must never be started in service.
"""

from app.assembly import House
from app.channels.simulator import Carrier


def start(house: House) -> Carrier | None:
    """Carry from now on, in a thread of its own. None where there are no pretend phones."""
    if house.network is None:
        return None
    settings = house.settings
    carrier = Carrier(
        house.network,
        deliver_to=settings.pretend_delivers_to or f"http://127.0.0.1:{settings.port}",
        public_url=settings.pretend_signs_for or settings.pretend_delivers_to or settings.public_url,
        token=settings.twilio_auth_token[0],
    )
    carrier.start()
    return carrier
