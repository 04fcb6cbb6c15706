"""A companion file, and how a file of ours is known again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

_SIGNED = re.compile(r"(?:# |<!-- )gloo-wizard wrote this file.*\(sum: ([0-9a-f]{12})\)(?: -->)?")
_SAYS = "gloo-wizard wrote this file, and writes it anew as long as nobody has changed it"


@dataclass(frozen=True)
class Companion:
    """A file: its name in the folder, its text, which cluster it is for ("" for none), and in a few
    words what it holds."""

    name: str
    text: str
    cluster: str
    what: str


def signed(name: str, body: str) -> str:
    """The text of a file: a first line by which it is known while nobody has changed it."""
    line = f"{_SAYS} (sum: {_sum(body)})"
    first = f"<!-- {line} -->" if name.endswith(".md") else f"# {line}"
    return f"{first}\n{body}"


def is_untouched(data: bytes) -> bool:
    """Whether these bytes are a file that we wrote and nobody has changed since."""
    try:
        first, _, body = data.decode("utf-8").partition("\n")
    except UnicodeDecodeError:
        return False
    found = _SIGNED.fullmatch(first)
    return bool(found) and found is not None and found.group(1) == _sum(body)


def file_names(clusters: Iterable[str]) -> dict[str, str]:
    """For each cluster the part of a file's name that stands for it, each another."""
    names: dict[str, str] = {}
    for cluster in clusters:
        base = re.sub(r"[^A-Za-z0-9.-]+", "-", cluster).strip(".-")[:80] or "cluster"
        name, number = base, 2
        while name.lower() in (each.lower() for each in names.values()):
            name, number = f"{base}-{number}", number + 1
        names[cluster] = name
    return names


def _sum(body: str) -> str:
    return sha256(body.encode("utf-8")).hexdigest()[:12]
