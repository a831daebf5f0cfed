"""Whether reading takes time in proportion to a text's length, also of texts that nobody would write.

python -m benchmarks.length

Prints seconds for texts of 50,000 code points and of ten times that, and the slope of their logarithms: 1 is in
proportion, 2 would be as the square.
"""

import math
import time

from ingest.language.pipeline import Extractor, load
from ingest.read.plain import read_plain

SHORT, TIMES = 50_000, 10
SENTENCE = "Il Comune di Cuneo ha approvato il Piano per l'economia sociale con la Fondazione Alba Chiara. "
TEXTS = {
    "sentences": SENTENCE + "\n",
    "one line": SENTENCE,
    "headings": "# Titolo dell'asse\n",
    "capitals": SENTENCE.upper() + "\n",
    "table rows": "Azione uno | Comune di Cuneo | giovani\n",
    "letters": "x",
    "emoji, right to left": "😀 شركة חברה ",
}


def main() -> None:
    """Print a line for each sort of text."""
    extractor = load()
    print(f"{'text':<24}{'seconds':>9}{'× ' + str(TIMES):>9}{'slope':>7}")
    for name, unit in TEXTS.items():
        short, long = (_seconds(extractor, unit * (size // len(unit))) for size in (SHORT, TIMES * SHORT))
        slope = math.log(long / max(short, 1e-3)) / math.log(TIMES)
        print(f"{name:<24}{short:>9.2f}{long:>9.2f}{slope:>7.2f}")


def _seconds(extractor: Extractor, text: str) -> float:
    begun = time.perf_counter()
    extractor.extract(read_plain(text.encode(), "text"), source_name="text", document_id="text")
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
