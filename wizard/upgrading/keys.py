"""The file's keys, one by one, beside what the two versions know of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from schema.finding import Drop, Put, Severity
from schema.model import Branch, Field
from schema.path import Path
from wizard.tree import leaves, look_up, same
from wizard.upgrading.moves import gone
from wizard.upgrading.row import Claims, Kind, Proposal, Row, Step
from wizard.upgrading.words import shown

_CHART_TAG = re.compile(r"v?(\d+\.\d+\.\d+(?:-(?!fips$)[0-9A-Za-z.-]+?)?)(-fips)?")

_NO_MAPS = ("list", "string", "boolean", "integer", "number", "quantity")


def keys(step: Step, claims: Claims) -> Iterator[Row]:
    """Rows for keys that are removed, read from now on, deprecated, or copies of old defaults."""
    yield from _map(step, claims, step.document.value, step.old.root, step.new.root, ())


def _map(
    step: Step, claims: Claims, value: Mapping[str, Any], old: Branch, new: Branch, above: Path
) -> Iterator[Row]:
    for key, given in value.items():
        path = (*above, key)
        if claims.exactly(path):
            continue
        was, now = old.step(key), new.step(key)
        if was is None and now is None:
            continue  # it is no key of the chart, before and after
        if now is None or _lost_its_name(old, new, key):
            if was is not None and not (now is None and new.is_open):
                later = new.all_children.get(key)
                for each in _unclaimed(claims, path, given):
                    yield _removed(step, each, was.field, later if each == path else None)
            continue
        if was is None:
            if not old.is_open:
                yield from _awakens(step, path, now.field)
            continue
        yield from _both(step, path, given, was.field, now.field)
        if isinstance(given, dict) and now.field.type not in _NO_MAPS:
            yield from _map(step, claims, given, was, now, path)


def _lost_its_name(old: Branch, new: Branch, key: str) -> bool:
    """Whether a named entry is only one of any names now."""
    return key in old.children and key not in new.children and key in new.all_children


def _unclaimed(claims: Claims, path: Path, given: Any) -> list[Path]:
    """The section itself, or, where a part of it is spoken for, the rest of its values."""
    if not claims.within(path):
        return [path]
    return [each for each, _ in leaves(given, path) if not claims.covers(each)]


def _removed(step: Step, path: Path, was: Field, later: Branch | None) -> Row:
    if step.facts_before is not None and not step.facts_before.known(path):
        return step.row(
            Kind.REMOVED, path, f"{step.new.version} is not known to read it",
            why="It stands in the old chart itself. What is known of the new version was put "
            "together from other sources, which never had it: look into the new chart.",
            restarts="",
        )  # fmt: skip
    successor = was.replaced_by or (later.field.replaced_by if later is not None else "")
    return gone(step, path, successor=successor)


def _awakens(step: Step, path: Path, now: Field) -> Iterator[Row]:
    """A key that the old version let pass without reading it."""
    before = step.old.elsewhere(path)
    if before is None or before.first_seen or not before.since:
        return  # that the old version did not read it is not known
    yield step.row(
        Kind.READ, path, f"{step.old.version} does not read it, {step.new.version} does",
        why="As far as is known it did nothing until now. Make sure that it says what you want, or "
        "take it out.",
        severity=Severity.WARNING, sure="" if now.confidence == "chart" else now.confidence,
    )  # fmt: skip


def _both(step: Step, path: Path, given: Any, was: Field, now: Field) -> Iterator[Row]:
    copied = was.has_default and same(given, was.default)
    if copied and was.type != now.type and not now.has_default:
        yield _old_type(step, path, was, now)
        return
    if isinstance(given, dict):
        return
    if was.dead and not now.dead:
        if copied:
            return
        yield step.row(
            Kind.READ, path, f"In {step.old.version} it does nothing; {step.new.version} may read "
            "it", why=f"{was.dead[0].upper()}{was.dead[1:]}. Whether that changed is not known.",
        )  # fmt: skip
        return
    if now.dead and not was.dead:
        yield gone(step, path, successor=now.replaced_by)
        return
    if now.deprecated and not was.deprecated and not copied:
        more = f" Its successor is {now.replaced_by}." if now.replaced_by else ""
        yield step.row(
            Kind.DEPRECATED, path, "It still works, but has a successor or is to go",
            why=f"{now.deprecated[0].upper()}{now.deprecated[1:]}.{more}",
        )  # fmt: skip
    if path[-1] == "tag" and isinstance(given, str):
        yield from _tag(step, path, given, was, now)
    elif copied and now.has_default and not same(was.default, now.default):
        yield _copied(step, path, given, now)


def _old_type(step: Step, path: Path, was: Field, now: Field) -> Row:
    return step.row(
        Kind.TYPE, path, f"It was of the type {was.type} and is of the type {now.type}",
        why=f"What stands here is only a copy of what {step.old.version} has by itself. Helm may "
        "refuse it now; without the key the chart has its own.",
        severity=Severity.WARNING, proposal=Proposal.TAKE, changes=(Drop(path),), safe=True,
    )  # fmt: skip


def _tag(step: Step, path: Path, given: str, was: Field, now: Field) -> Iterator[Row]:
    """An image tag that stays behind, be it the old chart's own or one with its version."""
    image = path[:-1]
    copied = was.has_default and same(given, was.default)
    follows = now.has_default and now.default == step.new.version
    tag = _CHART_TAG.fullmatch(given)
    if follows and tag and tag[2] and tag[1] != step.new.version:
        wanted = f"{step.new.version}{tag[2]}"
        yield step.row(
            Kind.PINNED, path, f"The FIPS tag follows the version: {wanted}",
            why="An older image would run against the configuration and the CRDs of this version.",
            severity=Severity.WARNING, proposal=Proposal.TAKE, changes=(Put(path, wanted),),
            safe=tag[1] == step.old.version,
        )  # fmt: skip
    elif follows and tag and tag[1] != step.new.version:
        yield _pinned(step, path, given, copied and not _mirrored(step, image), now)
    elif not follows and copied and not (now.has_default and same(given, now.default)):
        safe = not now.has_default and not _mirrored(step, image)
        yield _pinned(step, path, given, safe, now)


def _mirrored(step: Step, image: Path) -> bool:
    return bool(_own_places(step, image))


def _own_places(step: Step, image: Path) -> list[Path]:
    """Where the file names another place of the image than the new version does."""
    places = [(*image, key) for key in ("registry", "repository", "hub")]
    return [
        place
        for place in places
        if step.document.has(place)
        and not same(step.document.get(place), look_up(step.new.defaults(), place))
    ]


def _pinned(step: Step, path: Path, given: str, safe: bool, now: Field) -> Row:
    if _decided(step, path):
        return _kept(step, path, given)
    own = f"is {shown(path, now.default)}" if now.has_default else "is another (not known here)"
    why = f"In {step.new.version} the chart's own {own}; without the key the image goes with the "
    why += "chart."
    places = [] if safe else _own_places(step, path[:-1])
    if places and all(same(step.document.get(p), look_up(step.old.defaults(), p)) for p in places):
        why += " The file names the image's old place as well: take both or neither."
    elif places:
        why += " The file names a place of your own for the image: have the new one there first."
    return step.row(
        Kind.PINNED, path, f"The image stays at {given}", why=why,
        severity=Severity.WARNING, proposal=Proposal.TAKE, changes=(Drop(path),), safe=safe,
    )  # fmt: skip


def _copied(step: Step, path: Path, given: Any, now: Field) -> Row:
    if _decided(step, path):
        return _kept(step, path, given)
    effect = step.lore.effect(path)
    new = shown(path, now.default, step.old, step.new)
    why = f"That is what {step.old.version} does by itself; {step.new.version} has {new}. Is it "
    why += f"meant, or copied from the chart's list? {effect.why}"
    return step.row(
        Kind.PINNED, path, f"The file keeps {shown(path, given, step.old, step.new)}",
        why=why.strip(), severity=Severity.WARNING, proposal=Proposal.TAKE, changes=(Drop(path),),
    )  # fmt: skip


def _decided(step: Step, path: Path) -> bool:
    """Whether the wizard wrote the value for an answer: then it is meant."""
    return bool(step.document.comment(path))


def _kept(step: Step, path: Path, given: Any) -> Row:
    return step.row(
        Kind.PINNED, path, f"The file keeps {shown(path, given, step.old, step.new)}, as answered",
        why="It is the old version's default and was chosen all the same.",
    )  # fmt: skip
