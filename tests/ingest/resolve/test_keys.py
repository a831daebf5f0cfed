"""What identifies a thing beyond its document."""

from ingest.resolve.keys import Reference, keys_of


def place(name: str, kind: str) -> Reference:
    return Reference("Place", [name], {"kind": kind})


def test_a_province_is_one_by_its_letters_and_by_its_name() -> None:
    told = keys_of({1: place("TR", "province"), 2: place("Terni", "province"), 3: place("TR", "municipality")})
    assert told[1].soft == told[2].soft
    assert told[1].soft != told[3].soft
