"""Writes the next step by comparing the models with a database that has had every step so far.

`python -m app.migrations.drafting "families have a nickname"`. Read what it wrote before you keep it: it sees neither a
changed CHECK nor a new member of a closed set (a test does), and it takes a renamed column for a dropped one.
"""

import re
import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.script import ScriptDirectory

from app.foundation.database import engine_for
from app.migrations.running import bring_up_to_date, configuration


def draft(words: str) -> Path:
    """Write `versions/<number>_<words>.py` and say where it is."""
    number = f"{len(list(ScriptDirectory.from_config(configuration()).walk_revisions())) + 1:04d}"
    with tempfile.TemporaryDirectory() as folder:
        engine = engine_for(f"sqlite:///{folder}/so-far.sqlite3")
        bring_up_to_date(engine)
        with engine.connect() as connection:
            config = configuration(connection)
            config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
            command.revision(config, message=words, rev_id=number, autogenerate=True)
        engine.dispose()
    (step,) = (Path(__file__).parent / "versions").glob(f"{number}_*.py")
    step.write_text(re.sub(r" +# ### .*\n", "", step.read_text(encoding="utf-8")), encoding="utf-8")
    return step


if __name__ == "__main__":
    draft(" ".join(sys.argv[1:]))
