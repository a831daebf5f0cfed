"""A real Neo4j Community server without Docker: jars from Maven Central, Java 17.

    python tools/neo4j_server.py install
    python tools/neo4j_server.py run [--port 7687] [--data DIR] [--password WORD]

`install` is done once (123 MB in `.neo4j/` of the repository), `run` starts a server on loopback and stops it on
Ctrl-C. The tests import `install` and `Server` from here.
"""

import argparse
import contextlib
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from filelock import FileLock

HERE = Path(__file__).resolve().parent / "neo4j"
HOME = HERE.parents[1] / ".neo4j"
START_SECONDS = 90.0
STOP_SECONDS = 30.0
INSTALL_SECONDS = 900.0
PACKAGES = ("openjdk-17-jre-headless", "maven")
JAVA_VERSIONS = (17, 21)
OPENED = ("java.nio", "java.io", "sun.nio.ch", "java.lang")


class ServerError(Exception):
    """Neo4j cannot be installed or started; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: where it listens and how to log in."""

    port: int
    password: str
    process: subprocess.Popen[bytes]

    user: str = "neo4j"

    @property
    def url(self) -> str:
        """Address without password."""
        return f"bolt://127.0.0.1:{self.port}"

    @property
    def login_url(self) -> str:
        """Address with user and password."""
        return f"bolt://{self.user}:{quote(self.password, safe='')}@127.0.0.1:{self.port}"


def install(home: Path = HOME) -> Path:
    """Puts the server's jars below `home` and returns their folder; does nothing when they are there."""
    pom = HERE / "pom.xml"
    version = _version(pom)
    folder = home / f"neo4j-{version}"
    done = folder / "complete"
    home.mkdir(parents=True, exist_ok=True)
    with FileLock(home / "install.lock", timeout=INSTALL_SECONDS):
        if not done.exists():
            _require("java", "mvn")
            shutil.rmtree(folder, ignore_errors=True)
            _maven(pom, folder / "lib")
            done.touch()
    _require("java")
    return folder / "lib"


@contextlib.contextmanager
def running(data: Path, *, port: int = 0, password: str | None = None, keep: bool = True) -> Iterator[Server]:
    """A server whose data lie in `data` (a new folder, or one of an earlier run), stopped at the end.

    Without `keep` it is killed, which is quicker, and the data are not worth opening again. Port 0 takes a free one;
    without a password a new folder gets a random one, kept in `data/password`.
    """
    lib = install()
    data.mkdir(parents=True, exist_ok=True)
    chosen = port or _free_port()
    word = _prepare(lib, data, chosen, password)
    log = data / "console.log"
    with log.open("ab") as console:
        process = subprocess.Popen(
            _java(lib, "org.neo4j.server.CommunityEntryPoint", f"--home-dir={data}", f"--config-dir={data / 'conf'}"),
            stdin=subprocess.DEVNULL,
            stdout=console,
            stderr=subprocess.STDOUT,
            env=_environment(data),
            start_new_session=True,
        )
    try:
        _wait_for_bolt(process, chosen, log)
        yield Server(chosen, word, process)
    finally:
        if not keep:
            process.kill()
        _stop(process)


def _version(pom: Path) -> str:
    found = re.search(r"<artifactId>neo4j</artifactId>\s*<version>([^<]+)</version>", pom.read_text(encoding="utf-8"))
    if found is None:
        raise ServerError(f"{pom} names no version of org.neo4j:neo4j.")
    return found[1]


def _require(*programs: str) -> None:
    """Checks that the programs are there; where we are root and apt exists, installs them."""
    if not _missing(programs):
        return
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["apt-get", "update", "-q"], ["apt-get", "install", "-q", "-y", *PACKAGES]):
            subprocess.run(command, check=False, env=environment, timeout=INSTALL_SECONDS, stdin=subprocess.DEVNULL)
    if missing := _missing(programs):
        raise ServerError(f"Not found: {', '.join(missing)}. Install them: apt-get install {' '.join(PACKAGES)}")


def _missing(programs: tuple[str, ...]) -> list[str]:
    lacking = [program for program in programs if shutil.which(program) is None]
    if "java" in programs and "java" not in lacking and _java_version() not in JAVA_VERSIONS:
        lacking.append("java 17 or 21")
    return lacking


def _java_version() -> int | None:
    answer = subprocess.run(["java", "-version"], capture_output=True, text=True, check=False, timeout=60)
    found = re.search(r'version "(\d+)', answer.stderr + answer.stdout)
    return int(found[1]) if found else None


def _maven(pom: Path, lib: Path) -> None:
    command = ["mvn", "-q", "-B", "-f", str(pom), "dependency:copy-dependencies", "-DincludeScope=runtime"]
    answer = subprocess.run(
        [*command, f"-DoutputDirectory={lib}"],
        capture_output=True,
        text=True,
        check=False,
        timeout=INSTALL_SECONDS,
        stdin=subprocess.DEVNULL,
    )
    if answer.returncode != 0:
        last = "\n".join((answer.stdout + answer.stderr).splitlines()[-15:])
        raise ServerError(f"Maven could not fetch Neo4j. Is Maven Central reachable? Its last lines:\n{last}")


def _prepare(lib: Path, data: Path, port: int, password: str | None) -> str:
    """Writes the settings and, before the first start, sets the password; returns the password."""
    conf = data / "conf"
    conf.mkdir(exist_ok=True)
    template = (HERE / "neo4j.conf").read_text(encoding="utf-8")
    (conf / "neo4j.conf").write_text(template.format(port=port), encoding="utf-8")
    kept = data / "password"
    if kept.exists():
        return kept.read_text(encoding="utf-8").strip()
    word = password or secrets.token_hex(12)
    answer = subprocess.run(
        _java(lib, "org.neo4j.cli.AdminTool", "dbms", "set-initial-password", "--", word),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env=_environment(data),
        stdin=subprocess.DEVNULL,
    )
    if answer.returncode != 0:
        raise ServerError(f"The password could not be set: {answer.stderr.strip() or answer.stdout.strip()}")
    kept.touch(mode=0o600)
    kept.write_text(word + "\n", encoding="utf-8")
    return word


def _java(lib: Path, entry: str, *arguments: str) -> list[str]:
    opened = [f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in OPENED]
    return ["java", "-Xmx1g", "-cp", str(lib / "*"), *opened, entry, *arguments]


def _environment(data: Path) -> dict[str, str]:
    return {**os.environ, "NEO4J_HOME": str(data), "NEO4J_CONF": str(data / "conf")}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for_bolt(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Waits until the server answers Bolt's handshake."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        if _speaks_bolt(port):
            return
        time.sleep(0.1)
    last = "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:])
    raise ServerError(f"Neo4j did not start on port {port}. Last lines of {log}:\n{last}")


def _speaks_bolt(port: int) -> bool:
    handshake = bytes.fromhex("6060b017 00000405 00000404 00000104 00000003")
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2) as connection:
            connection.sendall(handshake)
            return len(connection.recv(4)) == 4
    except OSError:
        return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    """SIGTERM lets the server close its files; what does not end is killed."""
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _run(port: int, data: Path, password: str | None) -> None:
    with running(data, port=port, password=password) as server:
        print(f"Neo4j answers on {server.url} (user {server.user}, password {server.password}); data in {data}")
        print(f"To use it:  export INTRECCIO_GRAPH={server.login_url}")
        print("Ctrl-C stops it.", flush=True)
        server.process.wait()
    raise ServerError(f"Neo4j ended by itself; see {data / 'console.log'}.")


def main(arguments: list[str] | None = None) -> int:
    """Command line; returns the exit code."""
    parser = argparse.ArgumentParser(description="Neo4j Community without Docker (Maven Central, Java 17).")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("install", help="fetch the server into .neo4j/")
    run = commands.add_parser("run", help="start it on loopback until Ctrl-C")
    run.add_argument("--port", type=int, default=7687, help="0 takes a free one")
    run.add_argument("--data", type=Path, default=HOME / "data", help="folder of the data")
    run.add_argument("--password", help="for a new data folder; without it a random one is made")
    chosen = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        if chosen.command == "install":
            print(install())
        else:
            _run(chosen.port, chosen.data.resolve(), chosen.password)
    except ServerError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
