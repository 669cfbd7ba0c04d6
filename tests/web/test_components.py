"""The pieces that pages are made of, drawn without a server: as words, and in a browser under a strict CSP."""

import mimetypes
from collections.abc import Callable
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from playwright.sync_api import Page, Request, Route

from tests.browsers import Complaints
from tests.web.fit import COLOURS, assert_clean

WEB = Path(__file__).parents[2] / "app" / "web"
ADDRESS = "http://127.0.0.1:9/"  # nobody listens there: the test answers for it
POLICY = "default-src 'none'; style-src 'self'; script-src 'nonce-once'; img-src 'self' data:; form-action 'self'"
PIECES = (
    "bubble, button, choices, csrf, day, empty, error_summary, field, hidden, icon, leave_this_page, name_sign, "
    "notice, pick, text_area, tick, time_tag"
)

Draw = Callable[[str], str]
Show = Callable[[str], Page]


@pytest.fixture
def draw() -> Draw:
    """Renders a piece of Jinja that may use every component."""
    found = Environment(
        loader=FileSystemLoader(WEB), autoescape=True, undefined=StrictUndefined, extensions=["jinja2.ext.i18n"]
    )
    found.install_gettext_callables(
        lambda words: words, lambda one, many, count: one if count == 1 else many, newstyle=True
    )
    found.globals |= {
        "static_url": lambda name: f"/static/{name}",
        "csp_nonce": "once",
        "csrf_token": lambda: "a-token",
    }

    def drawn(words: str) -> str:
        return found.from_string(
            words if "{% extends" in words else f'{{% from "components.html" import {PIECES} %}}{words}'
        ).render()

    return drawn


@pytest.fixture
def show(draw: Draw, page: Page) -> Show:
    """Opens a drawn page in the browser, with its sheets, under the policy that the service sends."""

    def shown(words: str) -> Page:
        whole = draw(words)

        def answer(route: Route, request: Request) -> None:
            if request.url == ADDRESS:
                route.fulfill(
                    body=whole, content_type="text/html; charset=utf-8", headers={"Content-Security-Policy": POLICY}
                )
            elif request.url.startswith(ADDRESS + "static/"):
                file = WEB / request.url.removeprefix(ADDRESS)
                route.fulfill(body=file.read_bytes(), content_type=mimetypes.guess_type(file.name)[0] or "text/plain")
            else:
                route.fulfill(body="<title>Weather</title>", content_type="text/html")

        page.context.route("**/*", answer)
        page.goto(ADDRESS)
        return page

    return shown


def a_page(main: str, *, lang: str = "en", direction: str = "ltr") -> str:
    return (
        '{% extends "base.html" %}{% from "components.html" import ' + PIECES + " %}"
        "{% block lang %}" + lang + "{% endblock %}{% block dir %}" + direction + "{% endblock %}"
        "{% block main %}" + main + "{% endblock %}"
    )


SAID = 'iso="2026-11-17T08:10:00Z", words="8:10", exact="17 November 2026, 8:10"'
TWO_ENTRIES = (
    '<ol class="time-line">'
    f'{{{{ bubble("theirs", "Nadia", "Hello", {SAID}) }}}}{{{{ bubble("mine", "You", "Hello", {SAID}) }}}}'
    "</ol>"
)
EXAMPLES = '{% extends "simulator/look.html" %}'
SMALL_THINGS_TO_PRESS = """() => {
    const ticks = 'input:not([type=radio], [type=checkbox], [type=hidden]), .tick';
    const small = it => { const box = it.getBoundingClientRect(); return box.height < 43.9 || box.width < 43.9; };
    const found = [...document.querySelectorAll('a:not(.skip), button, select, textarea, ' + ticks)];
    return found.filter(small).map(it => it.outerHTML.slice(0, 90));
}"""
SIZE_AND_AIR = """it => {
    const style = getComputedStyle(it);
    return [parseFloat(style.fontSize), parseFloat(style.lineHeight) / parseFloat(style.fontSize)];
}"""


# What the macros write


def test_what_people_type_is_shown_as_they_typed_it(draw: Draw) -> None:
    drawn = draw(f'{{{{ bubble("theirs", "<b>Nadia", "<script>alert(1)</script> & tea", {SAID}, lang="en") }}}}')
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; tea" in drawn
    assert "<script" not in drawn
    assert "<b><b>" not in drawn


def test_what_people_type_cannot_leave_its_attribute(draw: Draw) -> None:
    drawn = draw(
        """{{ field("Name", "name", '"><script>x') }}{{ text_area("Words", "words", "</textarea><script>x") }}"""
    )
    assert "<script" not in drawn


def test_a_message_says_its_language_and_direction(draw: Draw) -> None:
    assert 'class="said" lang="ur" dir="rtl"' in draw(
        f'{{{{ bubble("theirs", "نادیہ", "سلام", {SAID}, lang="ur", dir="rtl") }}}}'
    )
    assert 'class="said" dir="auto"' in draw(f'{{{{ bubble("theirs", "Nadia", "Hello", {SAID}) }}}}')


def test_a_time_says_the_exact_one_too(draw: Draw) -> None:
    drawn = draw('{{ time_tag("2026-11-17T08:10:00Z", "yesterday 8:10", "Tuesday 17 November 2026, 8:10") }}')
    assert drawn == '<time datetime="2026-11-17T08:10:00Z" title="Tuesday 17 November 2026, 8:10">yesterday 8:10</time>'


def test_a_name_keeps_its_tint_whatever_its_script(draw: Draw) -> None:
    for name in ("Amina", "Żaneta", "نادیہ", "李", ""):
        first, again = draw(f'{{{{ name_sign("{name}") }}}}'), draw(f'{{{{ name_sign("{name}") }}}}')
        assert first == again
        assert any(f"tint-{number}" in first for number in range(6))


def test_a_form_carries_its_token(draw: Draw) -> None:
    assert draw("{{ csrf() }}") == '<input type="hidden" name="csrf_token" value="a-token">'


def test_an_error_stands_beside_its_field_and_in_the_summary(draw: Draw) -> None:
    field = '{{ field("Number", "number", hint="11 digits", error="Too short.") }}'
    drawn = draw('{{ error_summary([("number", "Too short.")]) }}' + field)
    assert '<a href="#number">Too short.</a>' in drawn
    assert 'aria-describedby="number-hint number-error" aria-invalid="true"' in drawn


def test_without_errors_there_is_no_summary_and_nothing_is_marked(draw: Draw) -> None:
    assert draw("{{ error_summary([]) }}") == ""
    drawn = draw('{{ field("Number", "number") }}')
    assert "aria-" not in drawn


def test_the_title_of_a_page_names_nobody_unless_a_page_breaks_the_rule(draw: Draw) -> None:
    assert "<title>Kettle</title>" in draw(a_page("<h1>Nadia</h1>"))


# What a browser makes of them


@pytest.mark.browser
def test_the_examples_are_clean_for_axe_by_day_and_by_night(show: Show) -> None:
    shown = show(EXAMPLES)
    assert_clean(shown)
    shown.emulate_media(color_scheme="dark")
    assert_clean(shown, where="by night", rules=COLOURS)


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 640, 1280])
def test_the_examples_never_scroll_sideways(show: Show, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    assert show(EXAMPLES).evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.browser
def test_whatever_one_presses_is_large_enough_for_a_thumb(show: Show, page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    small = show(EXAMPLES).evaluate(SMALL_THINGS_TO_PRESS)
    assert small == []


@pytest.mark.browser
@pytest.mark.parametrize(("direction", "is_mine_first"), [("ltr", False), ("rtl", True)])
def test_a_page_that_reads_the_other_way_is_its_mirror(show: Show, direction: str, is_mine_first: bool) -> None:
    shown = show(a_page(TWO_ENTRIES, direction=direction))
    theirs, mine = (shown.locator(f".{side} .said").bounding_box() for side in ("theirs", "mine"))
    assert theirs and mine
    assert (mine["x"] < theirs["x"]) is is_mine_first


@pytest.mark.browser
def test_urdu_is_larger_and_has_air_wherever_it_stands(show: Show) -> None:
    urdu, english = '<p id="u" lang="ur">سلام</p>', '<p id="e" lang="en">Hello</p>'
    for lang in ("en", "ur"):
        shown = show(a_page(urdu + english, lang=lang))
        (urdu_size, urdu_air), (size, air) = (shown.locator(mark).evaluate(SIZE_AND_AIR) for mark in ("#u", "#e"))
        assert (size, air) == (18, pytest.approx(1.5))
        assert urdu_size > 20
        assert urdu_air == pytest.approx(1.9, abs=0.01)
        shown.context.unroute_all()


@pytest.mark.browser
def test_the_summary_of_errors_takes_the_focus(show: Show) -> None:
    shown = show(
        a_page('{{ error_summary([("number", "Too short.")]) }}{{ field("Number", "number", error="Too short.") }}')
    )
    assert shown.evaluate("document.activeElement.className") == "problems"


@pytest.mark.browser
@pytest.mark.parametrize("way", ["the link", "shift three times"])
def test_leaving_the_page_leaves_nothing_to_go_back_to(show: Show, complaints: Complaints, way: str) -> None:
    complaints.expect("https://www.bbc.co.uk/weather")
    shown = show(a_page("<h1>Nadia</h1>"))
    before = shown.evaluate("history.length")
    if way == "the link":
        shown.get_by_role("link", name="Leave this page").click()
    else:
        for _ in range(3):
            shown.keyboard.press("Shift")
    shown.wait_for_url("https://www.bbc.co.uk/weather")
    assert shown.evaluate("history.length") == before


@pytest.mark.browser
def test_writing_capital_letters_does_not_leave_the_page(show: Show) -> None:
    shown = show(a_page('{{ text_area("Write", "words") }}'))
    shown.get_by_label("Write").focus()
    for letter in "ABCDE":
        shown.keyboard.press(f"Shift+{letter}")
    shown.keyboard.press("Shift")
    shown.keyboard.press("Shift")
    shown.keyboard.press("a")
    shown.keyboard.press("Shift")
    shown.wait_for_timeout(200)
    assert shown.url == ADDRESS
    assert shown.get_by_label("Write").input_value() == "ABCDEa"


def test_leaving_works_without_a_script(draw: Draw) -> None:
    assert 'href="https://www.bbc.co.uk/weather"' in draw("{{ leave_this_page() }}")


@pytest.mark.browser
def test_a_family_page_is_two_requests_and_its_script_still_runs(show: Show, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    shown = show(a_page(TWO_ENTRIES) + '{% block favicon %}<link rel="icon" href="data:,">{% endblock %}')
    assert asked == [ADDRESS, ADDRESS + "static/kettle.css"]
    assert shown.locator("script[src]").count() == 0
    assert shown.locator("script").count() == 1
