"""Running a command as a shell would, without the shell."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from wizard import cli


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit code, and what it wrote."""

    code: int
    data: bytes
    told: str

    @property
    def text(self) -> str:
        return self.data.decode("utf-8")


Run = Callable[..., Ended]


class Pipe(io.TextIOWrapper):
    """A standard stream that is no terminal."""

    def __init__(self, data: bytes = b"") -> None:
        self.bytes = io.BytesIO(data)
        super().__init__(self.bytes, encoding="ascii", newline="")


def run(patch: pytest.MonkeyPatch, *arguments: object, given: bytes = b"") -> Ended:
    """Run `gloo-wizard` with these arguments and standard input."""
    out, told = Pipe(), io.StringIO()
    with patch.context() as streams:
        streams.setattr(sys, "stdin", Pipe(given))
        streams.setattr(sys, "stdout", out)
        streams.setattr(sys, "stderr", told)
        code = cli.main([str(argument) for argument in arguments])
        out.flush()
    message = told.getvalue()
    assert "Traceback" not in message
    assert "internal error" not in message, message
    return Ended(code, out.bytes.getvalue(), message)
