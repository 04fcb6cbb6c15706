"""What Helm takes a scalar for: the rules of go-yaml v2, then of Go's JSON.

Helm reads a file with go-yaml v2 (YAML 1.1 with changes of its own), writes it as JSON and reads
that, so that every number ends as a 64-bit float. A plain scalar is looked at in this order:
booleans and null by name, integers in base 2, 8, 10 and 16 (underscores left out), floats, and
else it is text. Dates are text. A key that is not text is written as Go prints it.
"""

from __future__ import annotations

import math
import re
import struct
from base64 import b64decode
from binascii import Error as Base64Error
from functools import lru_cache
from typing import cast

from schema.nodes import Json

Typed = None | bool | int | float | str

_TRUE = ("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON")
_FALSE = ("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF")
_NULL = ("", "~", "null", "Null", "NULL")
NAMED: dict[str, Typed] = {
    **dict.fromkeys(_TRUE, True),
    **dict.fromkeys(_FALSE, False),
    **dict.fromkeys(_NULL, None),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), math.nan),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), math.inf),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), -math.inf),
}
NUMBER_STARTS = frozenset("0123456789+-.")
NOT_ALWAYS_TEXT = NUMBER_STARTS | frozenset("yYnNtTfFoO~")

LARGEST_EXACT = 2**53
_INTEGER = re.compile(
    r"(?P<sign>[-+]?)(?:0[xX](?P<hex>[0-9a-fA-F]+)|0[bB](?P<bin>[01]+)|0[oO](?P<oct>[0-7]+)"
    r"|0(?P<old>[0-7]*)|(?P<dec>[1-9][0-9]*))"
)
_BASES = {"hex": 16, "bin": 2, "oct": 8, "old": 8, "dec": 10}
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_DOT_FLOAT = re.compile(r"\.[0-9](?:_?[0-9])*(?:[eE][-+]?[0-9](?:_?[0-9])*)?")
_BINARY_WITH_SIGN = re.compile(r"0b([-+][01]+)")

_TAG = "tag:yaml.org,2002:"
MERGE_TAG = _TAG + "merge"


class NotOfItsTag(ValueError):
    """A scalar that its own tag forbids, such as `!!int x`."""


def plain_value(source: str) -> Json:
    """What Helm reads in a plain scalar. Infinities and NaN, which it refuses, come as floats."""
    if source[:1] in NUMBER_STARTS:
        return _number_or_text(source)
    return cast(Json, NAMED.get(source, source))


@lru_cache(maxsize=1024)
def _number_or_text(source: str) -> Json:
    return as_json(typed_plain(source))


def typed_plain(source: str) -> Typed:
    """The Go value of a plain scalar; integers exact (up to 64 bits), infinities and NaN kept."""
    if source in NAMED:
        return NAMED[source]
    first = source[0]
    if first not in NUMBER_STARTS:
        return source
    if first == ".":
        return _finite(source) if _DOT_FLOAT.fullmatch(source) else source
    number = typed_number(source.replace("_", ""))
    return source if number is None else number


def typed_number(digits: str) -> int | float | None:
    """The number that `digits` (underscores left out, not starting with a dot) stands for."""
    match = _INTEGER.fullmatch(digits)
    if match is not None:
        base = match.lastgroup or "dec"
        negative = match["sign"] == "-"
        integer = int(match[base] or "0", _BASES[base])
        if integer <= (2**63 if negative else 2**63 - 1 if match["sign"] else 2**64 - 1):
            return -integer if negative else integer
    if _FLOAT.fullmatch(digits):
        number = _finite(digits)
        if isinstance(number, float):
            return number
    match = _BINARY_WITH_SIGN.fullmatch(digits)
    if match is not None and -(2**63) <= int(match[1], 2) < 2**63:
        return int(match[1], 2)
    return None


def _finite(source: str) -> float | str:
    number = float(source)
    return source if math.isinf(number) else number


def typed_scalar(source: str, tag: str | None, plain: bool) -> Typed:
    """The Go value of any scalar. Raises NotOfItsTag."""
    if tag is None:
        return typed_plain(source) if plain else source
    kind = tag.removeprefix(_TAG) if tag.startswith(_TAG) else ""
    if kind == "binary":
        return _binary(source)
    if kind not in ("bool", "int", "float", "null", "timestamp"):
        return source
    value = typed_plain(source)
    if kind == "timestamp":
        if is_timestamp(source):
            return source
        raise NotOfItsTag(kind)
    if kind == "float" and type(value) is int and value < 2**63:
        return float(value)
    if kind != _kind_of(value):
        raise NotOfItsTag(kind)
    return value


def _kind_of(value: Typed) -> str:
    if value is None:
        return "null"
    return {bool: "bool", int: "int", float: "float"}.get(type(value), "str")


def _binary(source: str) -> str:
    """The text of base64; each byte that is no UTF-8 becomes the replacement character."""
    try:
        data = b64decode(source.replace("\n", "").replace("\r", ""), validate=True)
    except (Base64Error, ValueError) as error:
        raise NotOfItsTag("binary") from error
    text = data.decode("utf-8", errors="surrogateescape")
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


_TIMESTAMPS = (  # rare, so they are compiled when one is wanted
    r"(\d{4})-(\d\d?)-(\d\d?)[Tt](\d\d?):(\d\d?):(\d\d?)(?:[.,]\d+)?(?:Z|[-+](\d\d):(\d\d))",
    r"(\d{4})-(\d\d?)-(\d\d?)[ ]+(\d\d?):(\d\d?):(\d\d?)(?:[.,]\d+)?",
    r"(\d{4})-(\d\d?)-(\d\d?)",
)
_LIMITS = (9999, 12, 31, 23, 59, 59, 24, 60)


def is_timestamp(source: str) -> bool:
    """Whether `!!timestamp` may stand before it."""
    for form in _TIMESTAMPS:
        match = re.fullmatch(form, source)
        if match is not None and source.isascii():
            parts = [int(part or 0) for part in match.groups()]
            return _valid_date(*parts[:3]) and all(
                part <= limit for part, limit in zip(parts, _LIMITS, strict=False)
            )
    return False


def _valid_date(year: int, month: int, day: int) -> bool:
    if not 1 <= month <= 12 or day < 1:
        return False
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    days = (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    return day <= days[month - 1]


def as_json(value: Typed) -> Json:
    """The value as Helm has it after its way through JSON: integers lose digits above 2^53.

    Whole floats below 1e21 come out as int, as Go prints them.
    """
    if type(value) is int:
        return value if -LARGEST_EXACT <= value <= LARGEST_EXACT else _whole(float(value))
    if type(value) is float and value.is_integer() and abs(value) < 1e21:
        return _whole(value) if value or math.copysign(1, value) > 0 else value
    return value


def _whole(number: float) -> int:
    """A whole float in Go's digits: as few as it takes, then zeros (9223372036854776000)."""
    if abs(number) <= LARGEST_EXACT:
        return int(number)
    mantissa, _, exponent = repr(number).partition("e")
    whole, _, fraction = mantissa.partition(".")
    if not exponent:
        return int(whole)
    return int((whole + fraction).ljust(int(exponent) + (2 if number < 0 else 1), "0"))


def not_json(value: Json) -> set[type]:
    """The types in `value`, however deep, that JSON has no form for: float (infinity, not a
    number), and types of keys other than str."""
    found: set[type] = set()
    seen: set[int] = set()
    todo = [value]
    while todo:
        part = todo.pop()
        if isinstance(part, dict | list):
            if id(part) in seen:
                continue
            seen.add(id(part))
            if isinstance(part, dict):
                found.update(type(key) for key in part if type(key) is not str)
                todo += part.values()
            else:
                todo += part
        elif isinstance(part, float) and not math.isfinite(part):
            found.add(float)
    return found


def key_text(value: Typed) -> str | None:
    """A key as Helm writes it, None where Helm refuses it (null, integers from 2^63 on)."""
    if type(value) is str:
        return value
    if value is None:
        return None
    if type(value) is bool:
        return "true" if value else "false"
    if type(value) is int:
        return str(value) if value < 2**63 else None
    return float_key(float(value))


def float_key(value: float) -> str:
    """A float as Go writes it with 32 bits and as few digits as it takes."""
    single = _in_32_bits(value)
    if math.isnan(single):
        return ".nan"
    if math.isinf(single):
        return ".inf" if single > 0 else "-.inf"
    sign = "-" if math.copysign(1, single) < 0 else ""
    digits, exponent = _shortest(abs(single))
    if -4 <= exponent < 6:
        return sign + _fixed(digits, exponent)
    return sign + _scientific(digits, exponent)


def _in_32_bits(value: float) -> float:
    try:
        return float(struct.unpack("f", struct.pack("f", value))[0])
    except OverflowError:
        return math.copysign(math.inf, value)


def _shortest(single: float) -> tuple[str, int]:
    """The fewest decimal digits that give the same 32-bit float back, and the exponent."""
    for precision in range(9):
        written = f"{single:.{precision}e}"
        if _in_32_bits(float(written)) == single:
            break
    return _digits(written)


def _digits(written: str) -> tuple[str, int]:
    """The significant digits of a number in Python's writing, and the exponent of the first."""
    from decimal import Decimal

    number = Decimal(written).normalize()
    return "".join(map(str, number.as_tuple().digits)), number.adjusted() if number else 0


def _scientific(digits: str, exponent: int) -> str:
    mantissa = digits[0] + ("." + digits[1:] if len(digits) > 1 else "")
    return f"{mantissa}e{'-' if exponent < 0 else '+'}{abs(exponent):02d}"


def _fixed(digits: str, exponent: int) -> str:
    if exponent < 0:
        return f"0.{'0' * (-exponent - 1)}{digits}"
    whole = digits[: exponent + 1].ljust(exponent + 1, "0")
    fraction = digits[exponent + 1 :]
    return f"{whole}{'.' + fraction if fraction else ''}"


def printed_by_template(value: int | float) -> str:
    """A number as `{{ .Values.key }}` prints it: from a million on with an exponent."""
    digits, exponent = _digits(repr(float(value)))
    sign = "-" if value < 0 else ""
    if -4 <= exponent < 6:
        return sign + _fixed(digits, exponent)
    return sign + _scientific(digits, exponent)


_KNOWN_TAGS = ("str", "bool", "int", "float", "null", "timestamp", "binary", "merge", "map", "seq")


def is_known_tag(tag: str) -> bool:
    """Whether the tag belongs to YAML itself ("!" alone says: take it as text)."""
    return tag == "!" or tag.removeprefix(_TAG) in _KNOWN_TAGS


def short_tag(tag: str) -> str:
    """The tag as a person writes it."""
    return "!!" + tag.removeprefix(_TAG) if tag.startswith(_TAG) else tag
