"""The reference data that tests read in place: real values files and a real chart.

It is not part of the repository; the variable REFERENCE_DATA says where it lies. A test that needs
it skips without it.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import pytest


def reference_folder() -> Path | None:
    """The folder, or None where there is none."""
    named = os.environ.get("REFERENCE_DATA", "")
    return Path(named) if named and Path(named).is_dir() else None


needs_reference = pytest.mark.skipif(
    reference_folder() is None,
    reason="REFERENCE_DATA does not name the folder with the reference charts and values files",
)


def real_chart() -> Path:
    """The folder of the real gloo-platform 2.3.3 chart. Skips the test where it is missing."""
    folder = reference_folder()
    if folder is None:
        pytest.skip("REFERENCE_DATA does not name the folder with the reference chart")
    return folder / "chart" / "gloo-platform-2.3.3"


T = TypeVar("T")


def exhaustive() -> bool:
    """Whether `make exhaustive` runs: everything with everything, instead of a share of it."""
    return bool(os.environ.get("EXHAUSTIVE"))


def some(things: Sequence[T], one_in: int) -> Sequence[T]:
    """A share of many things to try, spread over all of them; all of them for `make exhaustive`."""
    return things if exhaustive() else things[::one_in]


@dataclass(frozen=True)
class CorpusFile:
    """One real values file: where it lies, and its chart, version and role as far as known."""

    path: Path
    chart: str
    version: str
    role: str


@lru_cache(maxsize=1)
def corpus() -> tuple[CorpusFile, ...]:
    """All real values files, or none where the reference folder is missing."""
    folder = reference_folder()
    if folder is None:
        return ()
    with (folder / "corpus" / "INDEX.tsv").open(encoding="utf-8", newline="") as index:
        rows = list(csv.DictReader(index, delimiter="\t"))
    return tuple(
        CorpusFile(folder / "corpus" / row["file"], row["chart"], row["chart_version"], row["role"])
        for row in rows
    )
