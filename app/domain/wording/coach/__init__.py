"""The coach: what a frightened, tired or hurried reader would stumble over in a draft, and a kinder way to say it.

Pure: no database, no network, no clock. The rules are files (`message_templates/coach/`) that anybody can edit.
"""
