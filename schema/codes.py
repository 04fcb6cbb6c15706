"""The codes of findings that reading and the schema make, each with what it is about."""

from __future__ import annotations

# Code -> what it finds, and what that means.
SCHEMA_CODES = {
    "SC001": ("a value of the wrong type", "Helm refuses the file."),
    "SC002": ("a value that is missing", "Helm refuses the file until it is given."),
    "SC003": (
        "a key that is not allowed",
        "This section takes the keys it knows and no others: Helm refuses the file.",
    ),
    "SC004": ("a word that is not one of those allowed", "Helm refuses the file."),
    "SC005": ("a value that breaks another rule of the chart's schema", "Helm refuses the file."),
    "SC006": (
        "a type that Helm lets pass and Kubernetes does not",
        "The installation fails when the object is made, not when Helm reads the file.",
    ),
    "SC007": (
        "a section set to null",
        "Null takes the chart's defaults for the whole section away. Leave the key out to keep "
        "them.",
    ),
    "SC008": ("an unusual word", "It is none of the words that are known to be read here."),
    "SC009": ("a part that could not be checked", "Everything else was."),
    "SC010": (
        "a key that the chart does not know",
        "The chart lets unknown keys pass, so a misspelt one does nothing and says nothing.",
    ),
    "SC011": (
        "a key that this version does not read",
        "It does nothing here: it belongs to other versions of the chart, or nothing reads it.",
    ),
    "SC012": ("a key with a successor", "It works; new files use the other one."),
    "SC013": (
        "values of an older chart",
        "They are laid out as an earlier chart had them, and this one reads none of them.",
    ),
    "SC014": (
        "a question that the chart does not take",
        "The chart's own schema lacks the value that an answer would write, or has it of another "
        "type.",
    ),
    "SC015": (
        "a check that failed",
        "A fault of the program or of an added guide, not of the file: the check that is named "
        "could not be carried out. Everything else was. Please report it.",
    ),
}


def about(code: str) -> tuple[str, str] | None:
    """What a code of this layer finds and what that means; None for a code of others."""
    if code in SCHEMA_CODES:
        return SCHEMA_CODES[code]
    from schema.notices import CODES

    if code in CODES:
        return CODES[code], "Helm accepts it without a word; this is about what it then reads."
    return None


def codes() -> list[str]:
    """All codes of this layer."""
    from schema.notices import CODES

    return [*CODES, *SCHEMA_CODES]
