// Why a node is one: asked of the server that the page came from. What was read, and the weights as bars in bits.
"use strict";
(() => {
  const { facts, say, number, make } = window.intreccio;
  const SVG = "http://www.w3.org/2000/svg", WIDTH = 260, ROW = 18, LABELS = 110;

  function shape(tag, attributes, text) {
    const element = document.createElementNS(SVG, tag);
    Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
    if (text) element.textContent = text;
    return element;
  }

  // The bars of one match: each begins where the one above ends.
  function waterfall(link) {
    const ends = link.features.map((_, n) => link.features.slice(0, n + 1).reduce((sum, one) => sum + one.weight, 0));
    const low = Math.min(0, ...ends), span = Math.max(0, ...ends) - low || 1;
    const place = (bits) => LABELS + ((bits - low) / span) * (WIDTH - LABELS);
    const bits = new Intl.NumberFormat(facts.language, { maximumFractionDigits: 1, signDisplay: "exceptZero" });
    const picture = shape("svg", { viewBox: `0 0 ${WIDTH} ${ROW * link.features.length}`, class: "waterfall", role: "img" });
    picture.append(shape("title", {}, link.features.map((one) => `${one.name}: ${one.level} ${bits.format(one.weight)}`).join("; ")));
    link.features.forEach((one, n) => {
      const from = place(ends[n] - one.weight), to = place(ends[n]), y = n * ROW;
      picture.append(
        shape("text", { x: 0, y: y + 13 }, `${one.name} ${bits.format(one.weight)}`),
        shape("rect", { x: Math.min(from, to), y: y + 3, width: Math.max(Math.abs(to - from), 1), height: ROW - 6, class: one.weight < 0 ? "less" : "more" }));
    });
    return picture;
  }

  function explained(found) {
    const words = new Map(found.members.map(({ side }) => [side.handle, side.words]));
    const members = found.members.slice(0, 20).map(({ side, reason }) =>
      make("li", {}, side.words, make("small", { class: "under" }, reason)));
    const matches = found.links.filter((link) => link.features.length).slice(0, 10).map((link) =>
      make("li", {}, `${words.get(link.left) ?? link.left} = ${words.get(link.right) ?? link.right}`, waterfall(link)));
    const rest = found.members_total - members.length;
    return [
      make("ul", {}, members, rest > 0 ? make("li", { class: "kicker" }, say("and_others", { count: number(rest) })) : null),
      matches.length ? make("ul", {}, matches) : null,
      found.changes.length ? make("h4", {}, say("would_change")) : null,
      found.changes.length ? make("ul", {}, found.changes.slice(0, 10).map((change) => make("li", {}, change))) : null,
    ].filter(Boolean);
  }

  // A button that asks; nothing on a page that is a file of its own.
  window.intreccio.why = (node) => {
    if (!("served" in document.body.dataset)) return null;
    const place = make("div");
    const button = make("button", { type: "button", class: "source", click: ask }, say("why_one"));
    async function ask() {
      button.disabled = true;
      const answer = await fetch(`/entities/${encodeURIComponent(node.id.split("/")[1])}/explanation`);
      button.disabled = false;
      place.replaceChildren(...(answer.ok ? explained(await answer.json()) : [make("p", { class: "empty" }, say("no_answer"))]));
    }
    return [make("p", {}, button), place];
  };
})();
