"""Plans made of plain trees, to try rules on, and odd trees that no rule may trip over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from schema.bundle import load
from schema.finding import Drop, Put
from schema.path import Path as TreePath
from schema.version import Version
from wizard import opening
from wizard.condition import chosen
from wizard.document import Document
from wizard.facts import Facts
from wizard.gloo_platform_files import role_of
from wizard.guide import Guide
from wizard.plan import Member, workload_key
from wizard.session import Session
from wizard.sets import Role
from wizard.topic import Mark, Rule, Topic
from wizard.tree import plant
from wizard.view import FileView, PlanView

CHART = "gloo-platform"


def guide(*topics: Topic) -> Guide:
    return Guide(
        chart=CHART,
        title="Test",
        repository="",
        default_version="2.4.16",
        topics=topics,
        namespace="gloo-mesh",
        planes=True,
        role_of=role_of,
        cluster_at="common.cluster",
        agent_in_management=chosen("deployment.model", "single", "shared"),
    )


def session(*topics: Topic, version: str = "2.4.16") -> Session:
    return opening.new(guide(*topics), Path("values.yaml"), version)


def both_planes(*topics: Topic, version: str = "2.4.16") -> Session:
    """A session over a new management file and the file of a workload cluster, eu."""
    state = session(*topics, version=version).state
    key, file = workload_key("eu"), Path("values-eu.yaml")
    document = Document.parse("common:\n  cluster: eu\nglooAgent:\n  enabled: true\n")
    member = Member(key, Role.WORKLOAD, "eu", file, document, saved=document)
    return Session(replace(state, plan=state.plan.with_member(member)))


def read_back(one: Session) -> Session:
    """A session over the files that this one would write."""
    version = str(one.facts.version)
    files = [(member.file, Document.parse(member.document.text)) for member in one.plan]
    return opening.open_documents(one.guide, files, version)


def text_of(one: Session, key: str = "management") -> str:
    return one.plan[key].document.text


def value_of(one: Session, key: str = "management") -> Mapping[str, Any]:
    return one.plan[key].document.value


@lru_cache(maxsize=8)
def _defaults(version: str) -> Mapping[str, Any]:
    return load(CHART, version).defaults()


def plan(
    management: Any = None,
    workloads: Mapping[str, Any] | None = None,
    version: str = "2.4.16",
    **answers: Any,
) -> PlanView:
    """A plan of trees; answers as `deployment_purpose="production"`."""
    files = []
    if management is not None:
        files.append(_view("management", Role.MANAGEMENT, "mgmt", management, version))
    for name, tree in (workloads or {}).items():
        files.append(_view(f"workload:{name}", Role.WORKLOAD, name, tree, version))
    facts = Facts(
        chart=CHART,
        version=Version.parse(version),
        answers={id.replace("_", ".", 1): answer for id, answer in answers.items()},
        management="mgmt",
        workloads=tuple(workloads or ()),
        has_management=management is not None,
        usual={"release": CHART, "namespace": "gloo-mesh"},
    )
    return PlanView(facts, tuple(files))


def _view(key: str, role: Role, cluster: str, tree: Any, version: str) -> FileView:
    return FileView(key, role, cluster, tree, dict(_defaults(version)))


def marks(rules: Iterable[Rule], code: str, view: PlanView) -> list[Mark]:
    return [mark for rule in rules if rule.code == code for mark in rule.check(view)]


def mended(tree: Mapping[str, Any], mark: Mark) -> dict[str, Any]:
    """The tree after the mark's fix."""
    assert mark.fix is not None
    after = deepcopy(dict(tree))
    for change in mark.fix.changes:
        if isinstance(change, Put):
            plant(after, change.path, change.value)
        else:
            assert isinstance(change, Drop)
            _drop(after, change.path)
    return after


def _drop(tree: dict[str, Any], path: TreePath) -> None:
    for segment in path[:-1]:
        tree = tree[str(segment)]
    del tree[str(path[-1])]


def odd_trees(*paths: str) -> st.SearchStrategy[dict[str, Any]]:
    """Trees with the keys of these paths, but any shape below them."""
    words = sorted({segment for path in paths for segment in path.split(".")})
    leaf = st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-2, 10),
        st.sampled_from(["", "x", "LoadBalancer", "2.4.16-fips", "a, b", "internal", "1.2.3/x"]),
    )
    inside = st.recursive(
        leaf,
        lambda deeper: st.one_of(
            st.lists(deeper, max_size=3),
            st.dictionaries(st.sampled_from(words), deeper, max_size=4),
        ),
        max_leaves=12,
    )
    return st.dictionaries(st.sampled_from(words), inside, max_size=5)
