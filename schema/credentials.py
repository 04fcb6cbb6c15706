"""Who one is to a chart repository or a registry: what Helm, Docker and netrc have kept.

Nothing is asked for, stored or shown. For a repository: Helm's repositories.yaml, then the
variables GLOO_WIZARD_USERNAME and GLOO_WIZARD_PASSWORD, then netrc. For a registry: the variables,
Helm's registry configuration, then Docker's, with their credential helpers.
"""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any
from urllib.parse import urlsplit

from schema.failure import SourceFailed

_HELPER = re.compile(r"[A-Za-z0-9._-]+")
_HELPER_SECONDS = 10
_TOKEN_USER = "<token>"  # what helpers say where the secret is an identity token


@dataclass(frozen=True)
class Login:
    """A name and a password, or an identity `token` instead."""

    username: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    @property
    def basic(self) -> str:
        """The value of an Authorization header."""
        pair = f"{self.username}:{self.password}".encode()
        return f"Basic {base64.b64encode(pair).decode('ascii')}"


@dataclass(frozen=True)
class Repository:
    """An entry of Helm's repositories.yaml."""

    name: str
    url: str
    login: Login | None = None
    everywhere: bool = False
    certificate: str = ""
    key: str = ""
    authorities: str = ""
    insecure: bool = False


def repositories() -> list[Repository]:
    """What `helm repo add` has kept; nothing where there is no such file. Raises SourceFailed."""
    file = _helm_file("HELM_REPOSITORY_CONFIG", "repositories.yaml")
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return []
    from schema.helmyaml import HelmYamlError, read

    try:
        entries = read(text).value.get("repositories")
    except HelmYamlError as error:
        raise SourceFailed(f"{file} cannot be read: {error.what}") from error
    found = entries if isinstance(entries, list) else []
    return [_repository(entry) for entry in found if isinstance(entry, dict)]


def _repository(entry: dict[str, Any]) -> Repository:
    def text(key: str) -> str:
        return str(entry.get(key) or "")

    login = Login(text("username"), text("password")) if text("username") else None
    return Repository(
        text("name"),
        text("url").rstrip("/"),
        login,
        bool(entry.get("pass_credentials_all")),
        text("certFile"),
        text("keyFile"),
        text("caFile"),
        bool(entry.get("insecure_skip_tls_verify")),
    )


def login_for_host(host: str) -> Login | None:
    """What the environment or netrc say for a host."""
    return _from_environment() or _from_netrc(host)


def login_for_registry(host: str) -> Login | None:
    """What is kept for a registry's `host` or `host:port`. Raises SourceFailed (bad helper)."""
    if told := _from_environment():
        return told
    for file in _registry_files():
        try:
            kept = json.loads(file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        if isinstance(kept, dict) and (login := _from_registry_file(kept, host)):
            return login
    return _from_netrc(urlsplit(f"//{host}").hostname or host)


def _from_registry_file(kept: dict[str, Any], host: str) -> Login | None:
    names = _registry_names(host)
    helpers = kept.get("credHelpers")
    helper = next((helpers[name] for name in names if name in helpers), None) if helpers else None
    helper = helper or kept.get("credsStore")
    entries = kept.get("auths") or {}
    for name in names:
        entry = entries.get(name) if isinstance(entries, dict) else None
        if isinstance(entry, dict) and (login := _from_entry(entry)):
            return login
    return _from_helper(str(helper), names) if helper else None


def _registry_names(host: str) -> list[str]:
    names = [host, f"https://{host}", f"https://{host}/", f"http://{host}", f"https://{host}/v2/"]
    if host in ("docker.io", "registry-1.docker.io"):
        names.append("https://index.docker.io/v1/")
    return names


def _from_entry(entry: dict[str, Any]) -> Login | None:
    if entry.get("identitytoken"):
        return Login(token=str(entry["identitytoken"]))
    if entry.get("username"):
        return Login(str(entry["username"]), str(entry.get("password") or ""))
    try:
        pair = base64.b64decode(str(entry.get("auth") or "")).decode("utf-8")
    except ValueError:
        return None
    username, colon, password = pair.partition(":")
    return Login(username, password.rstrip("\0")) if colon else None


def _from_helper(helper: str, names: list[str]) -> Login | None:
    if not _HELPER.fullmatch(helper):
        raise SourceFailed("The registry configuration names a credential helper that is none.")
    for name in names[:2]:
        try:
            answer = subprocess.run(
                [f"docker-credential-{helper}", "get"],
                input=name.encode(),
                capture_output=True,
                timeout=_HELPER_SECONDS,
            )
        except FileNotFoundError:
            return None
        except (OSError, subprocess.TimeoutExpired) as error:
            raise SourceFailed(f"The credential helper {helper} gave no answer.") from error
        try:
            told = json.loads(answer.stdout) if answer.returncode == 0 else {}
        except ValueError:
            told = {}
        if isinstance(told, dict) and told.get("Secret"):
            secret, username = str(told["Secret"]), str(told.get("Username") or "")
            return Login(token=secret) if username == _TOKEN_USER else Login(username, secret)
    return None


def _from_environment() -> Login | None:
    username = os.environ.get("GLOO_WIZARD_USERNAME", "")
    return Login(username, os.environ.get("GLOO_WIZARD_PASSWORD", "")) if username else None


def _from_netrc(host: str) -> Login | None:
    import netrc

    named = os.environ.get("NETRC", "")
    for file in [FilePath(named)] if named else [_home() / ".netrc", _home() / "_netrc"]:
        try:
            found = netrc.netrc(str(file)).authenticators(host)
        except (OSError, netrc.NetrcParseError, UnicodeDecodeError):
            continue
        if found:
            return Login(found[0] or "", found[2] or "")
    return None


def _registry_files() -> Iterator[FilePath]:
    yield _helm_file("HELM_REGISTRY_CONFIG", "registry/config.json")
    docker = os.environ.get("DOCKER_CONFIG", "")
    yield (FilePath(docker) if docker else _home() / ".docker") / "config.json"


def _helm_file(variable: str, name: str) -> FilePath:
    """Where Helm looks for it."""
    if named := os.environ.get(variable, ""):
        return FilePath(named)
    if folder := os.environ.get("HELM_CONFIG_HOME", ""):
        return FilePath(folder) / name
    if folder := os.environ.get("XDG_CONFIG_HOME", ""):
        return FilePath(folder) / "helm" / name
    if sys.platform == "darwin":
        return _home() / "Library" / "Preferences" / "helm" / name
    if sys.platform == "win32":
        return FilePath(os.environ.get("APPDATA", "")) / "helm" / name
    return _home() / ".config" / "helm" / name


def _home() -> FilePath:
    try:
        return FilePath.home()
    except RuntimeError:
        return FilePath(os.devnull)
