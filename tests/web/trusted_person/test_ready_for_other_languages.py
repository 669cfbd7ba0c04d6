"""Screens of staff are in English. The day somebody needs them in another language, pages follow whatever the request
speaks: its letters, its direction, and every sentence that is marked (docs/decisions/0015)."""

import pytest
from flask.testing import FlaskClient

from app.foundation.languages import LANGUAGES
from app.web import language
from tests.web.trusted_person.conftest import Life

NOTHING_IS_LOST = "اسے پھر دیکھ لیں۔ آپ کا لکھا کچھ گم نہیں ہوا۔"


def says_nothing(neil: FlaskClient, life: Life) -> str:
    return neil.post(
        f"/conversation/{life.ewas}/reply", data={"text": " "}, headers={"Accept-Language": "ur"}
    ).get_data(as_text=True)


def test_a_staff_page_speaks_what_the_request_speaks(
    neil: FlaskClient, life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(language, "spoken", lambda: LANGUAGES["ur"])
    page = says_nothing(neil, life)
    assert '<html lang="ur" dir="rtl">' in page
    assert NOTHING_IS_LOST in page


def test_until_then_it_is_english_whatever_the_browser_asks_for(neil: FlaskClient, life: Life) -> None:
    page = says_nothing(neil, life)
    assert '<html lang="en" dir="ltr">' in page
    assert "Nothing you wrote is lost." in page
    assert NOTHING_IS_LOST not in page
