"""Which numbers we understand, and which of them may ever get a text."""

import phonenumbers
import pytest
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from app.foundation.phone_numbers import NumberKind, for_people, is_drama, kind_of, read_number


def example(region: str, kind: int) -> str:
    number = phonenumbers.example_number_for_type(region, kind)
    assert number is not None
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


@pytest.mark.parametrize(
    "typed",
    ["07700900123", "07700 900 123", "+447700900123", "+44 (0)7700 900123", "0044 7700 900123", " 07700-900-123 "],
)
def test_one_number_is_understood_however_it_is_written(typed):
    assert read_number(typed) == "+447700900123"


@pytest.mark.parametrize("typed", ["", "hello", "12", "HMRC", "07700 90012", "077009001234", "60777", "\u0000", "+"])
def test_what_is_no_phone_number_is_not_understood(typed):
    assert read_number(typed) is None


def test_a_number_from_abroad_is_understood_but_never_texted():
    polish = example("PL", PhoneNumberType.MOBILE)
    assert read_number(polish) == polish
    assert kind_of(polish) is NumberKind.OTHER


@pytest.mark.parametrize("last", ["000", "123", "999"])
def test_the_invented_towns_numbers_count_as_mobiles(last):
    assert is_drama(f"+447700900{last}")
    assert kind_of(f"+447700900{last}") is NumberKind.MOBILE


@pytest.mark.parametrize("number", ["+44770090012", "+4477009001234", "+447700901123", "+447700900", "07700900123"])
def test_a_number_beside_the_invented_range_is_not_invented(number):
    assert not is_drama(number)


def test_a_mobile_can_be_texted():
    assert kind_of(example("GB", PhoneNumberType.MOBILE)) is NumberKind.MOBILE


@pytest.mark.parametrize("number", ["+442079460123", "+441214960123"])
def test_a_landline_is_known_so_that_it_is_never_read_aloud_to_whoever_picks_up(number):
    assert kind_of(number) is NumberKind.LANDLINE


@pytest.mark.parametrize(
    "kind",
    [
        PhoneNumberType.PERSONAL_NUMBER,  # 070: looks like a mobile, costs like a premium line
        PhoneNumberType.PREMIUM_RATE,
        PhoneNumberType.TOLL_FREE,
        PhoneNumberType.PAGER,
        PhoneNumberType.VOIP,
    ],
)
def test_other_kinds_of_numbers_are_never_texted(kind):
    assert kind_of(example("GB", kind)) is NumberKind.OTHER


@pytest.mark.parametrize("island", ["JE", "GG"])
def test_the_islands_with_their_own_prices_are_never_texted_though_they_share_our_code(island):
    assert kind_of(example(island, PhoneNumberType.MOBILE)) is NumberKind.OTHER


def test_the_isle_of_man_is_never_texted_either():
    assert kind_of("+447624000000") is NumberKind.OTHER  # the library's own example is also a mainland number


@pytest.mark.parametrize("sender", ["60777", "HMRC", "Northwick", "", "+", "anonymous", "+266696687"])
def test_senders_that_are_no_numbers_are_never_texted(sender):
    assert kind_of(sender) is NumberKind.OTHER


@pytest.mark.parametrize(
    ("number", "words"),
    [("+447700900123", "07700 900123"), ("+442079460123", "020 7946 0123"), ("HMRC", "HMRC"), ("60777", "60777")],
)
def test_a_number_is_shown_as_people_write_it(number, words):
    assert for_people(number) == words


def test_what_is_shown_can_be_typed_again():
    assert read_number(for_people("+447700900123")) == "+447700900123"
