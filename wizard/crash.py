"""What is said when the program fails. Never a value: a secret may be among them."""

from __future__ import annotations

import os
import traceback
from pathlib import Path


def sentence(error: BaseException) -> str:
    """What is said when an error ends the program."""
    return (
        f"internal error: {place(error)}. What you did is kept in a draft, "
        "which the next start offers. GLOO_WIZARD_DEBUG=1 shows more; please report it."
    )


def place(error: BaseException) -> str:
    """The kind of error and where it happened, as in "KeyError in topics/redis.py, line 12"."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "site-packages" not in frame.filename] or frames
    where = f" in {_short(ours[-1].filename)}, line {ours[-1].lineno}" if ours else ""
    return f"{type(error).__name__}{where}"


def details(error: BaseException) -> str:
    """The way to the error, without any value; "" unless GLOO_WIZARD_DEBUG asks for it."""
    if not os.environ.get("GLOO_WIZARD_DEBUG"):
        return ""
    return "".join(traceback.format_list(traceback.extract_tb(error.__traceback__)))


def _short(filename: str) -> str:
    path = Path(filename)
    return f"{path.parent.name}/{path.name}"
