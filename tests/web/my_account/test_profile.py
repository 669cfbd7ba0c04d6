"""How families see me: my own words, my own choice, and nothing slips into a column that it should not."""

import io
from collections.abc import Callable
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

from app.assembly import House
from app.domain.people import members, profiles
from app.domain.people.models import Membership
from app.foundation.actors import Command
from app.foundation.pictures import BIGGEST_FILE
from app.invented_town import Town
from tests.web.trusted_person.conftest import words_of

SignIn = Callable[[UUID], FlaskClient]
PUBLIC = "/who-can-i-talk-to/tidewell-harbour-school"
TYPED = {
    "first_name": "Neil",
    "role_words": "helps in the mornings",
    "languages": ["en", "ur"],
    "helps_with": "Mornings that are hard.",
    "reads_when": "Mondays",
    "is_public": "yes",
}
MARKUP = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'{{ 7*7 }}"


@pytest.fixture
def neil(sign_in: SignIn, town: Town) -> FlaskClient:
    return sign_in(town.neil)


def kept(house: House, town: Town) -> Membership:
    with house.database.reading(Command()) as work:
        return members.membership(work, town.neil)


def a_photo(size: tuple[int, int] = (300, 400), kind: str = "JPEG") -> io.BytesIO:
    written = Image.Exif()
    written[0x010F], written[0x8825] = "Secretcam", {1: "N", 2: (53.0, 24.0, 12.0)}
    file = io.BytesIO()
    Image.new("RGB", size, "teal").save(file, kind, exif=written)
    file.seek(0)
    return file


def sends(neil: FlaskClient, file: io.BytesIO, name: str = "me.jpg", **changed: object) -> TestResponse:
    return neil.post("/me/profile", data=TYPED | changed | {"picture": (file, name)})


def has_face(house: House, town: Town) -> bool:
    with house.database.reading(Command()) as work:
        return bool(profiles.thumbnails_of(work, [town.neil]))


def test_what_i_say_about_myself_stands_on_the_public_page(neil: FlaskClient, house: House, town: Town) -> None:
    assert "How families see me" in neil.get("/me").text
    answer = neil.post("/me/profile", data=TYPED)
    assert (answer.status_code, answer.location) == (303, "/me/profile?kept=yes")
    assert "Kept." in neil.get(answer.location).text
    for page in ("/me/profile", PUBLIC):
        said = words_of(neil.get(page))
        assert "helps in the mornings Can help with: Mornings that are hard." in said
        assert "Speaks: English, Urdu" in said
        assert "Reads messages: Mondays" in said
    assert kept(house, town).languages == "en,ur"


def test_being_found_is_my_own_choice_and_off_until_i_say_so(neil: FlaskClient, house: House, town: Town) -> None:
    assert Membership.model_fields["is_public"].default is False
    without = {name: words for name, words in TYPED.items() if name != "is_public"}
    neil.post("/me/profile", data=without)
    assert not kept(house, town).is_public
    assert "Text Neil" not in neil.get(PUBLIC).text
    assert "You are not on the public page." in neil.get("/me/profile").text
    neil.post("/me/profile", data=TYPED)
    assert "Text Neil" in neil.get(PUBLIC).text
    assert "You are on the public page" in words_of(neil.get("/me/profile"))


def test_whoever_has_no_checks_yet_hears_that_the_choice_waits(neil: FlaskClient, house: House, town: Town) -> None:
    with house.database.writing(Command()) as work:
        person = members.membership(work, town.neil)
        person.cleared_until = None
        work.session.add(person)
    neil.post("/me/profile", data=TYPED)
    assert "as soon as a manager has recorded your checks" in neil.get("/me/profile").text
    assert "Text Neil" not in neil.get(PUBLIC).text


def test_a_role_that_writes_to_nobody_is_told_so(sign_in: SignIn, town: Town) -> None:
    rhys = sign_in(town.rhys)
    assert rhys.post("/me/profile", data=TYPED | {"first_name": "Rhys"}).status_code == 303
    assert "Your role here does not write to families" in rhys.get("/me/profile").text
    assert "Text Rhys" not in rhys.get(PUBLIC).text


def test_one_looks_first_how_it_would_be_and_nothing_is_kept(neil: FlaskClient, house: House, town: Town) -> None:
    before = kept(house, town)
    answer = neil.post("/me/profile", data=TYPED | {"role_words": "tea maker", "is_enforcing": "yes", "do": "preview"})
    assert answer.status_code == 200
    assert "This is how families would see you" in answer.text
    assert "Part of Neil’s job can be about fines or court." in answer.text
    assert answer.text.count("tea maker") == 2, "on the card, and in the box"
    assert kept(house, town) == before


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"first_name": " "}, "first_name", "Families need a first name"),
        ({"role_words": "r" * 61}, "role_words", "Please say your role in at most 60 letters."),
        ({"helps_with": "h" * 100_000}, "helps_with", "Please say what you can help with in at most 400 letters."),
        ({"reads_when": "w" * 200}, "reads_when", "Please say when you read messages in at most 120 letters."),
    ],
)
def test_a_refusal_says_where_and_keeps_everything_typed(
    neil: FlaskClient, house: House, town: Town, wrong: dict[str, str], field: str, sentence: str
) -> None:
    before = kept(house, town)
    answer = neil.post("/me/profile", data=TYPED | {"role_words": "tea maker", "is_enforcing": "yes"} | wrong)
    assert answer.status_code == 422
    assert f'<a href="#{field}">{sentence}' in answer.text
    assert f'id="{field}-error"' in answer.text
    assert 'value="Mondays"' in answer.text or "reads_when" in wrong
    assert 'name="is_enforcing" value="yes" checked' in answer.text
    assert 'value="ur" checked' in answer.text
    assert kept(house, town) == before


def test_nothing_but_the_forms_own_fields_counts(neil: FlaskClient, house: House, town: Town) -> None:
    before = kept(house, town)
    tricks = {
        "id": str(town.grace),
        "membership_id": str(town.grace),
        "organisation_id": str(town.council),
        "roles": "operator",
        "role": "manager",
        "cleared_until": "2099-01-01",
        "cleared_for_young_until": "2099-01-01T00:00:00Z",
        "email": "evil@evil.example",
        "work_phone": "07700900199",
        "cover_id": str(town.grace),
        "since": "2001-01-01",
        "until": "2099-01-01",
        "last_name": "Else",
        "languages": ["tlh", "en"],
    }
    assert neil.post("/me/profile", data=TYPED | tricks).status_code == 303
    after = kept(house, town)
    ours = {"first_name", "role_words", "languages", "helps_with", "reads_when", "is_enforcing", "is_public"}
    for column in set(Membership.model_fields) - ours:
        assert getattr(after, column) == getattr(before, column), column
    assert after.languages == "en"
    with house.database.reading(Command()) as work:
        assert members.roles_of(work, town.neil) == {"trusted_person"}
        assert members.membership(work, town.grace).role_words == "head of year 9"


def test_markup_in_every_field_is_shown_as_it_was_typed(neil: FlaskClient, town: Town) -> None:
    short = "<b onclick=x>N</b>{{1}}"
    fields = {"first_name": short, "role_words": MARKUP[:60], "helps_with": MARKUP, "reads_when": MARKUP}
    assert neil.post("/me/profile", data=TYPED | fields).status_code == 303
    for page in ("/me/profile", PUBLIC, "/who-can-i-talk-to", f"{PUBLIC}/poster", "/check/tidewell-harbour-school"):
        shown = neil.get(page)
        assert shown.status_code == 200
        assert "<script>alert" not in shown.text and "<img src=x" not in shown.text and "<b onclick" not in shown.text
        assert "&lt;b onclick=x&gt;N&lt;/b&gt;{{1}}" in shown.text


@pytest.mark.parametrize("words", ["a\r\nSet-Cookie: x=1", "a\x00b", "\ud800", "\u202eabc", "//evil.example"])
def test_odd_letters_in_every_field_are_kept_or_refused_in_words(neil: FlaskClient, words: str) -> None:
    sent = words.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    answer = neil.post("/me/profile", data=TYPED | dict.fromkeys(("first_name", "role_words", "helps_with"), sent))
    assert answer.status_code in {303, 422}
    assert neil.get(PUBLIC).status_code == 200


def test_a_photo_is_kept_small_without_what_the_camera_wrote_and_goes_with_one_press(
    neil: FlaskClient, house: House, town: Town
) -> None:
    assert "Take my photo away" not in neil.get("/me/profile").text
    assert sends(neil, a_photo()).status_code == 303
    with house.database.reading(Command()) as work:
        image = profiles.images_of(work, [town.neil])[town.neil]
        small = profiles.thumbnails_of(work, [town.neil])[town.neil]
    assert len(image) <= 30_000 and len(small) <= 1_500
    assert b"Secretcam" not in image + small and b"Exif" not in image + small
    assert 'src="data:image/webp;base64,' in neil.get(PUBLIC).text
    assert 'src="data:image/webp;base64,' in neil.get(f"{PUBLIC}/poster").text
    answer = neil.post("/me/profile", data=TYPED | {"do": "no picture", "reads_when": "Tuesdays"})
    assert answer.status_code == 303
    assert not has_face(house, town)
    assert "data:image" not in neil.get(PUBLIC).text
    assert kept(house, town).reads_when == "Tuesdays", "what was typed beside it is kept too"


def test_a_form_without_a_photo_keeps_the_one_there_is(neil: FlaskClient, house: House, town: Town) -> None:
    sends(neil, a_photo())
    neil.post("/me/profile", data=TYPED | {"picture": (io.BytesIO(b""), "")})
    assert has_face(house, town)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (SVG, "me.svg", "We could not read this as a picture."),
        (SVG, "me.jpg", "We could not read this as a picture."),
        (b"", "me.jpg", "This file is empty."),
        (b"\xff\xd8\xff" + b"\0" * 9000, "../../etc/passwd.png", "We could not read this as a picture."),
    ],
    ids=["svg", "svg that says jpg", "empty", "broken"],
)
def test_what_is_no_photo_is_refused_beside_the_field_and_the_words_stay(
    neil: FlaskClient, house: House, town: Town, data: bytes, name: str, sentence: str
) -> None:
    before = kept(house, town)
    answer = sends(neil, io.BytesIO(data), name, role_words="tea maker")
    assert answer.status_code == 422
    assert f'<a href="#picture">{sentence}' in answer.text
    assert 'value="tea maker"' in answer.text
    assert kept(house, town) == before
    assert not has_face(house, town)


def test_a_photo_of_more_than_eight_megabytes_is_refused_beside_the_field(neil: FlaskClient) -> None:
    body = (
        b'--x\r\nContent-Disposition: form-data; name="first_name"\r\n\r\nNeil\r\n'
        b'--x\r\nContent-Disposition: form-data; name="picture"; filename="me.png"\r\n\r\n'
        + b"\0" * (BIGGEST_FILE + 10)
        + b"\r\n--x--\r\n"
    )
    answer = neil.post("/me/profile", input_stream=io.BytesIO(body), content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 422
    assert '<a href="#picture">This picture is too big: 8 MB is the most.' in answer.text


def test_a_hundred_megabytes_are_turned_away_unread_and_in_words(neil: FlaskClient) -> None:
    unread = io.BytesIO(b"--x\r\n")
    answer = neil.open(
        "/me/profile",
        method="POST",
        input_stream=unread,
        content_type="multipart/form-data; boundary=x",
        environ_overrides={"CONTENT_LENGTH": str(100 * 1024 * 1024)},
    )
    assert answer.status_code == 413
    assert "choose a smaller picture" in answer.text
    assert unread.tell() == 0


@pytest.mark.parametrize("address", ["/me/being-told", "/me/away", "/sign-in", "/find"])
def test_no_other_page_has_room_for_a_file(neil: FlaskClient, address: str) -> None:
    answer = neil.post(address, data={"text": "x", "file": (io.BytesIO(b"x" * 300_000), "x.jpg")})
    assert answer.status_code == 413


def test_words_in_the_form_have_no_more_room_than_elsewhere(neil: FlaskClient) -> None:
    assert (
        neil.post("/me/profile", data=TYPED | {"picture": (a_photo(), "x"), "junk": "x" * 300_000}).status_code == 413
    )


def test_nobody_who_is_not_signed_in_has_a_photo_drawn(
    web: FlaskClient, house: House, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = []
    monkeypatch.setattr("app.web.my_account.profile.pictures.draw_anew", drawn.append)
    assert sends(web, a_photo()).status_code == 401
    assert drawn == []
