"""How long things take, as ratios measured in one run: `make bench`.

A benchmark, not a test: it says whether the targets are met and always ends well. Processor time
counts, so that others on the machine do not; what is compared is measured by turns, and the median
counts. docs/performance.md holds the table.
"""

from __future__ import annotations

import gc
import io
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from tests.helm import helm_binaries, write_chart
from tests.reference import corpus, real_chart, reference_folder
from wizard.document import Document
from wizard.guides import guide_for
from wizard.opening import new, open_documents
from wizard.session import Session

VERSION = "2.4.16"
PRESSES = 40
ROUNDS = 15
# Questions of several topics with answers to go back and forth between.
PRESSED: tuple[tuple[str, tuple[Any, ...]], ...] = (
    ("deployment.replicas", (2, 3)),
    ("safe-mode.behaviour", ("strict", "off")),
    ("service.mgmt-type", ("load-balancer", "cluster-ip", "node-port")),
    ("deployment.server-size", ("large", "moderate")),
    ("telemetry.collector", ("yes", "no")),
)


@dataclass(frozen=True)
class Row:
    """One line of the table; `met` is None where there is no target."""

    what: str
    measured: str
    target: str = ""
    met: bool | None = None


def main() -> int:
    print(f"Python {sys.version.split()[0]}; ratios, measured in one run\n")
    for title, rows in (
        (
            "Key press to recomputed preview and findings, against ruamel.yaml load and dump",
            presses,
        ),
        ("Opening a file, against one ruamel.yaml load", openings),
        ("All values, with the 7,105 fields of the real chart", all_values),
        ("Whole processes", processes),
        ("Peak memory", memory),
    ):
        _print(title, rows())
    return 0


def _print(title: str, rows: Iterator[Row]) -> None:
    print(title)
    for row in rows:
        met = {True: "met", False: "NOT MET", None: ""}[row.met]
        print(f"  {row.what:<47} {row.measured:<64} {row.target:<12} {met}".rstrip(), flush=True)
    print()


# --- the files


def plan_text(lines: int) -> str:
    """What the wizard writes for a production plan, with content of other kinds up to `lines`."""
    session = new(guide_for(), Path("values.yaml"), VERSION)
    session.answer("deployment.cluster", "mgmt")
    if lines > 200:
        session.answer("deployment.workloads", ("eu", "us"))
        session.apply_preset("production")
    text = session.plan.first.document.text
    return text + "".join(islice(_free_content(), max(lines - text.count("\n"), 0)))


def _free_content() -> Iterator[str]:
    """Lines as they stand in anybody's values: maps, lists, quotes, comments, blank lines."""
    for section in range(10_000):
        yield f"section{section}:\n"
        for number in range(12):
            yield f"  # Component {number}: why it is set up like this, in a sentence.\n"
            yield f"  component{number}:\n"
            yield f"    image: registry.example.com/team/component-{number}:v1.{section}.{number}\n"
            yield f"    replicas: {number}\n"
            yield "    enabled: true\n"
            yield "    # commented: out\n"
            yield f'    labels: {{app: "c{number}", tier: backend}}\n'
            yield "    args:\n"
            yield f"      - --level={number}\n"
            yield "\n"


def files() -> Iterator[tuple[str, str]]:
    """Their names and texts."""
    for lines in (100, 500, 5_000, 20_000):
        yield f"{lines:,} lines", plan_text(lines)
    for file in corpus():
        if file.path.name.endswith("kube-prometheus-stack-values.yaml"):
            text = file.path.read_text(encoding="utf-8")
            yield f"kube-prometheus-stack, {text.count(chr(10)):,} lines", text


def opened(text: str) -> Session:
    read = [(Path("values.yaml"), Document.parse(text))]
    return open_documents(guide_for(), read, VERSION)


# --- what is measured


def presses() -> Iterator[Row]:
    medians: dict[str, float] = {}
    for name, text in files():
        session = opened(text)
        answers = answers_of(session)
        for answer in islice(answers, 5):  # to warm up
            press(session, *answer)
        times: list[float] = []
        rounds: list[float] = []
        short = text.count("\n") < 1_000
        for _ in range(15 if short else 1):
            rounds.append(_measured(_round_trip, text))
            gc.collect()
            times += [
                _measured(press, session, *answer)
                for answer in islice(answers, 15 if short else PRESSES)
            ]
        median, late = statistics.median(times), statistics.quantiles(times, n=20)[-1]
        medians[name] = median
        whole = statistics.median(rounds)
        least = 20 if text.count("\n") == 500 else 50 if text.count("\n") >= 5_000 else None
        met = None if least is None else median * least <= whole
        target = "" if least is None else f"<= 1/{least}"
        best = min(rounds) / min(times)
        measured = (
            f"median 1/{whole / median:.0f}, 95 % below 1/{whole / late:.0f}, best 1/{best:.0f}"
        )
        spoken = f"{measured} ({median * 1000:.1f} ms, {late * 1000:.1f} ms)"
        yield Row(name, spoken, target, met)
    growth = medians["20,000 lines"] / medians["500 lines"]
    yield Row("20,000 lines against 500", f"{growth:.1f} times", "<= 40 times", growth <= 40)


def answers_of(session: Session) -> Iterator[tuple[str, Any]]:
    """Answers to questions that are asked, each another one than before."""
    asked = [(id, cycle(answers)) for id, answers in PRESSED if not session.why_hidden(id)]
    for id, answers in cycle(asked):
        if session.why_hidden(id):
            continue
        answer = next(answers)
        yield id, answer if answer != session.answer_of(id) else next(answers)


def press(session: Session, id: str, answer: Any) -> None:
    """Look at an answer and give it; then the findings, and the diffs of the files."""
    preview = session.preview(id, answer)
    assert not preview.trouble, preview.trouble
    session.answer(id, answer)
    session.findings()
    for member in session.plan:
        session.diff(member.key)


def openings() -> Iterator[Row]:
    for lines in (500, 5_000):
        text = plan_text(lines)
        ours, theirs = [], []
        for _ in range(3):
            ours += [_measured(opened, text) for _ in range(3)]
            theirs.append(_measured(_load, text))
            gc.collect()
        times = statistics.median(theirs) / statistics.median(ours)
        target = ">= 5 times" if lines == 5_000 else ""
        met = times >= 5 if target else None
        yield Row(f"{lines:,} lines", f"{times:.1f} times as fast", target, met)


def all_values() -> Iterator[Row]:
    if reference_folder() is None:
        return
    from tests import bench_screens

    opening = bench_screens.opening()
    yield Row("opening the screen", f"{opening * 1e3:.0f} ms", "< 300 ms", opening < 0.3)
    median, slowest = bench_screens.searching()
    yield Row("the answer to a key of a search", f"{median * 1e3:.0f} ms, at most "
              f"{slowest * 1e3:.0f} ms", "< 50 ms", slowest < 0.05)  # fmt: skip


def processes() -> Iterator[Row]:
    program = shutil.which("gloo-wizard", path=str(Path(sys.executable).parent))
    assert program is not None, "the program is not installed beside this Python"
    times, said = in_turns([program, "--version"], [sys.executable, "-c", "pass"])
    yield Row(
        "--version against python -c pass", f"{times:.1f} times{said}", "< 3 times", times < 3
    )
    helm = helm_binaries().get(4)
    if helm is None:
        yield Row("check against helm lint", "left out: there is no Helm 4 (make helm)")
        return
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        values = folder / "values-300.yaml"
        values.write_text(plan_text(300), encoding="utf-8")
        check = [program, "check", str(values), "--version", VERSION]
        yield from _against_lint(folder, check, [str(helm), "lint", "-f", str(values)])


def _against_lint(folder: Path, check: list[str], lint: list[str]) -> Iterator[Row]:
    template = {"templates/one.yaml": "values: {{ .Values | toJson | quote }}\n"}
    plain = write_chart(folder / "plain", template)
    times, said = in_turns(check, [*lint, str(plain)])
    yield Row("check of 300 lines against helm lint, no schema", f"{times:.1f} times{said}",
              "<= 4 times", times <= 4)  # fmt: skip
    if reference_folder() is None:
        yield Row("check of 300 lines against helm lint, schema",
                  "left out: REFERENCE_DATA names no chart")  # fmt: skip
        return
    schema = (real_chart() / "values.schema.json").read_text(encoding="utf-8")
    judged = write_chart(folder / "judged", {**template, "values.schema.json": schema})
    times, said = in_turns(check, [*lint, str(judged)])
    yield Row("check of 300 lines against helm lint, schema", f"1/{1 / times:.1f}{said}",
              "<= 1/2", times <= 0.5)  # fmt: skip


def memory() -> Iterator[Row]:
    """Of a process of its own that opens the file and presses keys in it."""
    program = (
        "from itertools import islice\n"
        "from tests import bench\n"
        "session = bench.opened(bench.plan_text(20_000))\n"
        "for answer in islice(bench.answers_of(session), 20):\n"
        "    bench.press(session, *answer)\n"
        "print(bench.highest_memory())\n"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    if told.returncode:
        yield Row("20,000 lines, 20 key presses", "not known: " + told.stderr.strip()[-200:])
        return
    megabytes = int(told.stdout) / 1e6
    yield Row("20,000 lines, 20 key presses", f"{megabytes:.0f} MB", "< 150 MB", megabytes < 150)


def highest_memory() -> int:
    """Bytes that this process has held at its peak."""
    status = Path("/proc/self/status")
    if status.is_file():  # what getrusage says here is at least what the parent process held
        held = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(held.split()[1]) * 1024
    import resource

    unit = 1 if sys.platform == "darwin" else 1024  # bytes there, kilobytes elsewhere
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


# --- how it is measured


def _measured(work: Callable[..., object], *arguments: Any) -> float:
    """Seconds of processor time."""
    start = time.process_time()
    work(*arguments)
    return time.process_time() - start


def _round_trip(text: str) -> None:
    """What ruamel.yaml does to load and dump a text."""
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.dump(yaml.load(text), io.StringIO())


def _load(text: str) -> None:
    from ruamel.yaml import YAML

    YAML().load(text)


def in_turns(ours: Sequence[str], other: Sequence[str]) -> tuple[float, str]:
    """How many times the processor time of another command ours takes, the two run by turns; the
    medians and the same by the clock, in words."""
    commands = (ours, other)
    processor: list[list[float]] = [[], []]
    clock: list[list[float]] = [[], []]
    compiled = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}  # as after installing
    for round_ in range(ROUNDS + 1):
        for command, own, told in zip(commands, processor, clock, strict=True):
            before, start = _of_children(), time.perf_counter()
            subprocess.run(command, capture_output=True, env=compiled)
            if round_:  # the first only warms up
                own.append(_of_children() - before)
                told.append(time.perf_counter() - start)
    mine, theirs = map(statistics.median, processor)
    by_clock = statistics.median(clock[0]) / statistics.median(clock[1])
    said = f" ({mine * 1000:.0f} ms, {theirs * 1000:.0f} ms; by the clock {by_clock:.2f})"
    return mine / theirs, said


def _of_children() -> float:
    """Seconds of processor time that ended processes took."""
    import resource

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    sys.exit(main())
