"""Choices: one of several options, or any number of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, ClassVar

from schema.path import Path, parse_path
from schema.version import Since
from wizard.condition import ALWAYS, Condition
from wizard.facts import Facts, Worded
from wizard.question.base import CUSTOM, UNTOUCHED, Question
from wizard.sets import Scope, Sets, Target, present, targets
from wizard.tree import MISSING, match, same


@dataclass(frozen=True, eq=False, repr=False)
class Option:
    """One answer of a choice, with its trade-off in plain sentences.

    `recommended` names the purposes ("production", "evaluation") for which it is the advice.
    `default` tells when leaving the question to the chart amounts to this option. `also` are other
    forms that mean the same and are recognised. Where `available_when` does not hold it is shown,
    but cannot be chosen, with the condition's reason. `keeps` are paths of the question that, under
    this option, another question decides; given as `Sets`, only while they hold that value. An
    option that sets nothing is read out of a file only if it is `otherwise`: the one that is meant
    when something is there and no other option explains it.
    """

    id: str
    title: str
    sets: tuple[Sets, ...] = ()
    gains: Worded = ""
    costs: Worded = ""
    choose_when: Worded = ""
    comment: Worded = ""
    recommended: tuple[str, ...] = ()
    since: Since = ""
    until: str = ""
    default: bool = False
    default_since: Since = ""
    default_until: str = ""
    available_when: Condition = ALWAYS
    also: tuple[tuple[Sets, ...], ...] = ()
    keeps: tuple[str | Sets, ...] = ()
    otherwise: bool = False
    sure: Worded = ""
    link: str = ""

    def kept(self, scope: Scope) -> set[Path]:
        """The paths of this file that this option leaves to another question."""
        found: set[Path] = set()
        for kept in self.keeps:
            if isinstance(kept, str):
                found.add(scope.path(kept))
                continue
            path = scope.path(kept.path)
            value = scope.found(path)
            if value is not MISSING and match(kept.pattern(scope), value)[0]:
                found.add(path)
        return found

    def exists(self, facts: Facts) -> bool:
        return facts.within(self.since, self.until)

    def is_default(self, facts: Facts) -> bool:
        return self.default and facts.within(self.default_since, self.default_until)


File = tuple[Scope, dict[Path, Any]]
"""A file of the plan, and what stands in it at the paths that belong to the question."""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Choice(Question):
    """One of several options."""

    kind: ClassVar[str] = "choice"
    options: tuple[Option, ...]

    def option(self, answer: Any) -> Option | None:
        for option in self.options:
            if option.id == answer:
                return option
        return None

    def default(self, facts: Facts) -> Option | None:
        """The option that leaving the question to the chart amounts to."""
        fitting = [o for o in self._defaults if o.is_default(facts) and o.exists(facts)]
        return fitting[-1] if fitting else None

    @cached_property
    def _defaults(self) -> tuple[Option, ...]:
        """Those that are the chart's default in some version."""
        return tuple(option for option in self.options if option.default)

    def offered(self, facts: Facts) -> list[Option]:
        """The options that exist in this version."""
        return [option for option in self.options if option.exists(facts)]

    def forms(self) -> tuple[Sets, ...]:
        return self.sets + tuple(
            one for o in self.options for form in (o.sets, *o.also) for one in form
        )

    def targets(self, answer: Any, scope: Scope) -> list[Target]:
        option = self.option(answer)
        return [] if option is None else list(targets(self.sets + option.sets, answer, scope))

    def read(self, scopes: Sequence[Scope]) -> Any:
        files = [(scope, self._here(scope)) for scope in scopes]
        if not any(here for _, here in files):
            return UNTOUCHED
        options = [option for option in self.options if any(option.exists(s.facts) for s in scopes)]
        if not any(self._decisive(options, scope, here) for scope, here in files):
            return UNTOUCHED
        for lenient in (False, True):
            fitting = [o for o in options if self._fits(o, files, lenient)]
            if fitting:
                return max(fitting, key=lambda option: _explained(option, scopes)).id
        return CUSTOM

    def _here(self, scope: Scope) -> dict[Path, Any]:
        """What stands in a file at the question's own paths."""
        found = ((path, scope.found(path)) for path in self.owned(scope))
        return {path: value for path, value in found if value is not MISSING}

    def _decisive(self, options: Sequence[Option], scope: Scope, here: Iterable[Path]) -> set[Path]:
        """The paths that tell options apart: not those that an option without any leaves alone."""
        silent = [option for option in options if not option.sets and not option.otherwise]
        return set(here).difference(*(option.kept(scope) for option in silent))

    def _fits(self, option: Option, files: Sequence[File], lenient: bool) -> bool:
        """Whether a form of the option holds: its own, or another that means the same."""
        own = [
            here.keys() - option.kept(scope) if option.keeps else here.keys()
            for scope, here in files
        ]
        return any(
            all(
                form.fits(scope, here, told, lenient)
                for (scope, here), told in zip(files, own, strict=True)
            )
            and form.concerns(files)
            for form in self._ways[option.id]
        )

    @cached_property
    def _ways(self) -> dict[str, tuple[Form, ...]]:
        """The forms of each option, by its id."""
        return {
            option.id: tuple(Form(self.sets + sets) for sets in (option.sets, *option.also))
            for option in self.options
        }

    def cleared(self, answer: Any, scope: Scope) -> set[Path]:
        option = self.option(answer)
        return self.owned(scope) - (option.kept(scope) if option else set())

    def trouble(self, answer: Any, facts: Facts | None = None) -> str:
        if self.option(answer) is None:
            return f"{answer!r} is none of {', '.join(option.id for option in self.options)}"
        return ""

    def say(self, answer: Any, facts: Facts) -> str:
        option = self.option(answer)
        return option.title if option else str(answer)


class Form:
    """What a file says under an option: paths and values."""

    def __init__(self, sets: tuple[Sets, ...]) -> None:
        self.sets = sets
        fixed = all("{" not in one.path for one in sets)
        self.paths = frozenset(parse_path(one.path) for one in sets) if fixed else None

    def concerns(self, files: Iterable[File]) -> bool:
        """Whether it says anything about one of the files; a form that says nothing fits all."""
        return not self.sets or any(one.applies(scope) for scope, _ in files for one in self.sets)

    def fits(self, scope: Scope, here: Mapping[Path, Any], own: Set[Path], lenient: bool) -> bool:
        """Whether a file holds what the form sets; `own`: what of it must be explained.

        Strict: exactly these paths. Lenient: what is missing or extra equals the default.
        """
        if not lenient and self.paths is not None and not own <= self.paths:
            return False
        expected: set[Path] = set()
        for one in reversed(self.sets):  # of two for one path the later counts
            path = scope.path(one.path)
            if path in expected or not one.applies(scope):
                continue
            expected.add(path)
            found = scope.found(path)
            if lenient and found is MISSING:
                found = scope.default(path)
            if found is MISSING or not match(one.pattern(scope), found)[0]:
                return False
        extra = own - expected
        return not extra or (
            lenient and all(same(here[path], scope.default(path)) for path in extra)
        )


def _explained(option: Option, scopes: Sequence[Scope]) -> int:
    """How much of the files an option accounts for."""
    return sum(one.applies(scope) for scope in scopes for one in option.sets)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Many(Choice):
    """Any number of the options; the answer is a tuple of their ids in the order of the options."""

    kind: ClassVar[str] = "many"

    def targets(self, answer: Any, scope: Scope) -> list[Target]:
        chosen = [option for option in self.options if option.id in answer]
        return [t for option in chosen for t in targets(option.sets, answer, scope)]

    def read(self, scopes: Sequence[Scope]) -> Any:
        left = {(s.key, path) for s in scopes for path in present(self.owned(s), s)}
        if not left:
            return UNTOUCHED
        chosen = []
        for option in self.options:
            wanted = {
                (s.key, t.path): same(s.found(t.path), t.value)
                for s in scopes
                for t in targets(option.sets, (option.id,), s)
            }
            if wanted and all(wanted.values()):
                chosen.append(option.id)
                left -= wanted.keys()
        return CUSTOM if left else tuple(chosen)

    def trouble(self, answer: Any, facts: Facts | None = None) -> str:
        known = [option.id for option in self.options]
        strange = [one for one in answer if one not in known]
        return f"{strange[0]!r} is none of {', '.join(known)}" if strange else ""

    def encode(self, answer: Any) -> str:
        return "+".join(answer) or "none"

    def decode(self, written: str) -> Any:
        return () if written == "none" else tuple(written.split("+"))

    def say(self, answer: Any, facts: Facts) -> str:
        return ", ".join(o.title for o in self.options if o.id in answer) or "none"


def yes_or_no(
    id: str,
    ask: str,
    path: str,
    *,
    yes: Option | None = None,
    no: Option | None = None,
    **rest: Any,
) -> Choice:
    """A choice of true and false at one path; `yes` and `no` carry the words."""
    texts = {"yes": yes or Option("yes", "Yes"), "no": no or Option("no", "No")}
    options = tuple(
        _with_sets(texts[name], Sets(path, value, **rest.get("where", {})))
        for name, value in (("yes", True), ("no", False))
    )
    rest.pop("where", None)
    return Choice(id=id, ask=ask, options=options, **rest)


def _with_sets(option: Option, *sets: Sets) -> Option:
    return replace(option, sets=(*sets, *option.sets))
