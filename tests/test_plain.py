"""The front end of lines: `gloo-wizard --plain`."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from errno import ENOSPC
from io import StringIO
from pathlib import Path

import pytest

from tests.commands import Run
from tests.plain import Reader, talk
from tests.reference import some
from wizard import draft
from wizard.beginning import Beginning
from wizard.exit_codes import ExitCode
from wizard.guides import guide_for, guided_charts
from wizard.opening import new
from wizard.place import Place
from wizard.plain.conversation import Conversation
from wizard.plain.talk import EndOfInput, Talk
from wizard.plain.telling import detail_lines, prompt, question_lines, topic_lines
from wizard.seek import title
from wizard.session import Session

START = ["", "", "", "", "prod-mgmt", "eu-1, us-1", ""]
"""File, product, version, purpose, management cluster, workload clusters, nothing recommended."""
TYPED = {
    "certificates.mode": "own-client-certs",
    "service.mgmt-type": "1",
    "service.mgmt-source-ranges": "10.0.0.0/8 192.168.0.0/16",
    "images.fips": "yes",
    "licensing.how": "secret",
    "licensing.products": "mesh, gateway",
    "safe-mode.behaviour": "no longer than",
    "safe-mode.window": "+",
    "deployment.node-labels": "pool: infra\nzone: 'yes'\n",
    "workload-clusters.relay-address": "relay.example.com:9900",
}
ANSWERS = """\
chart: gloo-platform
version: "2.4.16"
answers:
  deployment.purpose: production
  deployment.model: dedicated
  deployment.cluster: prod-mgmt
  deployment.workloads: [eu-1, us-1]
  deployment.node-labels: {pool: infra, zone: "yes"}
  certificates.mode: own-client-certs
  service.mgmt-type: load-balancer
  service.mgmt-source-ranges: [10.0.0.0/8, 192.168.0.0/16]
  images.fips: "yes"
  licensing.how: secret
  licensing.products: [mesh, gateway]
  safe-mode.behaviour: window
  safe-mode.window: 90
  workload-clusters.relay-address: "relay.example.com:9900"
"""
MINE = """\
# Mine, do not touch.
common:
  cluster: mgmt   # ours
glooMgmtServer:
  enabled: true
  safeMode: true
licensing:
  licenseSecretName: license-keys
"""


def files(folder: Path) -> dict[str, str]:
    return {file.name: file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.yaml"))}


def test_from_an_empty_folder_to_what_generate_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gloo_wizard: Run
) -> None:
    (by_hand := tmp_path / "by-hand").mkdir()
    person = Reader(TYPED, START, end=["s", "y", "q"])
    talked = talk(monkeypatch, by_hand, person)
    assert (talked.code, talked.told) == (0, "")
    assert len(person.asked) == len(set(person.asked)) > 30
    assert set(TYPED) <= set(person.asked)
    (generated := tmp_path / "generated").mkdir()
    gloo_wizard(
        "generate", "--answers", "-", "-o", generated / "values.yaml", given=ANSWERS.encode()
    )
    assert list(files(by_hand)) == ["values-eu-1.yaml", "values-us-1.yaml", "values.yaml"]
    assert files(by_hand) == files(generated)
    assert draft.find(by_hand / "values.yaml") is None


def test_reopening_a_plan_changes_all_its_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gloo_wizard: Run
) -> None:
    command = ("generate", "--answers", "-", "-o", tmp_path / "values.yaml")
    gloo_wizard(*command, given=ANSWERS.encode())
    address = title(guide_for("gloo-platform").asked["workload-clusters.relay-address"])
    lines = ["", "", f"/{address}", "relay.other.com:443", "s", "y", "q"]
    talked = talk(monkeypatch, tmp_path, lines, "values.yaml")
    assert talked.code == 0
    assert "Now: relay.example.com:9900." in talked.said
    written = ANSWERS.replace("relay.example.com:9900", "relay.other.com:443")
    (other := tmp_path / "other").mkdir()
    gloo_wizard(*command[:-1], other / "values.yaml", given=written.encode())
    assert files(tmp_path) == files(other)


# --- an existing file


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    file = tmp_path / "values.yaml"
    file.write_text(MINE, encoding="utf-8")
    return file


def test_reopening_changes_what_was_asked_for_only(
    mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = ["", "", "/safe mode what should", "2", "d", "s", "y", "q"]
    talked = talk(monkeypatch, mine.parent, lines, "values.yaml")
    assert (talked.code, talked.told) == (0, "")
    assert "It exists: 8 lines, and it does not say its chart version" in talked.said
    assert "1. Wait for every cluster (recommended, chosen now)\n" in talked.said
    assert "Now: Wait for every cluster.\n" in talked.said
    assert "\n-  safeMode: true\n" in talked.said
    kept = [line for line in MINE.splitlines() if "safeMode" not in line]
    written = mine.read_text(encoding="utf-8").splitlines()
    assert [line for line in written if line in kept] == kept
    assert "  safeStartWindow: 90" not in written


def test_looking_at_everything_changes_nothing(mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    person = Reader({}, ["", ""], end=["", "q"])
    talked = talk(monkeypatch, mine.parent, person, "values.yaml")
    assert (talked.code, talked.told) == (0, "")
    assert "There are changes" not in talked.said
    assert len(person.asked) > 20
    assert mine.read_text(encoding="utf-8") == MINE


def test_custom_values_are_kept_until_something_else_is_chosen(
    mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine.write_text(MINE.replace("safeMode: true", "safeMode: 'yes'"), encoding="utf-8")
    lines = ["", "", "/safe mode what should", "keep", "/safe mode what should", "-", "d"]
    talked = talk(monkeypatch, mine.parent, lines, "values.yaml")
    assert "The file says: glooMgmtServer.safeMode" in talked.said
    assert "Now: custom, the file says something of its own, which is kept." in talked.said
    assert "Kept as the file has it." in talked.said
    assert "-  safeMode: 'yes'" in talked.said


def test_what_changed_on_disk_is_not_written_over(
    mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def person() -> Iterator[str]:
        yield from ["", "", "/safe mode what should", "off"]
        mine.write_text(MINE + "theirs: 1\n", encoding="utf-8")
        yield from ["s", "2", "1", "s", "3", "q"]

    talked = talk(monkeypatch, mine.parent, person(), "values.yaml")
    assert "values.yaml changed on disk since it was read" in talked.said
    assert "+theirs: 1" in talked.said
    assert "Not saved." in talked.said
    assert "safeMode: false" in mine.read_text(encoding="utf-8")
    assert "theirs" not in mine.read_text(encoding="utf-8")


# --- commands


def session_of(*lines: str) -> list[str]:
    """Lines after the start, in a new plan with one cluster."""
    return ["", "", "", "", "mgmt", "", "", *lines]


def test_back_and_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    talked = talk(monkeypatch, tmp_path, session_of("b", "", "gloo", "b", "u", "y", "u"))
    said = talked.said
    assert "This is the first question." in said
    assert said.count("What is the Helm release called?\nThe name") == 5
    assert "Now: gloo.\n" in said
    assert "Taken back: What is the Helm release called? gloo" in said
    assert "Done again: What is the Helm release called? gloo" in said
    assert said.rstrip().endswith("Text, Enter leaves it to the chart, ? helps:")


def test_the_start_can_be_gone_back_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    start = ["", "", "2.4.7", "eval", "Bad_Name", "mgmt", "b", "b", "b", "2.5.0", "", "", "x, x",
             "x", "b", "", "", "?", "b", "none", "f 1"]  # fmt: skip
    talked = talk(monkeypatch, tmp_path, start)
    assert "'Bad_Name' is no cluster name" in talked.said
    assert "Which chart version? Enter takes 2.4.7" in talked.said
    assert "Number, 1 to 2, Enter takes 2: \n" in talked.said
    assert "two clusters have the same name." in talked.said
    assert "gloo-platform 2.5.0" in talked.said


def test_what_cannot_be_is_refused_with_a_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = ["7", "pro or eva", "a", "b", "", "Not A Name", "=b", "b", "/qqq", "/", "t zzz", "t 99",
             "f 9", "x", "g 1", "+", "y", "v 9.9.z", "v", "", "p", "what", "n"]  # fmt: skip
    talked = talk(monkeypatch, tmp_path, session_of(*wrong))
    for sentence in (
        "?7? is none of the answers. Type a number from 1 to 3, or words that only one of them",
        "?pro or eva? is none of the answers.",
        "expected lower-case letters, digits and hyphens, at most 53.",
        "Now: b.",
        "No question has ?qqq? in it. To answer with a text that begins with a slash, type =/qqq.",
        "?zzz? is no topic; t lists them.",
        "?99? is no topic; t lists them.",
        "?9? is no file of the plan; f lists them.",
        "Nothing to do again.",
        "Type y for yes or n for no.",
        "The chart version is 2.4.16.",
    ):
        assert sentence in talked.said, sentence


def test_words_are_commands_where_they_are_no_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    talked = talk(
        monkeypatch, tmp_path, session_of("help", "back", "", "quit", "b", "b", "quit", "3")
    )
    assert talked.code == 0
    assert "What you can type at a question instead of an answer:" in talked.said
    assert "This is the first question." in talked.said
    assert "Now: quit." in talked.said  # where it can be an answer, it is one


def test_what_is_no_text_is_asked_for_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    talked = talk(monkeypatch, tmp_path, ["\x1b[A.yaml", "v\ufffd", "x" * 300, "mine.yaml", "q"])
    assert talked.said.count("That line holds something that is no text") == 2
    assert "File name too long." in talked.said
    assert "\x1b" not in talked.said


def test_topics_can_be_gone_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    talked = talk(monkeypatch, tmp_path, session_of("t", "safe mode", "t 1", "t redis", "t", ""))
    topics = [line for line in talked.said.splitlines() if line.startswith("Topic ")]
    assert [line.partition(": ")[2] for line in topics[1:] if line.endswith(".")] == [
        "Safe mode.", "Deployment model.", "Redis.",
    ]  # fmt: skip
    assert "Not asked: Workload clusters, because" in talked.said


def test_another_version_and_the_advice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = session_of("p", "y", "v 2.3.3", "y", "u", "u", "u", "f")
    said = talk(monkeypatch, tmp_path, lines).said
    assert "Questions that they answer now: " in said
    assert "Answered so as soon as it is asked: " in said
    assert "They are answered." in said
    assert "has reported? Not asked any more: it exists from 2.4.12" in said
    assert "Now for chart version 2.3.3. u takes it back." in said
    assert said.count("Taken back: ") == 3
    assert said.rstrip().endswith("Text, Enter leaves it to the chart, ? helps:")


def test_the_review_leads_to_what_it_finds(mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine.write_text(MINE + "redis: {deployment: {ioThreads: 2}}\n", encoding="utf-8")
    lines = ["", "", "r", "g 1", "r", "x 1", "r", "c 1", "c 99", "c", "r", "?", "x", "s", "y", "q"]
    talked = talk(monkeypatch, mine.parent, lines, "values.yaml")
    assert talked.code == 0
    assert "1. Warning GM720 in line 9: 2 I/O threads want 3 CPU cores" in talked.said
    assert "How many I/O threads does the built-in Redis use?" in talked.said
    assert "Mended: set CPU requests and limits to 3. u takes it back." in talked.said
    assert "helm upgrade --install" in talked.said
    assert "Nothing can be mended." in talked.said
    assert "cpu: 3" in mine.read_text(encoding="utf-8")


# --- every kind of question

PRODUCTS, KEY = {"licensing.how": "secret"}, {"licensing.how": "keys"}
KINDS: dict[str, tuple[str, dict[str, str], str, object]] = {
    "choice by number": ("deployment.model", {}, "2", "single"),
    "choice by its name": ("deployment.model", {}, "shared", "shared"),
    "choice by its title": ("deployment.model", {}, "one cluster for everything", "single"),
    "choice left": ("deployment.model", {"deployment.model": "single"}, "-", None),
    "many": ("licensing.products", PRODUCTS, "1,2", ("mesh", "gateway")),
    "many by name": ("licensing.products", PRODUCTS, "trial mesh", ("mesh", "trial")),
    "many by title": ("licensing.products", PRODUCTS, "gloo network", ("network",)),
    "none of many": ("licensing.products", PRODUCTS, "none", ()),
    "text": ("deployment.namespace", {}, "=t", "t"),
    "text kept": ("deployment.namespace", {"deployment.namespace": "x"}, "", "x"),
    "suggestion": ("deployment.namespace", {}, "+", "gloo-mesh"),
    "number": ("safe-mode.window", {"safe-mode.behaviour": "window"}, "120", 120),
    "names": ("deployment.workloads", {"deployment.model": "dedicated"}, "a b, c", ("a", "b", "c")),
    "rows": ("deployment.node-labels", {}, "a: 'no'\nb: c\n", {"a": "no", "b": "c"}),
    "tree": ("overrides.mgmt-deployment", {}, "spec:\n  minReadySeconds: 5\n",
             {"spec": {"minReadySeconds": 5}}),
    "per cluster": ("certificates.client-secret", {"deployment.model": "dedicated",
                    "certificates.mode": "own-client-certs"}, "tls-{cluster}", "tls-{cluster}"),
    "secret": ("licensing.key-mesh", KEY, "c2VjcmV0LWtleQ", "c2VjcmV0LWtleQ"),
}  # fmt: skip


def ask_one(folder: Path, id: str, before: Mapping[str, object], typed: str) -> tuple[Session, str]:
    """The session after one question was sought and answered, and what was said."""
    beginning = Beginning(folder / "values.yaml", workloads=("eu-1",))
    session = beginning.session()
    for question, answer in before.items():
        session.answer(question, answer)
    lines = f"/{title(session.guide.asked[id])}\n{typed}\n"
    said = StringIO()
    with pytest.raises(EndOfInput):
        Conversation(Talk(StringIO(lines), said), beginning, session).run()
    beginning.discard_draft()
    return session, said.getvalue()


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_question_is_answered(kind: str, tmp_path: Path) -> None:
    id, before, typed, answer = KINDS[kind]
    session, _ = ask_one(tmp_path, id, before, typed)
    assert session.answer_of(id) == answer


@pytest.mark.parametrize(
    ("id", "before", "typed", "said"),
    [
        ("licensing.products", PRODUCTS, "1,9", "“9” is none of the answers."),
        ("licensing.products", PRODUCTS, "mesh nothing", "“nothing” is none of the answers."),
        ("safe-mode.window", {"safe-mode.behaviour": "window"}, "soon", "a whole number is"),
        ("deployment.workloads", {}, "a a", "the same name stands twice"),
        ("deployment.node-labels", {}, "a: 5\n", "a: a text is expected"),
        ("deployment.node-labels", {}, "a: [\n", "line 2: "),
    ],
)
def test_a_wrong_answer_is_refused(
    id: str, before: dict[str, str], typed: str, said: str, tmp_path: Path
) -> None:
    session, heard = ask_one(tmp_path, id, before, typed)
    assert session.answer_of(id) in (None, ("eu-1",))
    assert said in heard.rpartition("helps: ")[0]


def test_a_secret_is_said_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = "c2VjcmV0LWtleQ"
    lines = session_of("/where do the licence keys", "3", f"{key}", "b", "b", "d", "f", "u", "y")
    talked = talk(monkeypatch, tmp_path, lines)
    assert key not in talked.said + talked.told
    assert "Now: given; it is not shown." in talked.said
    assert "(hidden)" in talked.said


def test_no_question_is_without_words_or_an_end_of_its_prompt() -> None:
    """All questions of all guides can be told, whatever was answered before."""
    for chart in guided_charts():
        session = new(guide_for(chart), Path("values.yaml"))
        for asked in session.visible():
            place = Place(asked.id)
            lines = [*topic_lines(session, place), *question_lines(session, place)]
            lines += [*detail_lines(session, asked), prompt(session, asked)]
            assert asked.question.ask in " ".join(lines)
            assert prompt(session, asked).endswith(("? helps", "nothing is shown as you type"))
            assert not [line for line in lines if "{" in line and "cluster" not in line]


# --- leaving


def test_quitting_keeps_a_draft_that_the_next_start_offers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = talk(monkeypatch, tmp_path, session_of("", "gloo-one", "q", "1", "q", "2"))
    assert (first.code, first.told) == (0, "")
    assert "kept in a draft" in first.said
    assert not files(tmp_path)
    second = talk(monkeypatch, tmp_path, ["", "", "", "", "", "", "", "", "q", "3"])
    assert second.code == 0
    assert "A draft with" in second.said
    assert "Now: gloo-one." in second.said
    assert draft.find(tmp_path / "values.yaml") is None


@pytest.mark.parametrize(
    ("lines", "code", "told"),
    [
        ([], ExitCode.USAGE, "the input ended before the first question; nothing is written"),
        (["", ""], ExitCode.USAGE, "the input ended before the first question"),
        (session_of(), ExitCode.USAGE, "the input ended before everything was saved"),
        (session_of("s"), ExitCode.USAGE, "kept in a draft"),
        (session_of("s", "y"), ExitCode.CLEAN, ""),
        (["q"], ExitCode.CLEAN, ""),
    ],
)
def test_the_end_of_the_input_saves_nothing(
    lines: list[str], code: int, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    talked = talk(monkeypatch, tmp_path, lines)
    assert talked.code == code
    assert told in talked.told
    assert bool(talked.told) == bool(told)
    assert bool(files(tmp_path)) == (lines[-1:] == ["y"])
    draft.discard(tmp_path / "values.yaml")


def test_an_output_that_fails_is_no_fault_of_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr(Talk, "confirm", full)
    talked = talk(monkeypatch, tmp_path, session_of("s"))
    assert (talked.code, talked.told) == (
        ExitCode.UNREADABLE,
        "gloo-wizard: No space left on device\n",
    )
    assert draft.find(tmp_path / "values.yaml")
    draft.discard(tmp_path / "values.yaml")


def test_a_fault_of_the_program_leaves_a_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(*_: object) -> None:
        raise RuntimeError("c2VjcmV0LWtleQ")

    monkeypatch.setattr(Talk, "confirm", fault)
    talked = talk(monkeypatch, tmp_path, session_of("s"))
    assert talked.code == ExitCode.INTERNAL
    assert "What you did is kept in a draft" in talked.told
    assert "c2VjcmV0LWtleQ" not in talked.told  # a message may hold anything
    assert draft.find(tmp_path / "values.yaml")
    draft.discard(tmp_path / "values.yaml")


def test_a_chart_without_questions_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    schema = tmp_path / "values.schema.json"
    schema.write_text('{"type": "object", "properties": {"a": {"type": "string"}}}', "utf-8")
    lines = ["", "", "", "", "", ""]
    talked = talk(monkeypatch, tmp_path, lines, "--schema", str(schema), "--chart", "other")
    assert "Nothing is asked for this chart." in talked.said


def test_nothing_that_moves_a_cursor_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = 'common:\n  cluster: "a\\e[31mb"\nglooMgmtServer: {enabled: true, safeMode: "\\e[2J"}\n'
    (tmp_path / "values.yaml").write_text(text, encoding="utf-8")
    lines = ["", "", "f", "r", "b", "/safe mode what should", "q"]
    talked = talk(monkeypatch, tmp_path, lines, "values.yaml")
    assert not [c for c in talked.said if ord(c) < 32 and c not in "\n\t"]


# --- whatever is typed

ANYTHING = [
    "", "", "", "b", "1", "2", "3", "-", "+", "?", "m", "r", "t", "t 3", "d", "f", "f 2", "u", "u",
    "y", "p", "y", "n", "v 2.5.0", "v 2.3.3", "v", "s", "q", "1", "/redis", "/", "/key for", "x",
    "x 1", "g 1", "g 2", "c", "c 1", "none", "1,2", "eu-1 us-1", "a: b", "spec: {a: 1}", "foo",
    "=b", "relay.example.com", "90", "-5", "c2VjcmV0", "/x y", "=/a", "{cluster}", "${X}", "a: [",
    "[]", "0x10", "*", "'", "é", "x" * 300,
]  # fmt: skip


@pytest.mark.parametrize("seed", some(range(80), 8))
def test_whatever_is_typed_it_goes_on(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(seed)
    lines = [*START, *(chance.choice(ANYTHING) for _ in range(60))]
    talked = talk(monkeypatch, tmp_path, lines)
    draft.discard(tmp_path / "values.yaml")
    assert talked.code in (ExitCode.CLEAN, ExitCode.USAGE), talked.told
    assert talked.said.count("? helps: ") > 1
