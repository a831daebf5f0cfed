"""The encoder's runtime without its weights: windows, paths, spans, pairs, groups, and all of it over a false model."""

import itertools
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Regex, Tokenizer, models, pre_tokenizers

from graph.model import CLAIM_TYPES
from ingest.language.encoder.pairs import RELATIONS, STATUSES, Heads, Placed, allowed, clusters, gelu
from ingest.language.encoder.reader import Encoder, Found, Settings, Weights, placed_in, same_words
from ingest.language.encoder.spans import TAGS, TYPES, Span, best_paths, log_softmax, over_windows, runs, spans_of
from ingest.language.encoder.windows import BEGIN, END, PIECES, Window, windows_of

WIDTH = 8


def _tokenizer() -> Tokenizer:
    letters = [(c, -3.0) for c in "▁abcdefghilmnopqrstuvzABCDEFGLMNOPRSTVàèéìòù0123456789.,;:'’«»()-"]
    tokenizer = Tokenizer(models.Unigram([("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), *letters], 3))
    metaspace = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([metaspace, pre_tokenizers.Split(Regex(r"▁?[^\w▁]"), "isolated")])
    return tokenizer


TEXT = "\n".join(
    ["Piano di zona", "", *(f"Il Comune di Riva{i} gestisce lo sportello, con la cooperativa." for i in range(40))]
)


def test_every_word_stands_in_a_window_at_its_own_piece() -> None:
    windows = windows_of(_tokenizer(), TEXT)
    assert len(windows) > 2
    places = {place for w in windows for place in w.words if place[0] >= 0}
    assert "".join(TEXT[a:b] for a, b in sorted(places)) == "".join(TEXT.split())
    for window in windows:
        assert window.ids[0] == BEGIN and len(window.ids) <= PIECES
        assert len(window.first) == len(window.words) == len(window.lines)
        assert window.first == sorted(set(window.first))
        assert not {BEGIN, END} & {window.ids[i] for i in window.first}


def test_later_windows_repeat_the_first_line_and_overlap() -> None:
    text = "\n".join(["Piano di zona", *(["La coop di Riva"] * 60)])
    first, second, *_ = windows_of(_tokenizer(), text)
    assert [p for p in second.words if p[0] < 0] == [(-1, -1)] * 3
    assert set(first.words) & set(second.words)


def test_a_line_longer_than_a_window_is_cut_between_words() -> None:
    text = "parola " * 300
    windows = windows_of(_tokenizer(), text.strip())
    assert sorted({p for w in windows for p in w.words if p[0] >= 0}) == [(7 * i, 7 * i + 6) for i in range(300)]


@pytest.mark.parametrize("text", ["", "\n\n", " \t", "\u200b"])
def test_a_text_without_words_has_no_window(text: str) -> None:
    assert [w for w in windows_of(_tokenizer(), text) if w.words and text.isspace()] == []


@given(st.lists(st.lists(st.floats(-5, 5, width=32), min_size=3, max_size=3), min_size=1, max_size=6))
def test_the_best_path_is_the_best_of_all(rows: list[list[float]]) -> None:
    logs = log_softmax(np.array(rows, np.float32))[:, None]
    path = best_paths(logs)[:, 0].tolist()
    valid = [
        p for p in itertools.product(range(3), repeat=len(rows))
        if all(now != 2 or before in (1, 2) for before, now in zip((0, *p), p, strict=False))
    ]  # fmt: skip
    value = {p: sum(float(logs[i, 0, s]) for i, s in enumerate(p)) for p in valid}
    assert value[tuple(path)] == pytest.approx(max(value.values()), abs=1e-4)


def test_runs_begin_at_begin() -> None:
    assert runs(np.array([1, 2, 2, 1, 0, 1], np.int8)) == [(0, 2), (3, 3), (5, 5)]


def _sure(labels: dict[int, list[int]], words: int) -> np.ndarray[Any, Any]:
    scores = np.zeros((words, len(TAGS), 3), np.float32)
    scores[:, :, 0] = 5
    for kind, own in labels.items():
        for i, state in enumerate(own):
            scores[i, kind] = 0
            scores[i, kind, state] = 5
    return scores


def test_names_do_not_overlap_and_hold_nothing() -> None:
    words = [(10 * i, 10 * i + 8) for i in range(4)]
    scores = _sure({0: [1, 2, 0, 0], 2: [0, 1, 0, 0], 7: [0, 1, 0, 0], 5: [1, 2, 2, 2]}, 4)
    scores[1, 2, 1] = 4
    found = [(s.name, s.start, s.end) for s in spans_of(words, log_softmax(scores))[0]]
    assert found == [("Organisation", 0, 18), ("Action", 0, 38)]


def test_of_two_long_types_on_one_stretch_the_likelier_stays() -> None:
    scores = _sure({3: [1, 0], 4: [1, 0]}, 2)
    scores[0, 4, 1] = 9
    assert [s.name for s in spans_of([(0, 4), (5, 9)], log_softmax(scores))[0]] == ["Area"]


def test_the_words_of_a_role_are_no_mention() -> None:
    scores = _sure({TAGS.index("Role"): [1, 2], 1: [0, 1]}, 2)
    mentions, roles = spans_of([(0, 4), (5, 9)], log_softmax(scores))
    assert [(s.name, s.start, s.end) for s in (*mentions, *roles)] == [("Person", 5, 9), ("Role", 0, 9)]


def test_words_of_two_windows_get_the_mean() -> None:
    one = Window([0, 4, 5], [1, 2], [(0, 2), (3, 5)], [0, 0])
    two = Window([0, 5, 6], [1, 2], [(3, 5), (-1, -1)], [0, -1])
    a, b = _sure({0: [1, 2]}, 2), _sure({0: [2, 0]}, 2)
    words, logs = over_windows([one, two], [a, b])
    assert words == [(0, 2), (3, 5)]
    assert np.allclose(logs[1], (log_softmax(a)[1] + log_softmax(b)[0]) / 2)


def _weights(rng: np.random.Generator) -> dict[str, np.ndarray[Any, Any]]:
    shapes = {
        "mention_w": (3 * WIDTH, 6), "mention_b": (6,), "type_e": (11, 6), "attribute_w": (6, 4), "attribute_b": (4,),
        "s_w": (6, 5), "o_w": (6, 5), "u_w": (6, 5), "v_w": (6, 5), "between_w": (WIDTH, 3), "between_out": (3, 5),
        "look_q": (5, 4), "look_k": (WIDTH, 4), "look_v": (WIDTH, 3), "look_where": (6,), "look_out": (3, 5),
        "feature_e": (47, 5), "pair_b": (5,), "relation_w": (5, 25), "relation_b": (25,), "status_w": (5, 5),
        "status_b": (5,),
    }  # fmt: skip
    return {k: rng.normal(0, 0.5, shape).astype(np.float32) for k, shape in shapes.items()}


def test_a_pair_is_scored_as_written_down() -> None:
    rng = np.random.default_rng(1)
    w, states = _weights(rng), rng.normal(0, 1, (12, WIDTH)).astype(np.float32)
    placed = Placed(np.array([1, 6]), np.array([2, 8]), np.array([0, 5]), np.array([0] * 5 + [1] * 7))
    heads = Heads(w)
    m = heads.mentions(states, placed)
    joined = np.concatenate([states[6], states[8], states[6:9].mean(0)])
    assert np.allclose(m[1], gelu(joined @ w["mention_w"] + w["mention_b"] + w["type_e"][5]), atol=1e-5)
    scored = heads.pairs(states, m, placed)
    at = [(s, o) for s, o in zip(scored.subjects.tolist(), scored.objects.tolist(), strict=True)].index((0, 1))
    hidden = m[0] @ w["s_w"] + m[1] @ w["o_w"] + (m[0] @ w["u_w"]) * (m[1] @ w["v_w"]) + w["pair_b"]
    hidden = hidden + states[3:6].mean(0) @ w["between_w"] @ w["between_out"]
    hidden = hidden + w["feature_e"][4] + w["feature_e"][32 + 6] + w["feature_e"][44]
    place = [0, 3, 3, 1, 1, 1, 4, 4, 4, 2, 2, 2]
    look = np.exp(hidden @ w["look_q"] @ (states @ w["look_k"]).T + w["look_where"][place])
    hidden = gelu(hidden + look / look.sum() @ states @ w["look_v"] @ w["look_out"])
    odds = 1 / (1 + np.exp(-(hidden @ w["relation_w"] + w["relation_b"])))
    assert np.allclose(scored.relations[at], odds * allowed()[0, 5], atol=1e-5)
    assert scored.statuses[at].sum() == pytest.approx(1, abs=1e-5)


def test_only_what_the_schema_lets_say_is_scored() -> None:
    table = allowed()
    person, place, plan = (TYPES.index(t) for t in ("Person", "Place", "Plan"))
    assert [RELATIONS[i] for i in np.flatnonzero(table[person, place])] == ["SAYS"]
    assert [RELATIONS[i] for i in np.flatnonzero(table[place, plan])] == []
    assert "SIGNED" in [RELATIONS[i] for i in np.flatnonzero(table[person, plan])]
    assert [RELATIONS[i] for i in np.flatnonzero(table[person, person])] == ["SAYS", "SAME"]


def test_groups_join_the_best_pairs_first_and_keep_apart_what_differs() -> None:
    same = {(0, 1): 0.9, (1, 2): 0.6, (0, 2): 0.1, (3, 4): 0.8}
    assert clusters(6, same, 0.5) == [0, 0, 2, 3, 3, 5]


def test_the_same_words_are_the_same_thing() -> None:
    text = "ASL e asl e Piano"
    mentions = [Span(0, 3, 0, 1.0), Span(6, 9, 0, 1.0), Span(12, 17, 3, 1.0)]
    assert list(same_words(mentions, text)) == [(0, 1)]


def test_a_mention_cut_by_the_window_is_not_in_it() -> None:
    window = Window([0, 4, 5], [1, 2], [(3, 5), (6, 9)], [1, 1])
    numbers, placed = placed_in(window, [Span(0, 5, 0, 1.0), Span(3, 9, 1, 1.0), Span(6, 12, 0, 1.0)])
    assert numbers == [1]
    assert (placed.first.tolist(), placed.last.tolist()) == ([0], [1])


def test_mentions_may_be_changed_before_their_pairs_are_weighed() -> None:
    found = _encoder().read("il Comune e la Provincia", lambda spans: spans[:1])
    assert [s.name for s in found.mentions] == ["Organisation"]
    assert found.claims == []


class FalseSession:
    """States whose first entry says whether a piece is a capital."""

    def __init__(self, capitals: set[int]) -> None:
        self._capitals = capitals

    def run(self, names: Sequence[str], inputs: dict[str, np.ndarray[Any, Any]], /) -> Sequence[np.ndarray[Any, Any]]:
        assert list(names) == ["states"]
        ids = inputs["ids"]
        states = np.random.default_rng(0).normal(0, 1, (*ids.shape, WIDTH)).astype(np.float32)
        states[..., 0] = np.isin(ids, list(self._capitals))
        return [states]


def _encoder() -> Encoder:
    """Says that every capital begins an organisation."""
    tokenizer = _tokenizer()
    capitals = {tokenizer.token_to_id(c) for c in "ABCDEFGLMNOPRSTV"}
    attributes = tuple(("Organisation", "kind", k) for k in ("public_body", "bank", "school", "other"))
    weights = _weights(np.random.default_rng(2))
    tags = np.zeros((WIDTH, len(TAGS), 3), np.float32)
    tags[0, 0, 1] = 9
    weights["bio_w"] = tags.reshape(WIDTH, -1)
    weights["bio_b"] = np.tile(np.array([4, 0, 0], np.float32), len(TAGS))
    return Encoder(FalseSession(capitals), tokenizer, Heads(weights), Settings(0.5, attributes))


def test_a_text_is_read_from_end_to_end() -> None:
    found = _encoder().read("il Comune e la Provincia\ne il Comune")
    assert [(s.start, s.end, s.name) for s in found.mentions] == [
        (3, 9, "Organisation"), (15, 24, "Organisation"), (30, 36, "Organisation"),
    ]  # fmt: skip
    assert found.entity[2] == 0
    assert all(p["kind"] in ("public_body", "bank", "school", "other") for p in found.properties)
    assert {c.type for c in found.claims} <= set(CLAIM_TYPES)
    assert all(c.status in STATUSES for c in found.claims)


def test_times_are_weighed_with_the_mentions() -> None:
    found = _encoder().read("il Comune dal 2024 e la Provincia", times=[(14, 18)])
    assert {relation for _, relation, _ in found.times} <= {"SINCE", "UNTIL"}
    assert all(time == 0 and mention in (0, 1) for time, _, mention in found.times)


def test_nothing_is_found_in_nothing() -> None:
    assert _encoder().read("") == Found()


def test_settings_are_read_from_json(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    weights = {"bias": -1.0, "of": {"odds": 0.5}, "types": {"LEADS": 0.1}, "least": 0.2}
    data = {"same": 0.4, "attributes": [["Area", "level", "area"]], "confidence": weights}
    path.write_text(json.dumps(data), encoding="utf-8")
    settings = Settings.read(path)
    assert (settings.same, settings.attributes) == (0.4, (("Area", "level", "area"),))
    assert settings.confidence == Weights(**weights)
