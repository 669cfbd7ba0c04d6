"""The first page of a service: what this is, for families, and where staff sign in."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.foundation.work import Work
from app.web.guards import ANYBODY
from app.web.language import speak_as_the_phone_does
from app.web.pages import Pages

first_page = Pages("first_page", __name__, guard=ANYBODY)


@first_page.shows("/")
def home(_work: Work) -> ResponseReturnValue:
    """The same for everybody."""
    speak_as_the_phone_does()
    return render_template("welcome/home.html")
