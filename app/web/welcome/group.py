"""The group of pages that anybody may open. Each module beside this one adds its own."""

from app.web.guards import ANYBODY
from app.web.pages import Pages

pages = Pages("welcome", "app.web.welcome", guard=ANYBODY)
