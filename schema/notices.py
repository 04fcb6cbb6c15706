"""Where Helm reads a file otherwise than a person would think."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schema.finding import Finding

if TYPE_CHECKING:
    from schema.helmyaml import Reading


def notices(reading: Reading) -> list[Finding]:
    """The findings HY001... of a reading, in the order of the text."""
    return []
