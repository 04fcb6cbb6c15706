"""What the answers in force want each file to say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from schema.finding import Change, Drop, Put
from schema.path import Item, Path
from wizard.explain import Comments, comment_for
from wizard.facts import Facts, say
from wizard.guide import Guide
from wizard.sets import Scope
from wizard.tree import MISSING, look_up, same


@dataclass(frozen=True, eq=False, repr=False)
class Wanted:
    """The value an answer gives a path, the comment above it, and the question it comes from."""

    value: Any
    comment: str
    question: str
    seed: tuple[Mapping[str, Any], ...] = ()


FileWants = dict[Path, Wanted]


def desired(
    guide: Guide, facts: Facts, views: Iterable[Scope], comments: Comments
) -> dict[str, FileWants]:
    """For each file of the plan, the paths that the answers set, with values and comments."""
    wants: dict[str, FileWants] = {}
    for view in views:
        own: FileWants = {}
        for id, answer in facts.answers.items():
            asked = guide.asked[id]
            first = True
            for target in asked.question.targets(answer, view):
                comment = say(target.note, facts, view.cluster)
                if not comment and first:
                    comment = comment_for(asked.question, answer, facts, view.cluster)
                first = False
                own[target.path] = Wanted(
                    target.value, comments.trim(comment), asked.id, target.seed
                )
        wants[view.key] = own
    return wants


def difference(
    tree: Mapping[str, Any],
    before: FileWants,
    after: FileWants,
    rewritten: Iterable[Path],
    cleared: Iterable[Path],
) -> tuple[list[Change], dict[Path, str]]:
    """The changes that lead from one want to the next, and the comments that go with them.

    `rewritten` paths are put even where the want stayed the same (a person answered just now);
    `cleared` paths go unless they are wanted.
    """
    again = set(rewritten)
    puts: FileWants = {
        path: want
        for path, want in after.items()
        if path in again or path not in before or not same(before[path].value, want.value)
    }
    drops = [path for path in [*before, *cleared] if path not in after]
    drops = [path for path in dict.fromkeys(drops) if look_up(tree, path) is not MISSING]
    covered = {path for path in drops if _below_a_put(path, puts)}
    changes = _lowered(tree, puts, [path for path in drops if path not in covered], before)
    texts = {
        path: want.comment
        for path, want in puts.items()
        if _says_anew(path, want, before.get(path), tree)
    }
    return changes, texts


def _says_anew(path: Path, want: Wanted, before: Wanted | None, tree: Mapping[str, Any]) -> bool:
    """A comment is written with a new value, or in place of the wizard's own for another answer."""
    if before is not None and before.comment != want.comment:
        return True
    return bool(want.comment) and not same(look_up(tree, path), want.value)


def _below_a_put(path: Path, puts: FileWants) -> bool:
    return any(path[:length] in puts for length in range(1, len(path)))


def _lowered(
    tree: Mapping[str, Any], puts: FileWants, drops: list[Path], before: FileWants
) -> list[Change]:
    """Changes in which a list that replaces the chart's own is begun with the chart's entries."""
    changes: list[Change] = []
    begun: dict[Path, list[Any]] = {}
    for path, want in puts.items():
        whole = path[:-1]
        if not want.seed or look_up(tree, whole) is not MISSING:
            changes.append(Put(path, want.value))
            continue
        entries = begun.setdefault(whole, [dict(entry) for entry in want.seed])
        _place(entries, path, want.value)
    changes += [Put(path, entries) for path, entries in begun.items()]
    for path in drops:
        seed = before[path].seed if path in before else ()
        changes.append(_without(tree, path, seed, drops) if seed else Drop(path))
    return _distinct(changes)


def _place(entries: list[Any], path: Path, value: Any) -> None:
    item = path[-1]
    for position, entry in enumerate(entries):
        if isinstance(item, Item) and entry.get(item.key) == item.value:
            entries[position] = value
            return
    entries.append(value)


def _without(
    tree: Mapping[str, Any], path: Path, seed: tuple[Mapping[str, Any], ...], drops: list[Path]
) -> Change:
    """Take an entry back out: to the chart's own, or the whole list once only those are left."""
    whole, item = path[:-1], path[-1]
    assert isinstance(item, Item)
    going = {one[-1] for one in drops if one[:-1] == whole}
    own = {entry[item.key]: dict(entry) for entry in seed}
    left: list[Any] = []
    for entry in look_up(tree, whole):
        name = entry.get(item.key) if isinstance(entry, dict) else None
        if Item(item.key, str(name)) not in going:
            left.append(entry)
        elif name in own:
            left.append(own[name])
    if same(left, [dict(entry) for entry in seed]):
        return Drop(whole)
    return Put(path, own[item.value]) if item.value in own else Drop(path)


def _distinct(changes: list[Change]) -> list[Change]:
    kept: list[Change] = []
    for change in changes:
        if change not in kept:
            kept.append(change)
    return kept
