"""A guide: the topics of one chart, in the order in which a person would decide them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from schema.path import Path
from wizard.condition import ALWAYS, Condition, Versions, parts
from wizard.question import Question, Rows
from wizard.sets import Role
from wizard.topic import Rule, Topic

if TYPE_CHECKING:
    from schema.model import Schema
    from wizard.view import PlanView


@dataclass(frozen=True, eq=False, repr=False)
class Preset:
    """Answers to start from, with what they give and, as plainly, what they do not."""

    purpose: str
    title: str
    answers: Mapping[str, Any]
    gives: tuple[str, ...]
    lacks: tuple[str, ...]


@dataclass(frozen=True, eq=False, repr=False)
class Asked:
    """A question at its place: its full id and its topic."""

    id: str
    topic: Topic
    question: Question

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """All that must hold for it to be asked, one by one, without those that always do."""
        question = self.question
        bounded = question.since or question.until
        versions = Versions(question.since, question.until) if bounded else ALWAYS
        return (*parts(self.topic.asked_when), *parts(versions), *parts(question.asked_when))


@dataclass(frozen=True, eq=False, repr=False)
class VersionMarks:
    """How a file without a header betrays its chart's version.

    `tag`, a regular expression, must match all of an image tag at one of the paths `tags_at`, or of
    what `comment` finds anywhere in the text; its first group is the version. "" matches nothing.
    """

    tag: str = ""
    tags_at: tuple[str, ...] = ()
    comment: str = ""


def one_file(value: Mapping[str, Any]) -> Role:
    """The part of a file in an installation that has one only."""
    return Role.MANAGEMENT


@dataclass(frozen=True, eq=False, repr=False)
class Guide:
    """All that the program knows about installing one chart. docs/guides.md shows how to write one.

    `release` and `namespace` are the usual ones. `repository_name` is what the repository is called
    in commands, if not as the chart. `signs` are paths that speak for this chart where a file does
    not say what it is for. `role_of` tells which part of an installation a file is, `planes`
    whether there are several, `cluster_at` where the name of the management cluster stands.
    `agent_in_management` tells when the management plane's own release installs an agent too.
    `schema` makes what is known of the chart in a version; without it, it is bundled. `picture`
    draws the plan. `words` are further placeholders of texts.
    """

    chart: str
    title: str
    repository: str
    default_version: str
    topics: tuple[Topic, ...]
    presets: tuple[Preset, ...] = ()
    crd_chart: str = ""
    release: str = ""
    namespace: str = "default"
    repository_name: str = ""
    signs: tuple[str, ...] = ()
    version_marks: VersionMarks = VersionMarks()
    planes: bool = False
    role_of: Callable[[Mapping[str, Any]], Role] = one_file
    cluster_at: str = ""
    agent_in_management: Condition = field(default=ALWAYS)
    schema: Callable[[str], Schema] | None = None
    picture: Callable[[PlanView], list[str]] | None = None
    words: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def usual(self) -> Mapping[str, str]:
        """What placeholders stand for while nothing is answered."""
        release = self.release or self.chart
        return {**self.words, "release": release, "namespace": self.namespace}

    def schema_of(self, version: str) -> Schema:
        """What is known of the chart in a version. Raises UnknownChart, or ValueError."""
        if self.schema is not None:
            return self.schema(version)
        from schema.bundle import load

        return load(self.chart, version)

    @cached_property
    def asked(self) -> Mapping[str, Asked]:
        """Every question by its full id, in order."""
        return {
            topic.question_id(question): Asked(topic.question_id(question), topic, question)
            for topic in self.topics
            for question in topic.questions
        }

    @cached_property
    def free_forms(self) -> tuple[Rows, ...]:
        """The questions that take any rows or any YAML below a path."""
        questions = (asked.question for asked in self.asked.values())
        return tuple(question for question in questions if isinstance(question, Rows))

    @cached_property
    def claims(self) -> dict[Any, frozenset[Path]]:
        """Which paths the questions claim in each kind of file, as they are worked out."""
        return {}

    def topic(self, id: str) -> Topic:
        return next(topic for topic in self.topics if topic.id == id)

    def rules(self) -> Iterator[Rule]:
        for topic in self.topics:
            yield from topic.rules

    def preset(self, purpose: str) -> Preset | None:
        return next((preset for preset in self.presets if preset.purpose == purpose), None)
