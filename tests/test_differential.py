"""What `schema.helmyaml` reads is what Helm reads: asked of Helm 3 and Helm 4 themselves.

Texts go to Helm by the thousand through `fromYaml`, which is go-yaml's reading of one document:
what `read(text, helm=3)` gives. What `-f` adds to it in Helm 4 goes through files.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schema.coalesce import coalesce
from schema.helmyaml import HelmYamlError, decode, read
from tests import yaml_texts
from tests.helm import HelmRefusal, echo_chart, helm_reads, helm_values, needs_helm
from tests.helm_files import helm_reads_files
from tests.reference import corpus, needs_reference, real_chart

Read = dict[str, Any] | HelmYamlError


def ours(text: str, helm: int) -> Read:
    """Our reading or refusal."""
    try:
        return read(text, helm).value
    except HelmYamlError as error:
        return error


def agree(mine: Read, theirs: dict[str, Any] | HelmRefusal | None) -> bool:
    """Whether both refuse, or both read the same; true is not 1, but 1.0 is."""
    if isinstance(mine, HelmYamlError) or not isinstance(theirs, dict):
        return isinstance(mine, HelmYamlError) and isinstance(theirs, HelmRefusal)
    return same(mine, theirs)


def same(mine: Any, theirs: Any) -> bool:
    """Whether two JSON values are equal, without taking true for 1."""
    todo = [(mine, theirs)]
    while todo:
        one, other = todo.pop()
        if isinstance(one, bool) or isinstance(other, bool) or one is None or other is None:
            if one is not other:
                return False
        elif isinstance(one, dict) and isinstance(other, dict):
            if one.keys() != other.keys():
                return False
            todo += [(one[key], other[key]) for key in one]
        elif isinstance(one, list) and isinstance(other, list):
            if len(one) != len(other):
                return False
            todo += zip(one, other, strict=True)
        elif one != other:
            return False
    return True


def assert_read_alike(major: int, texts: Iterable[str]) -> None:
    """All texts are read as `fromYaml` reads them, refusals included."""
    texts = list(texts)
    mine = [ours(text, 3) for text in texts]
    assert_all_agree(texts, mine, helm_reads(major, texts))


def assert_all_agree(
    texts: Sequence[str],
    mine: Sequence[Read],
    theirs: Sequence[dict[str, Any] | HelmRefusal | None],
) -> None:
    """Each text is read alike, but for those that Helm itself reads now so and now so."""
    unlike = [
        f"{text!r:.500}\n  ours: {one!r:.500}\n  Helm: {other!r:.500}"
        for text, one, other in zip(texts, mine, theirs, strict=True)
        if not agree(one, other) and not left_to_chance(text)
    ]
    assert not unlike, f"{len(unlike)} of {len(texts)}:\n" + "\n".join(unlike[:20])


def left_to_chance(text: str) -> bool:
    """Whether two keys of different kinds give the same text: Helm then keeps either. `.nan` is
    another key each time, and a value that is none may go with it or stay."""
    try:
        found = read(text, 3).notices
    except HelmYamlError:
        return len(re.findall(r"(?i)\.nan[ \t]*:", text)) > 1
    return any("run to run" in notice.message for notice in found)


def assert_files_alike(major: int, texts: Sequence[str], most_refused: int = 20) -> None:
    """All texts are read as Helm reads files; of those that we refuse, a few are tried."""
    mine = {text: ours(text, major) for text in texts}
    refused = [text for text, one in mine.items() if isinstance(one, HelmYamlError)]
    left_out = set(refused) - set(
        random.Random(major).sample(refused, min(most_refused, len(refused)))
    )
    texts = [text for text in mine if text not in left_out]
    read_here = [
        one if isinstance(one, HelmYamlError) else {"global": {}, **one}
        for one in (mine[text] for text in texts)
    ]
    theirs = helm_reads_files(major, texts, [isinstance(one, HelmYamlError) for one in read_here])
    assert_all_agree(texts, read_here, theirs)


def test_hazards(helm_major: int) -> None:
    assert_read_alike(helm_major, yaml_texts.HAZARDS)


def test_hazards_as_files(helm_major: int) -> None:
    assert_files_alike(helm_major, yaml_texts.HAZARDS)


@pytest.mark.parametrize("place", ["a: {}\n", "{}: a\n"])
def test_ten_thousand_scalars_and_keys(helm_major: int, place: str) -> None:
    texts = yaml_texts.scalars(10_000, seed=1)
    assert_read_alike(helm_major, [place.format(text) for text in texts])


@pytest.mark.parametrize("place", ["x: [b, {}]\n", "x: {{{}: a}}\n", "- {}\n", "a: !!float {}\n"])
def test_scalars_elsewhere(helm_major: int, place: str) -> None:
    texts = yaml_texts.scalars(1_500, seed=5)
    assert_read_alike(helm_major, [place.format(text) for text in texts])


def test_tokens_thrown_together(helm_major: int) -> None:
    assert_read_alike(helm_major, yaml_texts.soup(8_000, seed=2 + helm_major))


def test_several_documents(helm_major: int) -> None:
    assert_files_alike(helm_major, yaml_texts.several_documents(500, seed=3))


@needs_helm
@settings(max_examples=12, suppress_health_check=list(HealthCheck), deadline=None)
@given(st.lists(yaml_texts.documents(), min_size=1, max_size=8))
def test_documents_made_by_hypothesis(texts: list[str]) -> None:
    for major in (3, 4):
        assert_read_alike(major, texts)


def corpus_texts() -> list[str]:
    """The real values files and the real chart's own, as text."""
    files = [file.path for file in corpus()] + [real_chart() / "values.yaml"]
    return [decode(file.read_bytes()) for file in files]


@needs_reference
def test_the_corpus(helm_major: int) -> None:
    assert_read_alike(helm_major, corpus_texts())


@needs_reference
def test_the_corpus_as_files(helm_major: int) -> None:
    assert_files_alike(helm_major, corpus_texts())


@needs_reference
def test_the_corpus_damaged(helm_major: int) -> None:
    assert_read_alike(helm_major, yaml_texts.damaged(corpus_texts(), 4_000, seed=4 + helm_major))


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff---a: 1\n",
        "a: 1\n---\nb: on\n...\nc: 3\n",
        "a: |\n  x",
        "%YAML 1.1\n---\na: 1\n",
        "a: 1\n---\n" + "# " + "x" * 600 + "\nb: \x07\n",
        "a: &a [" + "x," * 100 + "]\nb: [" + "*a," * 3000 + "]\n",
        "a: &a [" + "x," * 100 + "]\nb: [" + "*a," * 9000 + "]\n",
        "a: &a-1 [x]\n" + "".join(f"k{n}: &a{n} [{f'*a{n - 1},' * 9}]\n" for n in range(8)),
        "a: " + "[" * 800 + "]" * 800 + "\n",
        "a: " + "[" * 10_000 + "]" * 10_000 + "\n",
        "a: &a " + "[" * 6000 + "]" * 6000 + "\nb: " + "[" * 4000 + "*a" + "]" * 4000 + "\n",
    ],
    ids=lambda text: repr(text[:16]),
)
def test_single_files_given_by_f(helm_major: int, text: str) -> None:
    assert agree(ours(text, helm_major), helm_values(helm_major, text))


def test_a_last_line_of_just_that_length_is_the_one_known_difference(helm_major: int) -> None:
    """Helm 4 up to 4.2 drops it (helm/helm#32506); we read it, and give notice."""
    text = "a: 1\nb: " + "x" * (4096 - 3)
    reading = read(text, helm_major)
    assert len(reading.value) == 2
    assert ("HY014" in [notice.code for notice in reading.notices]) == (helm_major == 4)
    assert helm_values(3, text) == reading.value


DEFAULTS = """\
a: 1
n: null
m: {x: 1, y: null, z: {q: 1}, l: [1, 2]}
l: [1, 2]
s: text
o: {p: {r: 1}}
e: {}
"""
OVERRIDES = (
    "{}", "a: null", "n: null", "m: null", "m: {x: null}", "m: {y: null}", "m: {new: null}",
    "new: null", "new: {x: null}", "m: {z: 1}", "m: {z: null}", "s: {a: 1}", "l: [3]",
    "e: {a: null}", "o: {p: {r: null}}", "o: {p: null}", "s: {a: null}", "n: {a: null, b: 1}",
    "m: {y: {a: null}}", "l: {a: 1}", "a: null\nb: {c: null, d: [null]}",
)  # fmt: skip


@pytest.mark.parametrize("text", OVERRIDES)
def test_values_over_defaults(helm_major: int, text: str) -> None:
    defaults = read(DEFAULTS, helm_major).value
    merged = coalesce(defaults, read(text, helm_major).value, helm=helm_major)
    assert merged == helm_values(helm_major, text, echo_chart(defaults=DEFAULTS))


_json = st.recursive(
    st.none() | st.integers(0, 2) | st.just("t"),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("abcd"), inner, max_size=3)
    ),
    max_leaves=8,
)
_values = st.dictionaries(st.sampled_from("abcd"), _json, max_size=4)


@needs_helm
@settings(max_examples=12, suppress_health_check=list(HealthCheck), deadline=None)
@given(_values, _values, _values)
def test_any_layers_over_any_defaults(
    defaults: dict[str, Any], first: dict[str, Any], second: dict[str, Any]
) -> None:
    chart = echo_chart(defaults=json.dumps(defaults))
    files = [chart.parent / "first.yaml", chart.parent / "second.yaml"]
    for file, layer in zip(files, (first, second), strict=True):
        file.write_text(json.dumps(layer), encoding="utf-8")
    for major in (3, 4):
        assert coalesce(defaults, first, second, helm=major) == helm_values(major, files, chart)
