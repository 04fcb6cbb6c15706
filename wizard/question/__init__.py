"""The kinds of question, each working both ways: see `base`."""

from __future__ import annotations

from wizard.question.base import CUSTOM, UNTOUCHED, Question
from wizard.question.choice import Choice, Many, Option, yes_or_no
from wizard.question.rows import Rows, Tree
from wizard.question.text import DNS_LABEL, Names, Number, PerCluster, Text

__all__ = [
    "CUSTOM",
    "DNS_LABEL",
    "UNTOUCHED",
    "Choice",
    "Many",
    "Names",
    "Number",
    "Option",
    "PerCluster",
    "Question",
    "Rows",
    "Text",
    "Tree",
    "yes_or_no",
]
