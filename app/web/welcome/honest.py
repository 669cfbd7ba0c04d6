"""Privacy and accessibility: what is true of this service today, said plainly, in the language of the phone."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.foundation.work import Work
from app.web.language import speak_as_the_phone_does
from app.web.welcome.group import pages


@pages.shows("/privacy")
def privacy(_work: Work) -> ResponseReturnValue:
    """What is stored, who can read it, and for how long."""
    speak_as_the_phone_does()
    return render_template("welcome/privacy.html")


@pages.shows("/accessibility")
def accessibility(_work: Work) -> ResponseReturnValue:
    """What was tested, and what was not."""
    speak_as_the_phone_does()
    return render_template("welcome/accessibility.html")
