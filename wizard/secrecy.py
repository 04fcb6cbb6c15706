"""Telling what is probably a secret, so that it is neither shown nor kept anywhere.

The chart's schema names its sensitive fields; this looks at the rest: raw values, free rows, fields
of other charts. It errs on the side of taking a plain text for a secret.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from schema.path import Item, Path
from wizard.hiding import HIDDEN

if TYPE_CHECKING:
    from schema.model import Schema

# Shapes that are secrets wherever they stand: PEM blocks, signed tokens (license keys are such),
# tokens with the prefix of their issuer, addresses with a password.
_SHAPES = re.compile(
    r"-----BEGIN [A-Z0-9 ]+-----"
    r"|\beyJ[A-Za-z0-9_-]{16,}"
    r"|\b(?:gh[pousr]_|github_pat_|glpat-|xox[abprs]-|hvs\.|AKIA|ASIA|sk-)[A-Za-z0-9_-]{12,}"
    r"|://[^/\s:@]*:[^/\s:@]+@"
)
_ALWAYS = re.compile(
    r"(?:password|passwd|passphrase|pwd|clientsecret|secretkey|secretaccesskey|privatekey|signingkey"
    r"|accesskey|apikey|licen[sc]ekey|authtoken|accesstoken|bearertoken|connectionstring)$"
)
_PERHAPS = re.compile(r"(?:secret|token|auth|credentials?|key|cert|licen[sc]e|value|data)$")
_DENSE = 3.5  # bits a character: random letters and digits are above it, words below
_SHORTEST = 16


def secret_paths(tree: Any, path: Path = ()) -> Iterator[Path]:
    """The paths below a JSON-like tree whose values look like secrets."""
    work: list[tuple[Path, str, Any]] = [(path, _name(path), tree)]
    while work:
        place, name, value = work.pop()
        if isinstance(value, dict):
            variable = value.get("name")
            for key, each in value.items():
                named = variable if key == "value" and isinstance(variable, str) else key
                work.append(((*place, key), named, each))
        elif isinstance(value, list):
            work += [((*place, index), name, each) for index, each in enumerate(value)]
        elif looks_secret(name, value):
            yield place


def looks_secret(name: str, value: Any) -> bool:
    """Whether a single value under a key (or a variable) of this name looks like a secret."""
    if not isinstance(value, str) or not value:
        return False
    if _SHAPES.search(value):
        return True
    squeezed = re.sub(r"[-_. ]", "", name).lower()
    if _ALWAYS.search(squeezed):
        return True
    return bool(_PERHAPS.search(squeezed)) and _is_dense(value)


def holds_secret(path: Path, value: Any, schema: Schema | None = None) -> bool:
    """Whether the value at a path is, or holds, a sensitive field of the chart or what looks so."""
    if next(secret_paths(value, path), None) is not None:
        return True
    return schema is not None and any(_is_sensitive(schema, one) for one in _leaves(value, path))


def redacted(message: str, value: Any) -> str:
    """The message without the texts of the value."""
    for _, text in _texts(value):
        if len(text) > 2:
            message = message.replace(text, HIDDEN)
    return message


def _is_sensitive(schema: Schema, path: Path) -> bool:
    return any(
        field is not None and field.sensitive
        for length in range(1, len(path) + 1)
        for field in [schema.field(path[:length])]
    )


def _leaves(value: Any, path: Path) -> Iterator[Path]:
    for place, text in _texts(value, path):
        if text:
            yield place


def _texts(value: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    work: list[tuple[Path, Any]] = [(path, value)]
    while work:
        place, each = work.pop()
        if isinstance(each, dict):
            work += [((*place, key), below) for key, below in each.items()]
        elif isinstance(each, list | tuple):
            work += [((*place, index), below) for index, below in enumerate(each)]
        elif each is not None and not isinstance(each, bool):
            yield place, str(each)


def _name(path: Path) -> str:
    """What names the value at a path: its key, or the entry of a list that it is the value of."""
    if len(path) > 1 and path[-1] == "value" and isinstance(path[-2], Item):
        return path[-2].value
    return next((segment for segment in reversed(path) if isinstance(segment, str)), "")


def _is_dense(value: str) -> bool:
    if len(value) < _SHORTEST or re.search(r"\s", value):
        return False
    if not (re.search(r"[0-9]", value) and re.search(r"[A-Za-z]", value)):
        return False
    counts = Counter(value).values()
    entropy = -sum(count / len(value) * math.log2(count / len(value)) for count in counts)
    return entropy >= _DENSE
