"""Two pages beside the table top: the mailbox that e-mails to staff end up in, and the page of examples."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.foundation.errors import NotFound
from app.foundation.work import Work
from app.web import pages as web
from app.web.simulator import on_screen
from app.web.simulator.table_top import pages

ZONE = "Europe/London"
MOST_MAILS = 50


@pages.shows("/simulator/mailbox")
def mailbox(work: Work) -> ResponseReturnValue:
    """E-mails that Kettle would have sent to staff."""
    post = web.house().pretend_post
    if post is None:
        raise NotFound
    opens = on_screen.link_pattern([work.settings.public_url])
    mails = [(mail, list(on_screen.pieces(mail.body, opens))) for mail in post.mails()[:MOST_MAILS]]
    return render_template("simulator/mailbox.html", mails=mails, now=work.now, zone=ZONE)


@pages.shows("/simulator/look")
def look(_work: Work) -> ResponseReturnValue:
    """Every component in three languages, by light and by night."""
    return render_template("simulator/look.html")
