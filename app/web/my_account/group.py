"""The group of pages about oneself. Open to everybody who works somewhere, operators too."""

from app.web.guards import STAFF
from app.web.pages import Pages

me = Pages("me", __name__, guard=STAFF, url_prefix="/me")
