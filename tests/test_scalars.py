"""What Helm takes a scalar for: the table of rules, each measured on Helm."""

from __future__ import annotations

import math
from typing import Any

import pytest

from schema.scalars import (
    as_json,
    float_key,
    is_timestamp,
    key_text,
    plain_value,
    printed_by_template,
    typed_plain,
    typed_scalar,
)

TRUE = ("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON")
FALSE = ("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF")
TEXT = (
    "tRue", "yEs", "nULL", "oN", "nan", "inf", "Infinity", "1:30", "12:30:45", "2024-01-02",
    "2024-1-2", "1e400", "-1e400", "<<", "=", "0b", "0x", "0xg", "0b2", "1.2.3", "1e", "e1", "+",
    "-", ".", "._5", ".5_", "_1", "1.5e", "٣", "10.0.0.1", "1e3x", "-.", "..",
)  # fmt: skip
NUMBERS = {
    "0644": 420, "0o644": 420, "0O17": 15, "08": 8, "09": 9, "010": 8, "0": 0, "00": 0, "-0": 0,
    "0b101": 5, "0B1": 1, "0x1F": 31, "0X1F": 31, "-0x1F": -31, "0x1_F": 31, "1_000": 1000,
    "1__0": 10, "1_": 1, "+5": 5, "-010": -8, "0b-101": -5, "0b+1": 1, "1e3": 1000, "1E3": 1000,
    "1.5e3": 1500, ".5e3": 500, ".6e7": 6000000, "2E5_": 200000, "7e_3": 7000, "+.5": 0.5,
    "-.5": -0.5, "1.": 1, "1.10": 1.1, ".5_0": 0.5, ".5e1_0": 5000000000, "1e-400": 0,
    "9007199254740993": 9007199254740992, "18446744073709551615": 18446744073709552000,
    "9223372036854775808": 9223372036854776000, "123456789012345678901": 123456789012345680000,
}  # fmt: skip


@pytest.mark.parametrize("word", TRUE)
def test_words_for_true(word: str) -> None:
    assert plain_value(word) is True


@pytest.mark.parametrize("word", FALSE)
def test_words_for_false(word: str) -> None:
    assert plain_value(word) is False


@pytest.mark.parametrize("word", ["", "~", "null", "Null", "NULL"])
def test_words_for_nothing(word: str) -> None:
    assert plain_value(word) is None


@pytest.mark.parametrize("text", TEXT)
def test_what_stays_text(text: str) -> None:
    assert plain_value(text) == text


@pytest.mark.parametrize(("source", "value"), NUMBERS.items())
def test_numbers(source: str, value: float) -> None:
    read = plain_value(source)
    assert read == value
    assert type(read) is type(value)


def test_whole_numbers_that_go_prints_with_an_exponent_stay_floats() -> None:
    assert isinstance(plain_value("1e20"), int)
    assert isinstance(plain_value("1e21"), float)
    assert math.copysign(1, as_json(-0.0)) == -1  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("source", "tag", "value"),
    [
        ("1", "str", "1"),
        ("3", "int", 3),
        ("1", "float", 1.0),
        ("yes", "bool", True),
        ("", "null", None),
        ("aGVsbG8=", "binary", "hello"),
        ("//8=", "binary", "\ufffd\ufffd"),
        ("2024-01-02", "timestamp", "2024-01-02"),
        ("x", "map", "x"),
    ],
)
def test_tags(source: str, tag: str, value: Any) -> None:
    assert typed_scalar(source, f"tag:yaml.org,2002:{tag}", plain=False) == value


@pytest.mark.parametrize(
    ("source", "tag"),
    [
        ("x", "int"),
        ("1.0", "int"),
        ("x", "float"),
        ("18446744073709551615", "float"),
        ("1", "bool"),
        ("x", "null"),
        ("4pi", "binary"),
        ("2024-13-01", "timestamp"),
    ],
)
def test_values_that_do_not_fit_their_tag(source: str, tag: str) -> None:
    with pytest.raises(ValueError, match=tag):
        typed_scalar(source, f"tag:yaml.org,2002:{tag}", plain=True)


def test_a_tag_of_ones_own_makes_text() -> None:
    assert typed_scalar("1", "!vault", plain=True) == "1"
    assert typed_scalar("on", "!", plain=True) == "on"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("on", "true"),
        ("n", "false"),
        ("0644", "420"),
        ("1e3", "1000"),
        ("1.10", "1.1"),
        ("1.0", "1"),
        ("1e6", "1e+06"),
        ("123456.7", "123456.7"),
        ("1234567.1", "1.2345671e+06"),
        ("0.0001", "0.0001"),
        ("0.00001", "1e-05"),
        ("16777217.0", "1.6777216e+07"),
        ("3.5e38", ".inf"),
        ("1e-46", "0"),
        (".nan", ".nan"),
        ("-.inf", "-.inf"),
        ("9007199254740993", "9007199254740993"),
        ("9223372036854775808", None),
        ("~", None),
        ("word", "word"),
    ],
)
def test_keys(source: str, text: str | None) -> None:
    assert key_text(typed_plain(source)) == text


def test_float_keys_have_as_few_digits_as_32_bits_need() -> None:
    assert float_key(0.30000001192092896) == "0.3"
    assert float_key(1.1754943508222875e-38) == "1.1754944e-38"
    assert float_key(-0.0) == "-0"


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (999999, "999999"),
        (1000000, "1e+06"),
        (1234567, "1.234567e+06"),
        (-1000000, "-1e+06"),
        (0.00001, "1e-05"),
        (0, "0"),
    ],
)
def test_what_a_template_prints(value: float, printed: str) -> None:
    assert printed_by_template(value) == printed


@pytest.mark.parametrize(
    "source",
    ["2024-1-2", "2001-12-14t21:59:43.10-05:00", "2001-12-14 21:59:43.10", "2024-02-29"],
)
def test_timestamps(source: str) -> None:
    assert is_timestamp(source)


@pytest.mark.parametrize(
    "source", ["2023-02-29", "2024-01-32", "24-01-01", "2024-01-01T25:00:00Z", "2024-01-01 ", "x"]
)
def test_no_timestamps(source: str) -> None:
    assert not is_timestamp(source)
