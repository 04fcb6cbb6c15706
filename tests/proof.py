"""The numbers of docs/helm-yaml.md: what Helm was asked, and which edits were tried.

`python -m tests.proof` (after `make helm`, and with REFERENCE_DATA for the real files) takes some
minutes: every real file, every edit. The tests try a share of the same each time.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from schema.helmyaml import HelmYamlError
from tests import yaml_texts
from tests.helm import MAJORS, HelmRefusal, helm_binaries, helm_reads
from tests.helm_files import helm_reads_files
from tests.reference import corpus, reference_folder
from tests.test_differential import agree, corpus_texts, left_to_chance, ours
from tests.test_document_corpus import tried
from wizard.render import Style, entries

_LISTED = "\ufeff\ufeff"  # with keys of two kinds, the one listed difference that is made here
_MADE = 4_000  # documents by hypothesis' strategy


def main() -> int:
    if not set(MAJORS) <= set(helm_binaries()):
        print("Helm 3 and Helm 4 are wanted: make helm")
        return 2
    differences = sum(_asked(name, texts, as_files) for name, texts, as_files in _texts())
    differences += _written()
    failures = _edits() if reference_folder() else 0
    return 1 if differences or failures else 0


def _texts() -> Iterator[tuple[str, Callable[[int], Sequence[str]], bool]]:
    """What the texts are, the texts for a Helm, and whether they go to it as files."""

    def placed(count: int, seed: int, places: Sequence[str]) -> list[str]:
        texts = yaml_texts.scalars(count, seed)
        return [place.format(text) for place in places for text in texts]

    elsewhere = ("x: [b, {}]\n", "x: {{{}: a}}\n", "- {}\n", "a: !!float {}\n")
    yield "hazards", lambda _: yaml_texts.HAZARDS, False
    yield "hazards, as files", lambda _: yaml_texts.HAZARDS, True
    yield "scalars as values", lambda _: placed(10_000, 1, ["a: {}\n"]), False
    yield "scalars as keys", lambda _: placed(10_000, 1, ["{}: a\n"]), False
    yield "scalars elsewhere", lambda _: placed(1_500, 5, elsewhere), False
    yield "tokens thrown together", lambda helm: list(yaml_texts.soup(8_000, 2 + helm)), False
    yield "several documents, as files", lambda _: yaml_texts.several_documents(500, 3), True
    yield "made documents", lambda _: _made(), False
    if reference_folder():
        texts = corpus_texts()
        yield "real files", lambda _: texts, False
        yield "real files, as files", lambda _: texts, True
        damaged = list(yaml_texts.damaged(texts, 4_000, 7))
        yield "real files, damaged", lambda _: damaged, False


@cache
def _made() -> list[str]:
    """Documents as the hypothesis tests make them."""
    from hypothesis import HealthCheck, Phase, given, settings

    texts: dict[str, None] = {}

    @settings(
        max_examples=_MADE, database=None, derandomize=True, deadline=None,
        phases=[Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(yaml_texts.documents())
    def keep(text: str) -> None:
        texts.setdefault(text)

    keep()
    return list(texts)


def _asked(name: str, texts_for: Callable[[int], Sequence[str]], as_files: bool) -> int:
    """Ask both Helms, print how many texts and refusals there were; the number of differences."""
    differences = 0
    for helm in MAJORS:
        texts = list(dict.fromkeys(texts_for(helm)))
        mine = [ours(text, helm if as_files else 3) for text in texts]
        refused = [isinstance(one, HelmYamlError) for one in mine]
        if as_files:
            mine = [
                one if isinstance(one, HelmYamlError) else {"global": {}, **one} for one in mine
            ]
            theirs = helm_reads_files(helm, texts, refused)
        else:
            theirs = list(helm_reads(helm, texts))
        answers = zip(texts, mine, theirs, strict=True)
        unlike = [text for text, one, other in answers if not agree(one, other)]
        listed = [text for text in unlike if _LISTED in text or left_to_chance(text)]
        unlike = [text for text in unlike if text not in listed]
        theirs_refused = sum(isinstance(other, HelmRefusal) for other in theirs)
        print(
            f"Helm {helm}  {name:<30} {len(texts):>6} texts, {theirs_refused:>5} of them refused, "
            f"{len(unlike)} read differently, {len(listed)} of the listed kind", flush=True,
        )  # fmt: skip
        for text in unlike[:5]:
            print(f"    {text!r:.300}")
        differences += len(unlike)
    return differences


def _written() -> int:
    """Have texts written by the wizard, and by ruamel.yaml, and ask Helm what they say; the number
    of texts that the wizard's own writing changes."""
    import io

    from ruamel.yaml import YAML

    words = [word for word in yaml_texts.scalars(10_000, seed=1) if word.isprintable()]
    dumper = YAML()
    dumper.width = 10_000

    def dumped(data: dict[str, str]) -> str:
        written = io.StringIO()
        dumper.dump(data, written)
        return written.getvalue()

    changed = {}
    for name, write in (
        ("the wizard", lambda data: "\n".join(entries(data, 0, Style(), None)) + "\n"),
        ("ruamel.yaml", dumped),
    ):
        for place, data in (
            ("value", [{"v": word} for word in words]),
            ("key", [{word: "v"} for word in words]),
        ):
            answers = helm_reads(4, [write(one) for one in data])
            changed[name, place] = sum(
                one != answer for one, answer in zip(data, answers, strict=True)
            )
            print(
                f"Helm 4  texts written by {name} as a {place}: {len(words)}, "
                f"{changed[name, place]} read otherwise", flush=True,
            )  # fmt: skip
    return changed["the wizard", "value"] + changed["the wizard", "key"]


def _edits() -> int:
    """Edit every real file in every way; the number of failures."""
    counts: Counter[str] = Counter()
    failures: list[str] = []
    for file in corpus():
        failures += tried(file, counts)
    told = ", ".join(f"{count} {name}" for name, count in counts.items())
    print(f"Edits of real files: {told}, {len(failures)} failures")
    for failure in failures[:20]:
        print(f"    {failure}")
    return len(failures)


if __name__ == "__main__":
    sys.exit(main())
