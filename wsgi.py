"""The web front door, for an application server."""

import gc

from app import assembly
from app.foundation import log
from app.foundation.settings import Settings
from app.web.app import create_app
from app.web.simulator import carrying

log.set_up()
house = assembly.put_together(Settings().filled_in())
app = create_app(house)
carrying.start(house)  # in the demo only

# What is loaded by now stays for good. Left to itself, Python looks through all of it now and then for garbage, and for
# about 130 ms nobody gets an answer.
gc.collect()
gc.freeze()
