"""Finding fields: by words, and the known key that a wrong one was meant to be."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING

from schema.facts import ANY, ITEM, Field, pattern_segments
from schema.path import Path, parse_path

if TYPE_CHECKING:
    from schema.model import Branch, Schema

FEW = 6
DEEP = 12


def search(schema: Schema, text: str) -> list[Field]:
    """Fields that have every word of `text` in path or description; the closest come first."""
    words = text.lower().split()
    if not words:
        return []
    whole, last = ".".join(words), words[-1]
    found: list[tuple[int, int, int, int, Field]] = []
    for place, (path, description, leaf, depth, field) in enumerate(_index(schema)):
        in_path = True
        for word in words:
            if word not in path:
                if word not in description:
                    break
                in_path = False
        else:
            grade = _grade(whole, last, path, leaf) if in_path else 4
            found.append((grade, depth, len(path), place, field))
    return [field for *_, field in sorted(found, key=itemgetter(0, 1, 2, 3))]


@lru_cache(maxsize=4)
def _index(schema: Schema) -> list[tuple[str, str, str, int, Field]]:
    """Path, description and key in small letters, how deep the path is, and the field."""
    return [
        (
            field.path.lower(),
            field.description.lower(),
            field.key.lower(),
            field.path.count(".") + field.path.count("["),
            field,
        )
        for field in _worth_finding(schema.root, False)
    ]


def _worth_finding(branch: Branch, in_shape: bool) -> Iterator[Field]:
    """Every field but those of list entries inside Kubernetes objects: they are alike in all."""
    for key, child in branch.children.items():
        if not (in_shape and key in (ANY, ITEM)):
            yield child.field
            yield from _worth_finding(child, in_shape or bool(child.field.shape))


def _grade(whole: str, last: str, path: str, leaf: str) -> int:
    """How far a path that has all words is from what was probably meant."""
    if leaf == last or path == whole:
        return 0
    return 1 if leaf.startswith(last) else 2 if last in leaf else 3


@lru_cache(maxsize=1024)
def nearest(schema: Schema, path: Path) -> Path | None:
    """The known path that `path` was probably meant to be; None when nothing comes close.

    In this order: a mistake that is known as such, a key written with its dots, a key that is
    spelt almost so, words run together (`relayServerAddress`), the same key in another place.
    """
    branch, depth = _deepest(schema, path)
    if depth == len(path):
        return path
    other = schema.elsewhere(path)
    if other is not None:
        return parse_path(other.replaced_by) if schema.field(other.replaced_by or ()) else None
    for guess in (_known_mistake, _dotted, _misspelt, _run_together, _misplaced):
        found = guess(schema, path, branch, depth)
        if found is not None and (schema.known(found) or schema.elsewhere(found)):
            return found
    return None


def _deepest(schema: Schema, path: Path) -> tuple[Branch, int]:
    branch = schema.root
    for depth, segment in enumerate(pattern_segments(path)):
        below = branch.step(segment)
        if below is None:
            return branch, depth
        branch = below
    return branch, len(path)


def _with_rest(schema: Schema, found: Path, rest: Path) -> Path:
    """The found path with what stood below the wrong key, as far as that is known."""
    whole = (*found, *rest)
    return whole if schema.known(whole) or schema.elsewhere(whole) else found


def _known_mistake(schema: Schema, path: Path, branch: Branch, depth: int) -> Path | None:
    mistakes = schema.knowledge.mistakes
    for length in range(len(path), depth, -1):
        written = ".".join(segment for segment in pattern_segments(path[:length]))
        if written in mistakes:
            return _with_rest(schema, parse_path(mistakes[written]), path[length:])
    return None


def _dotted(schema: Schema, path: Path, branch: Branch, depth: int) -> Path | None:
    wrong = path[depth]
    if not isinstance(wrong, str) or "." not in wrong:
        return None
    return (*path[:depth], *wrong.split("."), *path[depth + 1 :])


def _misspelt(schema: Schema, path: Path, branch: Branch, depth: int) -> Path | None:
    wrong = path[depth]
    if not isinstance(wrong, str):
        return None
    best: tuple[int, str] | None = None
    for key in branch.children:
        if key in (ANY, ITEM):
            continue
        distance = edits(wrong.lower(), key.lower(), tolerance(wrong))
        if distance is not None and (best is None or distance < best[0]):
            best = distance, key
    if best is None:
        return None
    return _with_rest(schema, (*path[:depth], best[1]), path[depth + 1 :])


def _run_together(schema: Schema, path: Path, branch: Branch, depth: int) -> Path | None:
    wrong = path[depth]
    if not isinstance(wrong, str) or len(wrong) < FEW:
        return None
    for start in _alike(schema, path[:depth]):
        place = schema.branch(start)
        below = _spelt_together(place, wrong.lower(), 3) if place is not None else ()
        if len(below) > 1:
            return (*start, *below)
    return None


def _spelt_together(branch: Branch, word: str, levels: int) -> tuple[str, ...]:
    """The keys, one below the other, that give the word when put together; () if none do."""
    for key, child in branch.children.items():
        if key in (ANY, ITEM) or not word.startswith(key.lower()):
            continue
        if len(key) == len(word):
            return (key,)
        below = _spelt_together(child, word[len(key) :], levels - 1) if levels > 1 else ()
        if below:
            return (key, *below)
    return ()


def _alike(schema: Schema, above: Path) -> Iterator[Path]:
    """The place itself, and the same place in the other components."""
    yield above
    if len(above) > 1:
        for component in schema.root.children:
            yield (component, *above[1:])


def _named_below(branch: Branch, levels: int) -> Iterator[tuple[str, ...]]:
    for key, child in branch.children.items():
        if key in (ANY, ITEM):
            continue
        yield (key,)
        if levels > 1:
            for below in _named_below(child, levels - 1):
                yield (key, *below)


def _misplaced(schema: Schema, path: Path, branch: Branch, depth: int) -> Path | None:
    """The same key in another place: nearby first, elsewhere when it is rare enough to say."""
    top = path[0]
    for wrong in dict.fromkeys((path[depth], path[-1])):
        if not isinstance(wrong, str):
            continue
        named = wrong.lower() in _names(schema)
        places = _places(schema).get(wrong.lower(), []) if named else []
        near = [place for place in places if place[0] == top and len(place) > 1]
        chosen = near or [place for place in places if _telling(pattern_segments(path), place)]
        if chosen:
            rest = path[depth + 1 :] if wrong == path[depth] else ()
            best = min(chosen, key=lambda place: _farness(pattern_segments(path), place))
            return _with_rest(schema, best, rest)
    return None


def _telling(path: tuple[str, ...], place: tuple[str, ...]) -> bool:
    """Whether a key of the same name elsewhere says anything: most names occur everywhere."""
    if len(path) == 1:
        return (len(path[0]) >= FEW and place[0] == "common") or len(path[0]) > 2 * FEW
    return len(path) > 2 and _shared(path[::-1], place[::-1]) > 1


@lru_cache(maxsize=4)
def _names(schema: Schema) -> frozenset[str]:
    """Every key that any entry of the chart has, in any version, in lower case."""
    todo = [schema.knowledge.root, *(root for _, root in schema.knowledge.shapes.values())]
    found: set[str] = set()
    while todo:
        below = todo.pop().children
        found.update(key.lower() for key in below)
        todo += below.values()
    return frozenset(found)


@lru_cache(maxsize=4)
def _places(schema: Schema) -> dict[str, list[tuple[str, ...]]]:
    """Where each key stands, leaving out what is inside lists and maps."""
    places: dict[str, list[tuple[str, ...]]] = {}
    for segments in _named_below(schema.root, DEEP):
        places.setdefault(segments[-1].lower(), []).append(segments)
    return places


def _farness(path: tuple[str, ...], place: tuple[str, ...]) -> tuple[int, ...]:
    same_start = _shared(path, place)
    same_end = _shared(path[::-1], place[::-1])
    return -same_start, -same_end, place[0] != "common", len(place)


def _shared(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


def tolerance(word: str) -> int:
    """How many wrong letters a word may have and still be recognised."""
    return 0 if len(word) < 4 else 1 if len(word) < 8 else 2 if len(word) < 16 else 3


def edits(one: str, other: str, most: int) -> int | None:
    """Letters to add, drop, change or swap between two words; None when above `most`."""
    if abs(len(one) - len(other)) > most:
        return None
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        current = [i]
        for j, right in enumerate(other, 1):
            cost = min(row[j] + 1, current[j - 1] + 1, row[j - 1] + (left != right))
            if i > 1 and j > 1 and left == other[j - 2] and one[i - 2] == right:
                cost = min(cost, before[j - 2] + 1)
            current.append(cost)
        before, row = row, current
    return row[-1] if row[-1] <= most else None
