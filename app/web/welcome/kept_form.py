"""A form that could not be taken because nobody was signed in: carried along until somebody is. Leads nowhere else:
an address counts only when it is one of our own pages."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import current_app, request
from werkzeug.exceptions import HTTPException

from app.web.forms import KEPT_FIELDS

FIELD = "field_"


@dataclass(frozen=True)
class KeptForm:
    """Where it was going, what was written (to see), and what stood in it unseen."""

    path: str
    written: dict[str, str]
    unseen: dict[str, str]


def carried() -> dict[str, str]:
    """The hidden fields that carry a form along, as they came."""
    return {name: value for name, value in request.form.items() if name == "path" or name.startswith(FIELD)}


def kept_form() -> KeptForm | None:
    """The form that came along. None without one, or when it was not going to a page of ours."""
    path = request.form.get("path", "")
    if not is_ours(path, "POST"):
        return None
    fields = {name.removeprefix(FIELD): value for name, value in request.form.items() if name.startswith(FIELD)}
    written = {name: value for name, value in fields.items() if name in KEPT_FIELDS and value.strip()}
    return KeptForm(path, written, {name: value for name, value in fields.items() if name not in written})


def is_ours(path: str, method: str) -> bool:
    """Is this the address of one of our own pages, and of nothing else?"""
    parts = urlsplit(path) if path.isprintable() and "\\" not in path else None
    if parts is None or parts.scheme or parts.netloc or not parts.path.startswith("/"):
        return False
    try:
        current_app.url_map.bind("here").match(parts.path, method=method)
    except HTTPException:  # also "nearly": a redirect is not a page of ours
        return False
    return True
