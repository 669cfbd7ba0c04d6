"""Which browser somebody sits at, in words that they recognise: for the list of their devices, and for the record."""

from flask import request

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "an Android phone"),
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Mac OS", "a Mac"),
    ("CrOS", "a Chromebook"),
    ("Linux", "Linux"),
)


def words_of(user_agent: str) -> str:
    """ "Chrome on Windows"; "A browser" for one we do not know. Never the agent's own words: anybody writes those."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "A browser")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return f"{browser} on {system}" if system else browser


def this_device() -> str:
    """The browser of this request."""
    return words_of(request.user_agent.string[:400])


def from_where() -> str:
    """The browser and the address of this request, for the record of what staff do."""
    return f"{this_device()}, {request.remote_addr or 'unknown address'}"
