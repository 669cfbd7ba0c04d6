"""The look at a page finds what is wrong with it: a test that cannot fail would be worth nothing."""

import pytest
from playwright.sync_api import Page

from tests.web.fit import assert_fit_for_everybody

pytestmark = pytest.mark.browser
GOOD = """<!doctype html><html lang="en"><head><title>A page</title>
<style>{style} button {{ min-width: 44px; min-height: 44px }}</style></head>
<body><main><h1>A page</h1><p>Words</p>{more}</main></body></html>"""


def test_a_good_page_is_fit(page: Page) -> None:
    page.set_content(GOOD.format(style="", more="<button>Go on</button>"))
    assert_fit_for_everybody(page)


@pytest.mark.parametrize(
    ("style", "more", "complaint"),
    [
        ("", "<input type='text'>", "at 320 px"),
        ("", "<img src='data:,'>", "at 320 px"),
        ("p { color: #bbb }", "", "at 320 px"),
        ("@media (min-width: 1000px) { p { color: #bbb } }", "", "at 1280 px"),
        ("@media (prefers-color-scheme: dark) { p { color: #bbb } }", "", "by night"),
        ("p { width: 400px }", "", "scrolls sideways at 320 px"),
        ("", "<nav aria-label='Pages'><a href='/'>x</a></nav>", "too small for a thumb"),
    ],
)
def test_what_is_wrong_is_named(page: Page, style: str, more: str, complaint: str) -> None:
    page.set_content(GOOD.format(style=style, more=more))
    with pytest.raises(AssertionError, match=complaint):
        assert_fit_for_everybody(page)
