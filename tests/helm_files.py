"""Many values files through Helm's own file reader, in few runs.

`fromYaml` (`tests.helm.helm_reads`) reads one document of one text. Files are read otherwise in
Helm 4: line by line, cut at `---`, merged. So each text becomes the `values.yaml` of a subchart of
its own, which Helm loads with the function that it uses for `-f`. One text that is refused fails
the whole chart and is named in the message, so that run goes again without it.
"""

from __future__ import annotations

import base64
import json
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.helm import HelmRefusal, helm_template

_TEMPLATE = "values: {{ .Values | mustToJson | b64enc }}\n"
_PORTION = 400
_MOST_SURPRISES = 10


def helm_reads_files(
    major: int, texts: Sequence[str], refused: Sequence[bool]
) -> list[dict[str, Any] | HelmRefusal | None]:
    """What Helm reads in each of `texts`, as files of a chart; `global` is added if it lacks.

    `refused` says which ones are thought to be refused; those are tried one by one, so keep them
    few. None stands for the texts that were left when too many others surprised us.
    """
    answers: list[dict[str, Any] | HelmRefusal | None] = [None] * len(texts)
    accepted = [at for at, refusal in enumerate(refused) if not refusal]
    for start in range(0, len(accepted), _PORTION):
        _together(major, texts, accepted[start : start + _PORTION], answers)
    for at, refusal in enumerate(refused):
        if refusal:
            _together(major, texts, [at], answers)
    return answers


def _together(
    major: int,
    texts: Sequence[str],
    chosen: Sequence[int],
    answers: list[dict[str, Any] | HelmRefusal | None],
) -> None:
    left = list(chosen)
    for _ in range(_MOST_SURPRISES):
        answer = _template(major, {f"s{at}": texts[at] for at in left})
        if not isinstance(answer, HelmRefusal):
            for at in left:
                answers[at] = answer[f"s{at}"]
            return
        named = re.search(r"\b(?:subchart |charts/)s(\d+)\b", answer.text)
        assert named is not None, answer.text
        answers[int(named[1])] = answer
        left.remove(int(named[1]))
        if not left:
            return


def _template(major: int, files: dict[str, str]) -> dict[str, Any] | HelmRefusal:
    with tempfile.TemporaryDirectory() as scratch:
        parent = Path(scratch) / "files"
        _chart(parent, "files", {"templates/echo.yaml": _TEMPLATE})
        for name, text in files.items():
            _chart(parent / "charts" / name, name, {"values.yaml": text})
        answer = helm_template(major, parent)
    if isinstance(answer, HelmRefusal):
        return answer
    echoed = re.search(r"^values: (\S+)$", answer, re.MULTILINE)
    assert echoed is not None, answer
    values = json.loads(base64.b64decode(echoed[1]))
    return {name: values[name] for name in files}


def _chart(folder: Path, name: str, files: dict[str, str]) -> None:
    folder.mkdir(parents=True)
    about = f"apiVersion: v2\nname: {name}\nversion: 0.1.0\n"
    for file, text in {"Chart.yaml": about, **files}.items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        # Helm takes one byte order mark away from a chart's file first; not from one given by -f.
        spare = "\ufeff" if text.startswith("\ufeff") else ""
        (folder / file).write_bytes((spare + text).encode())
