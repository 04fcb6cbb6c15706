"""The options that name a schema other than the one shipped: --schema, --chart, --repo."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from wizard.exit_codes import ExitCode, Stop

if TYPE_CHECKING:
    from schema.fetch import Progress
    from schema.model import Schema
    from schema.source import Means, Source
    from wizard.guide import Guide

_CLEAR = "\r\x1b[K"


def source_from(args: argparse.Namespace) -> Source:
    from schema.source import source_of

    return source_of(args.chart, args.repo, args.schema, args.offline)


def asked_schema(args: argparse.Namespace, told_version: Callable[[], str] = str) -> Schema | None:
    """The schema of the source that the options name, None where they name none.

    It is loaded once; `args.chart` and `args.version` are then what it turned out to be.
    `told_version` gives what the files say, asked where no option names a version. Stops where
    the source fails.
    """
    if not (args.schema or args.repo or args.chart):
        return None
    loaded: Schema | None = getattr(args, "loaded_schema", None)
    if loaded is not None:
        return loaded
    source = source_from(args)
    if source.is_bundled:
        return None
    from schema.source import load

    version = args.version or ("" if source.is_local else told_version())
    with failing(args) as progress:
        schema = load(source, version, means_of(progress))
    for note in getattr(schema, "notes", ()):
        print(note, file=sys.stderr)
    args.loaded_schema, args.chart, args.version = schema, schema.chart, schema.version
    return schema


def with_version(args: argparse.Namespace, text: str | None, option: str) -> argparse.Namespace:
    """The options for one of two versions: `text` is a version, a range of them where a repository
    or a registry is asked, or a chart's folder or package. Stops where it is neither."""
    from schema.source import source_of

    own = argparse.Namespace(**{**vars(args), "version": text or None, "loaded_schema": None})
    if text and not _is_wanted(text) and source_of(text, None, None, True).is_local:
        own.chart, own.repo, own.schema, own.version = text, None, None, None
    elif text:
        check_version(text, option, source_from(args).is_remote)
    return own


def check_version(text: str, option: str, ranges: bool) -> None:
    """Stops where a text is no version (nor, if they are taken, a range of versions)."""
    from schema.version import Version

    try:
        if ranges:
            from schema.semver import Wanted

            Wanted(text)
        else:
            Version.parse(text)
    except ValueError as error:
        raise Stop(f"{option}: {error}{_hint(text) if not ranges else ''}") from error


def _hint(text: str) -> str:
    """What to do about a range of versions where there is nothing to choose from."""
    if not _is_wanted(text):
        return ""
    return "; a range chooses from a repository (--repo) or a registry (--chart oci://...)"


def _is_wanted(text: str) -> bool:
    from schema.semver import Wanted

    try:
        Wanted(text)
    except ValueError:
        return False
    return True


def bare_guide(schema: Schema) -> Guide:
    """The guide for a chart that has none: nothing is asked, all else works."""
    from wizard.guide import Guide

    return Guide(schema.chart, schema.chart, "", schema.version, topics=())


def means_of(progress: Progress | None) -> Means:
    from schema.source import Means

    return Means(progress)


@contextmanager
def failing(args: argparse.Namespace) -> Iterator[Progress | None]:
    """Turns what goes wrong with a source into one line and an exit code; shows the progress."""
    from schema.bundle import UnknownChart
    from schema.failure import BadSource, SourceFailed

    progress = _shown_progress if sys.stderr.isatty() and not args.no_color else None
    try:
        yield progress
    except BadSource as error:
        raise Stop(str(error)) from error
    except SourceFailed as error:
        raise Stop(str(error), ExitCode.UNREADABLE) from error
    except UnknownChart as error:
        raise Stop(str(error)) from error
    finally:
        if progress is not None:
            print(_CLEAR, end="", file=sys.stderr, flush=True)


def _shown_progress(what: str, size: int, total: int | None) -> None:
    amount = f"{size / (1 << 20):.1f} MiB"
    if total:
        amount += f" of {total / (1 << 20):.1f} MiB"
    print(f"{_CLEAR}{what}: {amount}", end="", file=sys.stderr, flush=True)
