"""What the tests need beside the virtual environment: Neo4j with its Java, Chromium, tesseract with Italian.

Installs Debian packages as root; elsewhere says what is missing and ends with 1.
"""

import os
import shutil
import subprocess
import sys

from tools import neo4j_server

PACKAGES = {"chromium": ["chromium"], "tesseract": ["tesseract-ocr", "tesseract-ocr-ita"]}


def main() -> int:
    """Installs what is missing; the exit code."""
    missing = [name for command, names in PACKAGES.items() if shutil.which(command) is None for name in names]
    if missing:
        if os.geteuid() != 0 or shutil.which("apt-get") is None:
            print(f"The tests need: apt-get install {' '.join(missing)}", file=sys.stderr)
            return 1
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], check=True, env=environment)
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing]
        subprocess.run(install, check=True, env=environment, stdout=subprocess.DEVNULL)
    try:
        neo4j_server.install()
    except neo4j_server.ServerError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
