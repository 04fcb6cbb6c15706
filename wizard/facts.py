"""What is known about an installation: the ground on which a question is asked or not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from schema.version import Since, Version, within
from wizard.well_known import NAMESPACE, RELEASE

_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_.-]*)\}")


@dataclass(frozen=True)
class Facts:
    """The chart and its version, the answers in force, and what an untouched question means.

    `answers` holds the answers of the questions that are asked at present; `defaults` gives, for a
    question that was left to the chart, the option that the chart's own default amounts to. `usual`
    says what the placeholders `{release}` and `{namespace}` stand for while nobody has answered.
    """

    chart: str
    version: Version
    answers: Mapping[str, Any] = field(default_factory=dict)
    defaults: Mapping[str, Any] = field(default_factory=dict)
    management: str = ""
    workloads: tuple[str, ...] = ()
    has_management: bool = True
    usual: Mapping[str, str] = field(default_factory=dict)

    def within(self, since: Since = "", until: str = "") -> bool:
        return within(self.version, since, until) if since or until else True

    def answer(self, question: str) -> Any:
        """The answer a person gave or a file embodies; None where the chart decides."""
        return self.answers.get(question)

    def effective(self, question: str) -> Any:
        """The answer, or what the chart's default amounts to; None where neither is known."""
        answers = self.answers
        return answers[question] if question in answers else self.defaults.get(question)

    def words(self, cluster: str = "") -> dict[str, str]:
        """What the placeholders of texts and values stand for."""
        return {
            "version": str(self.version),
            **self.usual,
            "release": str(self.effective(RELEASE) or self.usual.get("release", self.chart)),
            "namespace": str(self.effective(NAMESPACE) or self.usual.get("namespace", "default")),
            "management": self.management or "mgmt",
            "cluster": cluster or self.management or "mgmt",
        }

    def expand(self, text: str, cluster: str = "") -> str:
        """Replace `{version}`, `{cluster}`, … and `{topic.question}` by what they stand for."""
        if "{" not in text:
            return text
        words = self.words(cluster)

        def word(found: re.Match[str]) -> str:
            name = found.group(1)
            if name in words:
                return words[name]
            answer = self.effective(name) if "." in name else None
            return found.group() if answer is None else str(answer)

        return _PLACEHOLDER.sub(word, text)

    def expand_all(self, value: Any, cluster: str = "") -> Any:
        """`expand` over every text, keys included, of a JSON-like value."""
        if isinstance(value, str):
            return self.expand(value, cluster)
        if isinstance(value, dict):
            return {self.expand(k, cluster): self.expand_all(v, cluster) for k, v in value.items()}
        if isinstance(value, list):
            return [self.expand_all(entry, cluster) for entry in value]
        return value


@dataclass(frozen=True, slots=True)
class Word:
    """A sentence that holds in some versions only."""

    text: str
    since: Since = ""
    until: str = ""


Worded = str | tuple[Word, ...]


def say(words: Worded, facts: Facts, cluster: str = "") -> str:
    """The sentence that holds for the version at hand, placeholders filled; "" if none does."""
    if isinstance(words, str):
        return facts.expand(words, cluster)
    for word in words:
        if facts.within(word.since, word.until):
            return facts.expand(word.text, cluster)
    return ""
