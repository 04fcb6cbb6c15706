"""What goes wrong with Prometheus."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from schema.finding import Drop, Fix, Put, Severity
from schema.path import parse_path
from wizard.topic import Mark, Rule, mark
from wizard.view import FileView, PlanView

ENABLED = "prometheus.enabled"
STORAGE = "prometheus.server.persistentVolume.enabled"
SIZE = "prometheus.server.persistentVolume.size"
STORAGE_CLASS = "prometheus.server.persistentVolume.storageClass"
URL = "common.prometheusUrl"
UI_URL = "glooUi.prometheusUrl"
EXPORTERS = "telemetryGatewayCustomization.extraExporters"
PIPELINES = "telemetryGatewayCustomization.extraPipelines"
SCRAPES = ("prometheus", "serverFiles", "prometheus.yml", "scrape_configs")
BUILT_IN_HOST = "prometheus-server"


def written_urls(file: FileView) -> dict[str, str]:
    """The addresses that the file gives, the one that counts first."""
    found = {path: file.get(path) for path in (UI_URL, URL)}
    return {path: url for path, url in found.items() if isinstance(url, str) and url}


def each_url(view: PlanView) -> Iterator[tuple[FileView, str, str]]:
    """File, path and address of each address in the management file."""
    if view.management:
        for path, url in written_urls(view.management).items():
            yield view.management, path, url


def host(url: str) -> str:
    """The host of an address, "" where none can be made out."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def is_built_in(url: str) -> bool:
    return host(url).split(".")[0] == BUILT_IN_HOST


def no_server_to_ask(view: PlanView) -> Iterator[Mark]:
    server = view.management
    if server is None or server.effective("glooUi.enabled") is not True:
        return
    enabled = server.effective(ENABLED)
    url = next(iter(written_urls(server).values()), "")
    if enabled is True or (url and not is_built_in(url)):
        return
    missing = "no address of another server is given" if not url else f"{url} is its address"
    yield mark(
        server.key,
        ENABLED if server.has(ENABLED) else URL,
        f"The built-in Prometheus is not installed, and {missing}: the graph in the UI stays "
        "empty. Give the address of your server in common.prometheusUrl, or switch the built-in "
        "one on.",
        Fix("switch the built-in Prometheus on", (Put(parse_path(ENABLED), True),)),
        Severity.ERROR if enabled is False else Severity.WARNING,
    )


def full_name(view: PlanView) -> Iterator[Mark]:
    for server, path, url in each_url(view):
        name = host(url)
        parts = name.split(".")
        if len(parts) > 3 and parts[2] == "svc" and not is_built_in(url):
            short = url.replace(name, ".".join(parts[:2]), 1)
            yield mark(
                server.key,
                path,
                "Solo.io's documentation asks for the service's short name, not its full one. "
                "The full name has been seen to work; if the graph stays empty, try the short one.",
                Fix(f"write {short}", (Put(parse_path(path), short),)),
            )


def no_address(view: PlanView) -> Iterator[Mark]:
    for server, path, url in each_url(view):
        if url.startswith(("http://", "https://")) and host(url):
            continue
        fix = None
        if "://" not in url and not url.startswith(("$", "<", "{")):
            fix = Fix("put http:// before it", (Put(parse_path(path), f"http://{url}"),))
        yield mark(
            server.key,
            path,
            "This is no address that the UI can ask: it must begin with http:// or https://, "
            "followed by a host.",
            fix,
        )


def two_servers(view: PlanView) -> Iterator[Mark]:
    server = view.management
    if server is None or server.effective(ENABLED) is not True:
        return
    for path, url in written_urls(server).items():
        if not is_built_in(url):
            yield mark(
                server.key,
                path,
                "The built-in Prometheus is installed, but the UI asks another server. Switch the "
                "built-in one off, or remove the address.",
                Fix("switch the built-in one off", (Put(parse_path(ENABLED), False),)),
            )
            return


def two_addresses(view: PlanView) -> Iterator[Mark]:
    server = view.management
    urls = written_urls(server) if server else {}
    if server and len(set(urls.values())) == 2:
        yield mark(
            server.key,
            URL,
            f"glooUi.prometheusUrl says {urls[UI_URL]}, and it wins; this one is not looked at.",
            Fix("remove this one", (Drop(parse_path(URL)),)),
        )


def nothing_kept(view: PlanView) -> Iterator[Mark]:
    server = view.management
    if server is None or view.facts.effective("deployment.purpose") != "production":
        return
    if server.effective(ENABLED) is True and server.effective(STORAGE) is not True:
        yield mark(
            server.key,
            ENABLED,
            "The built-in Prometheus keeps its metrics in the pod: a restart empties them. For "
            "production, give it a volume or use a server of your own.",
            Fix("give it a volume", (Put(parse_path(STORAGE), True),)),
        )


def scrape_list(view: PlanView) -> Iterator[Mark]:
    for file in view.files:
        if isinstance(file.get(SCRAPES), list) and file.effective(ENABLED) is True:
            yield mark(
                file.key,
                SCRAPES,
                "This list replaces all scrape jobs of the chart. A job that is not repeated here "
                "is gone, and what the UI needs may go with it.",
            )


def volume_without_server(view: PlanView) -> Iterator[Mark]:
    server = view.management
    if server and server.get(STORAGE) is True and server.effective(ENABLED) is not True:
        yield mark(
            server.key,
            STORAGE,
            "The volume is for the built-in Prometheus, which is not installed.",
            Fix(
                "remove the volume",
                tuple(
                    Drop(parse_path(path))
                    for path in (STORAGE, SIZE, STORAGE_CLASS)
                    if server.has(path)
                ),
                safe=True,
            ),
        )


RULES = (
    Rule(
        "GM601",
        Severity.ERROR,
        "No Prometheus for the UI",
        "The UI draws its graph from Prometheus. The address that the chart assumes, "
        "http://prometheus-server, exists only with the built-in server.",
        no_server_to_ask,
        question="prometheus.where",
    ),
    Rule(
        "GM602",
        Severity.NOTE,
        "Full service name as the Prometheus address",
        "The documentation gives http://kube-prometheus-stack-prometheus.monitoring:9090 as the "
        "form to use. Take this as advice: the full name appears in working installations too.",
        full_name,
        question="prometheus.url",
    ),
    Rule(
        "GM603",
        Severity.WARNING,
        "Built-in Prometheus that nobody asks",
        "The UI asks one server only. A second one costs memory and shows nothing.",
        two_servers,
        question="prometheus.where",
    ),
    Rule(
        "GM604",
        Severity.ERROR,
        "Prometheus address without a scheme",
        "The address is taken as a URL. Without http:// or https:// the UI finds no server.",
        no_address,
        question="prometheus.url",
    ),
    Rule(
        "GM605",
        Severity.NOTE,
        "Metrics are lost at a restart",
        "By default the built-in server has no volume. That is fine for a trial.",
        nothing_kept,
        question="prometheus.where",
    ),
    Rule(
        "GM606",
        Severity.NOTE,
        "Scrape jobs replaced",
        "Helm merges maps but replaces lists. Copies of the whole list also freeze it at the "
        "version they were taken from.",
        scrape_list,
        question="prometheus.labels",
    ),
    Rule(
        "GM607",
        Severity.WARNING,
        "Two different Prometheus addresses",
        "glooUi.prometheusUrl is for the UI and comes before common.prometheusUrl. In 2.3.3 only "
        "the UI reads either of them.",
        two_addresses,
        question="prometheus.url",
    ),
    Rule(
        "GM608",
        Severity.NOTE,
        "Volume without a Prometheus",
        "The settings below prometheus.server concern the built-in server only.",
        volume_without_server,
        question="prometheus.where",
    ),
)
