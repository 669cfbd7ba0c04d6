"""The look keeps its promises: contrast, size, direction, scripts, and nothing inline. Reads the files; no server."""

import gzip
import re
from pathlib import Path

import pytest

WEB = Path(__file__).parents[2] / "app" / "web"
STATIC = WEB / "static"
SHEETS = sorted(STATIC.glob("*.css"))
WORDS, CONTROLS = 4.5, 3.0

# What stands on what. Words need 4.5 : 1, the edges of controls and the focus 3 : 1 (WCAG 2.2, 1.4.3 and 1.4.11).
WORD_PAIRS = [
    *[(words, ground) for words in ("ink", "soft", "teal", "red") for ground in ("paper", "raised")],
    *[(words, ground) for words in ("ink", "soft", "teal") for ground in ("mine", "wait")],
    ("amber", "wait"),
    ("amber", "paper"),
    ("ink", "wrong"),
    ("red", "wrong"),
    ("on-teal", "teal"),
]
CONTROL_PAIRS = [
    *[(edge, ground) for edge in ("edge", "ink") for ground in ("paper", "raised", "mine", "wait", "wrong")],
    ("teal", "paper"),
    ("red", "paper"),
    ("ink", "halo"),
]


def without_comments(css: str) -> str:
    return re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)


def colours_in(css: str, selector: str, *, after: str = "") -> dict[str, str]:
    """The custom properties with a hex colour in the first block of `selector` that follows `after`."""
    found = re.search(re.escape(selector) + r"\s*\{([^}]*)\}", css[css.index(after) :])
    assert found, f"no block for {selector}"
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{3,6})\s*;", found.group(1)))


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


BASE = without_comments((STATIC / "kettle.css").read_text())
DEMO = without_comments((STATIC / "simulator.css").read_text())
LIGHT = colours_in(BASE, ":root")
NIGHT = LIGHT | colours_in(BASE, ":root", after="prefers-color-scheme: dark")
LCD = LIGHT | colours_in(DEMO, ".keypad .screen")
GROUNDS = pytest.mark.parametrize("colours", [LIGHT, NIGHT, LCD], ids=["light", "night", "keypad phone"])


def test_contrast_is_computed_as_the_standard_says() -> None:
    assert contrast("#000", "#fff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@GROUNDS
@pytest.mark.parametrize(("words", "ground"), WORD_PAIRS)
def test_words_can_be_read_on_their_ground(colours: dict[str, str], words: str, ground: str) -> None:
    assert contrast(colours[words], colours[ground]) >= WORDS


@GROUNDS
@pytest.mark.parametrize(("edge", "ground"), CONTROL_PAIRS)
def test_controls_and_focus_stand_out_from_their_ground(colours: dict[str, str], edge: str, ground: str) -> None:
    assert contrast(colours[edge], colours[ground]) >= CONTROLS


def test_every_colour_has_its_night_side() -> None:
    assert set(LIGHT) == set(colours_in(BASE, ":root", after="prefers-color-scheme: dark"))


def test_initials_can_be_read_on_every_tint() -> None:
    tints = re.findall(r"--tint:\s*(#[0-9a-f]{6})", BASE)
    assert len(tints) == 6
    assert all(contrast("#2a231c", tint) >= WORDS for tint in tints)


def test_phones_wear_the_colours_of_their_owners_signs() -> None:
    assert re.findall(r"--case:\s*(#[0-9a-f]{6})", DEMO) == re.findall(r"--tint:\s*(#[0-9a-f]{6})", BASE)


def test_the_page_of_examples_shows_the_same_colours_as_every_page() -> None:
    assert colours_in(DEMO, ".by-light") == LIGHT
    assert colours_in(DEMO, ".by-night") == NIGHT


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_sheet_knows_start_and_end_but_neither_left_nor_right(sheet: Path) -> None:
    css = without_comments(sheet.read_text())
    sided = r"(?<![\w-])(?:[\w-]*-)?(?:left|right)(?![\w-])|(?<![\w-])(?:margin|padding|inset|border)-(?:top|bottom)\b"
    fixed = r"[{;]\s*(?:top|bottom|width|height|min-width|max-width|min-height|max-height|float)\s*:"
    assert not re.findall(sided, css)
    assert not re.findall(fixed, css)


@pytest.mark.parametrize(
    "line", ["a { margin-left: 1rem }", "a { text-align: right }", "a { left: 0 }", "a { padding-top: 0 }"]
)
def test_the_search_for_sides_finds_one(line: str, tmp_path: Path) -> None:
    sheet = tmp_path / "sided.css"
    sheet.write_text(line)
    with pytest.raises(AssertionError):
        test_a_sheet_knows_start_and_end_but_neither_left_nor_right(sheet)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_sheet_fetches_nothing_and_never_shouts(sheet: Path) -> None:
    css = without_comments(sheet.read_text())
    assert not re.search(r"url\(|@import|@font-face|uppercase|justify\s*;|text-align:\s*justify", css)


def test_families_read_nothing_smaller_than_eighteen_pixels() -> None:
    sizes = re.findall(r"(?:font-size|--text|--small|font):[^;]*?([\d.]+)rem", BASE)
    assert sizes
    assert min(map(float, sizes)) >= 1.125
    assert not re.findall(r"font-size:\s*(?:0?\.\d+em|\d+px|\d\d?%)", BASE)


def test_lines_have_air_and_urdu_has_more() -> None:
    assert re.search(r"html\s*\{[^}]*line-height:\s*1\.5", BASE)
    assert re.search(r'\[lang\|="?ur"?\]\s*\{[^}]*line-height:\s*1\.9', BASE)
    assert re.search(r'html\[lang\|="?ur"?\]\s*\{\s*--text:\s*1\.3rem', BASE)


@pytest.mark.parametrize(
    "wish", ["forced-colors: active", "prefers-reduced-motion: reduce", "@media print", ":focus-visible"]
)
def test_the_base_heeds(wish: str) -> None:
    assert wish in BASE


def test_nothing_moves() -> None:
    moving = r"@keyframes|(?:animation|transition)(?:-[\w-]+)?\s*:(?!\s*none)"
    assert not any(re.search(moving, without_comments(sheet.read_text())) for sheet in SHEETS)


def test_the_base_stays_small_enough_for_a_cheap_phone() -> None:
    """The bench weighs whole pages; this only stops the sheet from growing past its share of 14 KB."""
    assert len(gzip.compress((STATIC / "kettle.css").read_bytes(), 6)) <= 4608


@pytest.mark.parametrize("template", sorted(WEB.rglob("*.html")), ids=lambda found: str(found.relative_to(WEB)))
def test_a_page_holds_no_inline_style_and_no_inline_handler(template: Path) -> None:
    words = template.read_text()
    assert not re.search(r"\sstyle\s*=|<style\b|\son[a-z]+\s*=\s*[\"']|javascript:", words, re.IGNORECASE)
    for script in re.findall(r"<script\b[^>]*>", words):
        assert 'nonce="{{ csp_nonce }}"' in script


@pytest.mark.parametrize("script", sorted(STATIC.glob("*.js")), ids=lambda script: script.name)
def test_a_script_leaves_nothing_behind_on_the_phone(script: Path) -> None:
    assert not re.search(r"localStorage|sessionStorage|indexedDB|document\.cookie|caches\b", script.read_text())
