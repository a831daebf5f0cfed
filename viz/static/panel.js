// The card beside the picture: a node's facts and ties, the sentence behind a tie, what is missing in an area.
"use strict";
(() => {
  const { facts, words, say, number, counted, make, on, select, link, state, saysOf, byId, nodes, ghosts } = window.intreccio;
  const MOST = 6, LISTED = 10, NAMED = 3;
  const panel = document.getElementById("panel");

  // A quotation with the words that carry the fact marked; offsets count code points.
  function quotation([index, start, end]) {
    const [text, title, where] = facts.passages[index];
    const said = make("p");
    if (start < 0) said.append(text);
    else {
      const characters = Array.from(text);
      const part = (a, b) => characters.slice(a, b).join("");
      said.append(part(0, start), make("mark", {}, part(start, end)), part(end));
    }
    return make("blockquote", {}, said, make("footer", {}, title, where ? " · " + where : ""));
  }

  const quotations = (one) => [
    ...one.cited.map(quotation),
    one.more ? make("p", { class: "kicker" }, say("more_words", { count: number(one.more) })) : null,
  ];

  const list = (title, rows) => (rows.length ? [make("h3", {}, title), make("ul", {}, rows)] : null);
  const tie = (edge, text, style) => make("li", { class: style }, link(edge, text), " ", make("small", {}, words.status[edge.status] ?? ""));

  function head(kicker, title, sentence = false) {
    const shut = make("button", { type: "button", class: "shut", "aria-label": say("close"), click: () => select(null) }, "×");
    return [shut, make("p", { class: "kicker" }, kicker), make("h2", sentence ? { class: "sentence" } : {}, title)];
  }

  // A fact with its sources folded under a small button.
  function fact({ label, value, cited, more }) {
    const rows = [make("dt", {}, label)];
    if (!cited.length) return [...rows, make("dd", {}, value)];
    const quotes = make("dd", { class: "quotes", hidden: true }, quotations({ cited, more }));
    const open = make("button", {
      type: "button", class: "source", "aria-expanded": "false",
      click: () => { quotes.hidden = !quotes.hidden; open.setAttribute("aria-expanded", String(!quotes.hidden)); },
    }, counted("sources", cited.length + more));
    return [...rows, make("dd", {}, value, " ", open), quotes];
  }

  // Ties of a node under the verb that joins them, those that it is the subject of first.
  function ties(node) {
    const groups = new Map();
    for (const edge of node.edges) {
      const outward = edge.from === node;
      const heading = outward ? saysOf(edge) : words.claim[edge.claim]?.seen ?? edge.claim;
      const key = (outward ? "0" : "1") + heading;
      if (!groups.has(key)) groups.set(key, { heading, edges: [] });
      groups.get(key).edges.push([edge, outward ? edge.to : edge.from]);
    }
    return [...groups].sort(([a], [b]) => a.localeCompare(b)).map(([, group]) => [
      make("h3", {}, group.heading.charAt(0).toLocaleUpperCase() + group.heading.slice(1)),
      make("ul", {}, group.edges.map(([edge, other]) => tie(edge, other.name, edge.status === "denied" ? "denied" : ""))),
    ]);
  }

  const chips = (missing) => make("p", { class: "chips" }, missing.map((ghost) => link(ghost, ghost.kind, "chip ghost")));

  function nodeCard(node) {
    const missing = node.type === "Area" ? ghosts.filter((ghost) => ghost.areaId === node.id) : [];
    const known = node.facts.map(fact);
    const cited = node.cited.length && !node.card ? fact({ label: words.page.name, value: node.name, cited: node.cited, more: node.more }) : [];
    return [
      head(node.what, node.name),
      node.card ? [make("p", {}, node.text), quotations(node), document.getElementById(node.card) ? make("p", {}, make("a", { href: `#${node.card}` }, say("whole_card"))) : null] : null,
      node.aliases.length ? make("p", { class: "kicker" }, node.aliases.join(" · ")) : null,
      make("p", { class: "chips" }, make("span", { class: "chip" }, counted("ties", node.edges.length))),
      known.length || cited.length ? [make("h3", {}, say("facts")), make("dl", {}, known.flat(), cited)] : null,
      missing.length ? [make("h3", {}, say("kinds_elsewhere")), chips(missing)] : null,
      ties(node),
      node.card ? null : window.intreccio.why(node),
      list(say("documents"), node.documents.map((title) => make("li", {}, title))),
    ];
  }

  function edgeCard(edge) {
    const denied = edge.status === "denied";
    const others = edge.from.edges.filter((other) => other !== edge && (other.from === edge.to || other.to === edge.to));
    const read = edge.read ? [[say("what_read"), edge.read]] : [];
    const rows = [...edge.details, ...read].map(([label, value]) => [make("dt", {}, label), make("dd", {}, value)]);
    return [
      head(say(denied ? "tie_denied" : "tie"), [link(edge.from), ` ${saysOf(edge)} `, link(edge.to)], true),
      make("p", { class: "chips" },
        edge.status ? make("span", { class: denied ? "chip denied" : "chip" }, words.status[edge.status] ?? edge.status) : null,
        edge.confidence ? make("span", { class: "chip" }, `${words.page.confidence} ${edge.confidence}`) : null),
      make("h3", {}, say("words")),
      edge.cited.length ? quotations(edge) : make("p", { class: "empty" }, say("no_words")),
      rows.length ? make("dl", {}, rows.flat()) : null,
      list(say("between"), others.map((other) => tie(other, `${other.from.name} ${saysOf(other)} ${other.to.name}`))),
    ];
  }

  function ghostCard(ghost) {
    return [
      head(say("missing"), ghost.title),
      make("p", {}, ghost.text),
      ghost.refused ? [make("h3", {}, say("ghost_denied")), quotations(ghost)] : null,
      make("h3", {}, words.type.Area), link(byId.get(ghost.areaId)),
    ];
  }

  function foldCard(fold) {
    return [
      head(words.type.Area, fold.title),
      make("p", {}, fold.text),
      make("h3", {}, say("kinds_elsewhere")), chips(fold.ghosts),
      make("h3", {}, words.type.Area), link(byId.get(fold.areaId)),
    ];
  }

  // Areas where somebody is known first, by how many kinds they lack; those where nobody is, in one sentence.
  function gaps(row) {
    const lacking = facts.areas.map((id, n) => ({ area: byId.get(id), actors: facts.actors[n], kinds: ghosts.filter((ghost) => ghost.areaId === id).map((ghost) => ghost.kind) }))
      .filter(({ kinds }) => kinds.length).sort((a, b) => b.kinds.length - a.kinds.length);
    const some = lacking.filter(({ actors }) => actors), none = lacking.filter(({ actors }) => !actors);
    const rows = some.slice(0, MOST).map(({ area, actors, kinds }) => {
      const named = kinds.slice(0, NAMED).join(", ") + (kinds.length > NAMED ? "…" : "");
      return row(area, `${counted("actors", actors)} · ${counted("kinds", kinds.length)}: ${named}`);
    });
    const links = none.slice(0, LISTED).map(({ area }) => make("li", {}, link(area)));
    const others = none.length > LISTED ? make("li", { class: "kicker" }, say("and_others", { count: number(none.length - LISTED) })) : null;
    return lacking.length ? [
      make("h3", {}, say("most_missing")),
      rows.length ? make("ul", {}, rows) : null,
      none.length ? [make("p", { class: "nobody" }, counted("nobody", none.length)), make("ul", {}, links, others)] : null,
    ] : null;
  }

  // What to begin with: who has most ties, where most is missing.
  function overview() {
    const top = nodes.filter((node) => node.type === "Organisation" && node.edges.length > 1).sort((a, b) => b.edges.length - a.edges.length).slice(0, 6);
    const row = (node, text) => make("li", {}, link(node), make("small", { class: "under" }, text));
    return [
      ["panel_empty", "panel_empty_table"].map((key) => make("p", { class: "empty" }, say(key))),
      list(say("most_tied"), top.map((node) => row(node, counted("ties", node.edges.length)))),
      gaps(row),
    ];
  }

  const cards = { node: nodeCard, edge: edgeCard, ghost: ghostCard, fold: foldCard };

  function show() {
    const one = state.selected;
    const card = one ? cards[one.sort](one) : overview();
    panel.replaceChildren(...card.flat(Infinity).filter(Boolean));
    panel.parentElement.scrollTop = 0;
  }

  on("select", show);
})();
