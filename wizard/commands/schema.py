"""The schemas at hand: those that are shipped, and those that were fetched.

gloo-wizard schema list                                     what is shipped, what is in the cache
gloo-wizard schema fetch --version 2.6.5                    the chart's own, from its repository
gloo-wizard schema fetch --chart oci://host/charts/name --version '^1.4'
gloo-wizard schema show --chart ./gloo-platform             its JSON Schema, for a pipe
gloo-wizard schema show --schema 1f2e3d4c5b6a --summary     where it comes from and what it holds
gloo-wizard schema prune                                    what is damaged or older than 90 days

Only `fetch`, and any command with --repo, --chart oci://... or a URL, reaches the network.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace

from wizard.commands.common import print_text, tell
from wizard.commands.sources import asked_schema, failing, means_of, source_from
from wizard.exit_codes import ExitCode, Stop

_ACTIONS = ("list", "fetch", "show", "prune")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=_ACTIONS, help="what to do")
    parser.add_argument(
        "names",
        metavar="DIGEST",
        nargs="*",
        help="prune: these entries, by their digests' beginning",
    )
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument("--again", action="store_true", help="fetch: also what is in the cache")
    parser.add_argument("--summary", action="store_true", help="show: what it is, not itself")
    parser.add_argument("--defaults", action="store_true", help="show: the chart's default values")
    parser.add_argument("--all", action="store_true", help="prune: everything")
    parser.add_argument(
        "--older-than", metavar="DAYS", type=_days, default=90, help="prune: fetched before (90)"
    )
    parser.set_defaults(takes_range=True)


def _days(text: str) -> int:
    days = int(text) if text.isdecimal() else -1
    if not 0 <= days <= 100_000:
        raise argparse.ArgumentTypeError(f"a number of days is expected, not {text}")
    return days


def run(args: argparse.Namespace) -> int:
    if args.names and args.action != "prune":
        raise Stop(f"schema {args.action} takes no DIGEST; name a schema with --schema")
    actions = {"list": _list, "fetch": _fetch, "show": _show, "prune": _prune}
    return actions[args.action](args)


def _list(args: argparse.Namespace) -> int:
    from schema import bundle
    from schema.cache import SHORT, Cache

    shipped = [
        {
            "chart": chart,
            "versions": bundle.versions(chart),
            "origin": bundle.load(chart, bundle.default_version(chart)).origin,
        }
        for chart in bundle.charts()
    ]
    fetched = [kept.__dict__ for kept in Cache().entries()]
    if args.format == "json":
        print_text(json.dumps({"bundled": shipped, "fetched": fetched}, indent=2) + "\n")
        return ExitCode.CLEAN
    lines = [f"bundled       {one['chart']} ({len(one['versions'])} releases)" for one in shipped]
    lines += [
        f"{one['digest'][:SHORT]}  {one['chart']} {one['version']}  {one['kind']}  "
        f"{one['fetched'][:10]}  {one['where']}"
        for one in fetched
    ]
    print_text("".join(f"{each}\n" for each in lines))
    return ExitCode.CLEAN


def _fetch(args: argparse.Namespace) -> int:
    from schema.charted import ChartSchema
    from schema.source import load

    source = source_from(args)
    if args.offline:
        raise Stop("schema fetch reaches the network, which --offline forbids")
    if source.is_local:
        raise Stop(f"{source.chart} is on this machine already; any command takes it with --chart")
    if source.is_bundled:
        source = replace(source, repo="default")
    with failing(args) as progress:
        schema = load(replace(source, again=args.again), args.version or "", means_of(progress))
    assert isinstance(schema, ChartSchema)
    tell(f"{schema.origin}: {schema.count:,} values. {schema.confidence}")
    for note in schema.notes:
        tell(note)
    print_text(f"{schema.digest}\n")
    return ExitCode.CLEAN


def _show(args: argparse.Namespace) -> int:
    schema = asked_schema(args)
    if schema is None:
        from wizard.commands.common import schema_of

        schema = schema_of(args)
    if args.summary:
        print_text(_summary(schema, args.format == "json"))
    elif args.defaults:
        print_text(json.dumps(schema.defaults(), ensure_ascii=False, indent=2) + "\n")
    else:
        print_text(json.dumps(schema.json_schema(), ensure_ascii=False, indent=2) + "\n")
    return ExitCode.CLEAN


def _summary(schema: object, as_json: bool) -> str:
    from schema.facts import ANY, ITEM
    from schema.model import Schema

    assert isinstance(schema, Schema)
    told = {
        "chart": schema.chart,
        "version": schema.version,
        "origin": schema.origin,
        "values": sum(1 for field in schema.walk() if field.key not in (ANY, ITEM)),
        "confidence": schema.confidence,
    }
    if as_json:
        return json.dumps(told, ensure_ascii=False, indent=2) + "\n"
    return "".join(f"{name}: {value}\n" for name, value in told.items())


def _prune(args: argparse.Namespace) -> int:
    from datetime import timedelta

    from schema.cache import Cache

    cache = Cache()
    entries = cache.entries()
    if args.names:
        with failing(args):
            found = [cache.named(name) for name in args.names]
        for name, one in zip(args.names, found, strict=True):
            if one is None:
                raise Stop(f"nothing in the cache begins with {name}")
        digests = {one.digest for one in found if one is not None}
        gone = [kept for kept in entries if kept.digest in digests]
    else:
        oldest = timedelta(days=args.older_than)
        gone = [kept for kept in entries if args.all or kept.age > oldest]
    damaged = cache.damaged()
    cache.remove(gone)
    for file in damaged:
        file.unlink(missing_ok=True)
    for kept in gone:
        tell(f"removed {kept.chart} {kept.version} ({kept.where})")
    if damaged:
        tell(f"removed {len(damaged)} damaged file{'s' if len(damaged) > 1 else ''}")
    if not gone and not damaged:
        tell("nothing to remove")
    return ExitCode.CLEAN
