"""A runbook for a person, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import fill

from wizard.runbook.model import Part, Runbook, Step


def as_markdown(runbook: Runbook) -> str:
    """The runbook as a page, its commands in blocks that can be copied."""
    return "\n".join(_lines(runbook)).rstrip() + "\n"


def _lines(runbook: Runbook) -> Iterator[str]:
    yield f"# {runbook.title}"
    for fact in runbook.facts:
        yield f"\n{_filled(fact)}"
    if runbook.contexts:
        yield "\nThe commands take kubectl's contexts from these variables:\n"
        yield from _block([f"{name}=<context of {of}>" for name, of in runbook.contexts.items()])
    if runbook.inputs:
        yield "\nand what is kept out of the files from these:\n"
        yield from _block([f"{name}=<{what}>" for name, what in runbook.inputs.items()])
    if runbook.restarts:
        yield "\nThese restart (inferred from what the chart's templates read):\n"
        yield from (f"- {one}" for one in runbook.restarts)
    number = 0
    for part in runbook.parts:
        yield f"\n## {part.title}"
        for step in part.steps:
            number += 1
            yield from _step(step, "" if part.aside else f"{number}. ", part)


def _step(step: Step, number: str, part: Part) -> Iterator[str]:
    yield f"\n### {number}{step.title}"
    if step.why:
        yield f"\n{_filled(step.why)}"
    if step.by_hand:
        yield "\nFill in what stands in angle brackets:\n"
        yield from _block(step.by_hand)
    if step.commands:
        yield ""
        yield from _block(step.commands)


def _block(commands: list[str] | tuple[str, ...]) -> Iterator[str]:
    yield "```sh"
    yield from commands
    yield "```"


def _filled(text: str) -> str:
    return fill(text, 100, break_long_words=False, break_on_hyphens=False)
