"""A guide: the topics of one chart, in the order in which a person would decide them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from schema.path import Path
from wizard.condition import ALWAYS, Condition
from wizard.question import Question, Rows
from wizard.topic import Rule, Topic


@dataclass(frozen=True)
class Preset:
    """Answers to start from, with what they give and, as plainly, what they do not."""

    purpose: str
    title: str
    answers: Mapping[str, Any]
    gives: tuple[str, ...]
    lacks: tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    """A question at its place: its full id and its topic."""

    id: str
    topic: Topic
    question: Question


@dataclass(frozen=True)
class Guide:
    """`agent_in_management` tells when the management plane's own release installs an agent too."""

    chart: str
    title: str
    repository: str
    default_version: str
    topics: tuple[Topic, ...]
    presets: tuple[Preset, ...] = ()
    crd_chart: str = ""
    agent_in_management: Condition = field(default=ALWAYS)

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
