"""Writing companions into a folder, and never over what somebody else wrote there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path as FilePath

from wizard.atomic import Output, fingerprint
from wizard.companions.model import Companion, is_untouched


def in_the_way(folder: FilePath, files: Iterable[Companion]) -> list[FilePath]:
    """The files of these names that are not as we wrote them. Raises OSError."""
    found = []
    for one in files:
        now = _read(folder / one.name)
        if now is not None and now != one.text.encode() and not is_untouched(now):
            found.append(folder / one.name)
    return found


def outputs(folder: FilePath, files: Iterable[Companion], overwrite: bool = False) -> list[Output]:
    """The files as `wizard.atomic` takes them; each replaces only what is there now, and without
    `overwrite` only a file of ours that nobody has changed. Raises OSError."""
    listed = []
    for one in files:
        now = _read(folder / one.name)
        expected: str | None = fingerprint(now if now is None or is_untouched(now) else None)
        listed.append(Output(folder / one.name, one.text.encode(), None if overwrite else expected))
    return listed


def left_over(folder: FilePath, files: Iterable[Companion]) -> list[FilePath]:
    """Files of ours in the folder, unchanged, that a plan no longer has."""
    names = {one.name for one in files}
    return sorted(
        file
        for file in folder.iterdir()
        if file.suffix in (".md", ".yaml") and file.name not in names and file.is_file()
        if is_untouched(file.read_bytes())
    )


@contextmanager
def made(folder: FilePath) -> Iterator[None]:
    """With the folder there; it, and those above that were made for it, go again if it fails."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    try:
        yield
    except BaseException:
        for one in missing:
            with suppress(OSError):
                one.rmdir()
        raise


def _read(file: FilePath) -> bytes | None:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None
