"""The command line: `gloo-wizard [FILE]` opens the screens, `gloo-wizard COMMAND` does without.

A command's file, and Textual, are imported when they are wanted. `main` returns the exit code and
shows no traceback, unless GLOO_WIZARD_DEBUG is set.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:  # typing itself is not imported: `--version` answers before anything is loaded
    import argparse
    from collections.abc import Callable, Sequence

PROGRAM = "gloo-wizard"
_WITH_VALUE = ("--chart", "--version", "--helm", "--repo", "--schema", "--comments")
_EPILOG = """\
Each option can stand in the environment too: GLOO_WIZARD_CHART, GLOO_WIZARD_VERSION,
GLOO_WIZARD_HELM, GLOO_WIZARD_REPO, GLOO_WIZARD_SCHEMA, GLOO_WIZARD_OFFLINE, GLOO_WIZARD_NO_COLOR,
GLOO_WIZARD_PLAIN.
Exit codes: 0 clean, 1 findings, 2 usage, 3 unreadable, 4 internal error.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program with `arguments` (default: the process's own) and return its exit code."""
    _stand_in_for_closed_streams()
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given == ["--version"]:
        from wizard import __version__

        print(f"{PROGRAM} {__version__}")
        return 0
    try:
        return _guarded(given)
    except BrokenPipeError:  # whoever read our output has gone: nothing is left to say
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except KeyboardInterrupt:
        return 130


def _stand_in_for_closed_streams() -> None:
    """Whoever began the program may have closed them, as `>&-` does: nothing fails for that."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115


def _guarded(given: list[str]) -> int:
    """Run, and turn whatever goes wrong into one line on standard error and an exit code."""
    from wizard.exit_codes import ExitCode, Stop

    try:
        ended = _dispatch(given)
        sys.stdout.flush()
        return ended
    except SystemExit as exit_request:  # argparse has spoken
        code = exit_request.code
        return code if isinstance(code, int) else ExitCode.USAGE
    except Stop as stop:
        return _complain(stop.message, stop.code)
    except (BrokenPipeError, KeyboardInterrupt):
        raise
    except OSError as error:
        _traceback_if_wanted()
        about = f"{error.filename}: " if error.filename else ""
        return _complain(f"{about}{error.strerror or error}", ExitCode.UNREADABLE)
    except RecursionError:
        _traceback_if_wanted()
        return _complain("the input is nested too deeply to be worked on", ExitCode.UNREADABLE)
    except Exception as error:
        _traceback_if_wanted()
        what = " ".join(f"{type(error).__name__}: {error}".split())
        hint = "GLOO_WIZARD_DEBUG=1 shows where; please report it"
        return _complain(f"internal error: {what} ({hint})", ExitCode.INTERNAL)


def _complain(message: str, code: int) -> int:
    print(f"{PROGRAM}: {message}", file=sys.stderr)
    return code


def _traceback_if_wanted() -> None:
    if os.environ.get("GLOO_WIZARD_DEBUG"):
        import traceback

        traceback.print_exc()


def _dispatch(given: list[str]) -> int:
    from wizard.commands import SUMMARIES

    position = _first_positional(given)
    if position is not None and given[position] in SUMMARIES:
        name = given.pop(position)
        return _run_command(name, given)
    parser = _parser_of_the_wizard()
    return _open_screens(_parse(parser, given))


def _first_positional(given: list[str]) -> int | None:
    """Where the first argument stands that is no option and no option's value."""
    value_follows = False
    for position, argument in enumerate(given):
        if value_follows:
            value_follows = False
        elif argument == "--":
            return None
        elif argument in _WITH_VALUE:
            value_follows = True
        elif argument == "-" or not argument.startswith("-"):
            return position
    return None


def _run_command(name: str, given: list[str]) -> int:
    gc.disable()  # a command ends long before there is garbage worth the time to look for it
    atexit.register(gc.freeze)  # nor is there at its very end
    try:
        return _command(name, given)
    finally:
        gc.enable()


def _command(name: str, given: list[str]) -> int:
    import argparse
    from importlib import import_module

    from wizard.commands import SUMMARIES

    module = import_module(f"wizard.commands.{name.replace('-', '_')}")
    parser = argparse.ArgumentParser(
        prog=f"{PROGRAM} {name}",
        description=module.__doc__ or SUMMARIES[name],
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    module.add_arguments(parser)
    _add_common_options(parser)
    run: Callable[[argparse.Namespace], int] = module.run
    return run(_parse(parser, given))


def _parser_of_the_wizard() -> argparse.ArgumentParser:
    import argparse

    from wizard.commands import SUMMARIES

    width = max(map(len, SUMMARIES), default=0)
    commands = "".join(f"  {name:{width}}  {text}\n" for name, text in SUMMARIES.items())
    listed = f"commands (each has its own --help):\n{commands}\n" if commands else ""
    parser = argparse.ArgumentParser(
        prog=PROGRAM,
        usage="%(prog)s [options] [FILE]\n       %(prog)s COMMAND [options] ...",
        description="Leads from production choices to a commented Helm values file for Gloo.",
        epilog=listed + _EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument(
        "file",
        metavar="FILE",
        nargs="?",
        help="values file to write, or to change if it exists (./NAME for one named as a command)",
    )
    parser.add_argument(
        "--plain",
        action="store_true",
        default=None,
        help="ask line by line: for a screen reader, a terminal that can do little, or a pipe",
    )
    parser.add_argument(
        "--comments",
        choices=("full", "brief", "none"),
        default="full",
        help="above what is written: what it is and why, a first sentence, or nothing",
    )
    _add_common_options(parser)
    return parser


def _add_common_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("common options")
    group.add_argument(
        "--chart",
        metavar="CHART",
        help="chart, such as gloo-platform; a folder, a package, REPO/NAME or oci://... to take "
        "its own schema",
    )
    group.add_argument(
        "--repo", metavar="URL", help="fetch the chart from this repository; default: its own"
    )
    group.add_argument(
        "--schema",
        metavar="FILE|URL",
        help="JSON Schema, values.yaml or package to go by, or a digest of `schema list`",
    )
    group.add_argument(
        "--version",
        metavar="V",
        help="version of the chart, such as 2.4.16; alone, with no value, prints the program's own",
    )
    group.add_argument(
        "--helm", metavar="3|4", help="read values as this Helm does (default: as found, or 4)"
    )
    group.add_argument(
        "--offline", action="store_true", default=None, help="never reach the network"
    )
    group.add_argument("--no-color", action="store_true", default=None, help="print no colours")


def _parse(parser: argparse.ArgumentParser, given: list[str]) -> argparse.Namespace:
    """The arguments, completed from the environment and checked.

    `chart` and `version` are texts or None, `helm` is 3, 4 or None (not said), `offline` and
    `no_color` are truth values.
    """
    args, left = parser.parse_known_args(given)
    if left:  # files may stand between options; to look for them takes longer
        try:
            args = parser.parse_intermixed_args(given)
        except TypeError:  # argparse cannot where a command has commands of its own
            args = parser.parse_args(given)
    for name in ("chart", "version", "helm", "repo", "schema"):
        if getattr(args, name) is None:
            setattr(args, name, os.environ.get(_variable(name)) or None)
    for name in ("offline", "no_color", "plain"):
        if getattr(args, name, False) is None:
            setattr(args, name, _truth(parser, _variable(name)))
    args.no_color = args.no_color or bool(os.environ.get("NO_COLOR"))
    if args.helm not in (None, "3", "4"):
        parser.error(f"--helm is 3 or 4, not {args.helm!r}")
    args.helm = args.helm and int(args.helm)
    if args.version is not None:
        _check_version(parser, args)
    return args


def _check_version(parser: argparse.ArgumentParser, args: argparse.Namespace) -> None:
    """A version of the chart, or a range of them where one is chosen from a repository."""
    from wizard.commands.sources import check_version
    from wizard.exit_codes import Stop

    ranges = getattr(args, "takes_range", False) or args.repo or "/" in (args.chart or "")
    try:
        check_version(args.version, "--version", bool(ranges))
    except Stop as stop:
        parser.error(stop.message)


def _variable(name: str) -> str:
    return f"GLOO_WIZARD_{name.upper()}"


def _truth(parser: argparse.ArgumentParser, variable: str) -> bool:
    text = os.environ.get(variable, "").strip().lower()
    if text not in {"", "0", "false", "no", "off", "1", "true", "yes", "on"}:
        parser.error(f"{variable} is 1 or 0, not {text!r}")
    return text in {"1", "true", "yes", "on"}


def _open_screens(args: argparse.Namespace) -> int:
    from wizard.exit_codes import Stop

    if not (args.plain or (sys.stdin.isatty() and sys.stdout.isatty())):
        raise Stop(
            "the wizard's screens need a terminal; --plain asks line by line, and --help lists "
            "what works without being asked"
        )
    if args.plain or os.environ.get("TERM") in ("dumb", "unknown"):
        from wizard.plain.run import run as talk

        return talk(args)
    from screens.app import run

    return run(args)
