// Why a node is one: asked of the server that the page came from. What was read, and the weights as bars in bits.
"use strict";
(() => {
  const { facts, say, number, make } = window.intreccio;
  const SVG = "http://www.w3.org/2000/svg", WIDTH = 260, HEIGHT = 8;

  function shape(tag, attributes) {
    const element = document.createElementNS(SVG, tag);
    Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
    return element;
  }

  // The bars of one match, each below its words: each begins where the one above ends, the line is where the sum is 0.
  function waterfall(link) {
    const ends = link.features.map((_, n) => link.features.slice(0, n + 1).reduce((sum, one) => sum + one.weight, 0));
    const low = Math.min(0, ...ends), span = Math.max(0, ...ends) - low || 1;
    const place = (bits) => ((bits - low) / span) * (WIDTH - 1);
    const bits = new Intl.NumberFormat(facts.language, { maximumFractionDigits: 1, signDisplay: "exceptZero" });
    return make("ul", { class: "waterfall" }, link.features.map((one, n) => {
      const from = place(ends[n] - one.weight), to = place(ends[n]), kind = one.weight < 0 ? "less" : "more";
      const bar = shape("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, "aria-hidden": "true" });
      bar.append(
        shape("rect", { x: Math.min(from, to), y: 1, width: Math.max(Math.abs(to - from), 1), height: HEIGHT - 2, class: kind }),
        shape("path", { d: `M${place(0) + 0.5} 0v${HEIGHT}` }));
      return make("li", {}, `${one.name}: ${one.level} `, make("b", {}, bits.format(one.weight)), bar);
    }));
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
      const answer = await fetch(`/entities/${encodeURIComponent(node.id.split("/")[1])}/explanation?lang=${facts.language}`);
      button.disabled = false;
      place.replaceChildren(...(answer.ok ? explained(await answer.json()) : [make("p", { class: "empty" }, say("no_answer"))]));
    }
    return [make("p", {}, button), place];
  };
})();
