"""An organisation's own house-keeping: who is at the front door, and its families."""

from flask import Blueprint

GROUPS: tuple[Blueprint, ...] = ()
