"""What the telephone provider calls: verify, then one action, then "thank you"."""

from app.web.webhooks import twilio

GROUPS = (twilio.pages,)
