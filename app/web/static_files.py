"""Style sheets and scripts, under an address that changes with their content: browsers may keep them for ever."""

import hashlib
from pathlib import Path

FOLDER = Path(__file__).parent / "static"


def address() -> str:
    """Where static files live: `/static/<mark of everything in the folder>`."""
    whole = hashlib.sha256()
    for file in sorted(FOLDER.iterdir()):
        whole.update(file.name.encode() + b"\0" + file.read_bytes())
    return f"/static/{whole.hexdigest()[:12]}"
