"""Where the program keeps what is its own on this machine."""

from __future__ import annotations

import os
import sys
from pathlib import Path as FilePath

_NAME = "gloo-wizard"


def state_folder() -> FilePath:
    """The folder for drafts and the like: XDG_STATE_HOME where set, else the platform's own.

    It need not exist. A relative XDG_STATE_HOME does not count, as its specification says.
    """
    named = os.environ.get("XDG_STATE_HOME", "")
    if os.path.isabs(named):
        return FilePath(named) / _NAME
    home = FilePath.home()
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / _NAME
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", "")
        return (FilePath(local) if local else home / "AppData" / "Local") / _NAME
    return home / ".local" / "state" / _NAME


def private_folder(folder: FilePath) -> FilePath:
    """The folder, made if it is missing, for the user's eyes only. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if os.name == "posix" and folder.stat().st_mode & 0o077:
        folder.chmod(0o700)
    return folder
