"""How the program ends, and the exception that ends it in one line."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """The exit codes of every command."""

    CLEAN = 0
    FINDINGS = 1
    USAGE = 2
    UNREADABLE = 3
    INTERNAL = 4


class Stop(Exception):
    """Ends a command: `message`, one line for standard error, and the `code` to end with."""

    def __init__(self, message: str, code: ExitCode = ExitCode.USAGE) -> None:
        self.message = message
        self.code = code
        super().__init__(message)
