// What the parts of the page share: its data, its words, small helpers and the state that filters and clicks change.
"use strict";
window.intreccio = (() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const facts = read("data-facts");
  const words = facts.words;

  const say = (key, values = {}) => words.page[key].replace(/\{(\w+)\}/g, (all, name) => (name in values ? values[name] : all));
  const format = new Intl.NumberFormat(facts.language, { useGrouping: "always" });
  const number = (value) => format.format(value);
  const counted = (name, count) => (count === 1 ? say(name + "_one") : say(name + "_many", { count: number(count) }));
  const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase().replace(/\s+/g, " ").trim();

  // An element with attributes (a function listens to that event) and children; texts are only ever set as text.
  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (typeof value === "function") element.addEventListener(name, value);
      else if (value !== undefined && value !== null && value !== false) element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
    return element;
  }

  // Nodes, ties and missing kinds as one kind of thing each: what is drawn and what is known of it.
  const drawn = { nodes: read("data-nodes"), edges: read("data-edges") };
  const nodes = facts.nodes.map((known, n) => ({ ...known, id: drawn.nodes[n].id, edges: [], sort: "node" }));
  const missing = (all, sort, first) => all.map((known, n) => {
    const { id, area } = drawn.nodes[first + n];
    return { ...known, id, areaId: area, name: known.title, sort };
  });
  const ghosts = missing(facts.ghosts, "ghost", nodes.length), folds = missing(facts.folds, "fold", nodes.length + ghosts.length);
  const foldOf = new Map(folds.map((fold) => [fold.areaId, fold]));
  folds.forEach((fold) => { fold.ghosts = ghosts.filter((ghost) => ghost.areaId === fold.areaId); });
  const byId = new Map([...nodes, ...ghosts, ...folds].map((one) => [one.id, one]));
  const edges = facts.edges.map((known, n) => {
    const shown = drawn.edges[n];
    const edge = { ...known, id: shown.id, from: byId.get(shown.from), to: byId.get(shown.to), sort: "edge" };
    edge.from.edges.push(edge);
    if (edge.to !== edge.from) edge.to.edges.push(edge);
    return edge;
  });
  edges.forEach((edge) => byId.set(edge.id, edge));
  nodes.forEach((node) => { node.search = [node.name, ...node.aliases].map(folded); });

  const state = { off: { type: new Set(), status: new Set(), generation: new Set(), area: new Set(), ghosts: new Set(), loose: new Set() }, selected: null, open: null };
  const listeners = { filter: [], select: [] };
  const on = (event, listener) => listeners[event].push(listener);
  const tell = (event) => listeners[event].forEach((listener) => listener());

  const passes = (node) => !state.off.type.has(node.type) && inArea(node) && (node.led === null || !state.off.generation.has(node.led));
  const inArea = (node) => (node.areas.length ? node.areas.some((n) => !state.off.area.has(String(n))) : node.type === "Area" || !state.off.area.has("-1"));

  // Marks what the filters let through (listed) and what of it is drawn (visible): the picture may leave out what has no
  // ties. A node that lost its ties to the status filter, or to what is left out, goes with them.
  function filter() {
    const base = new Map(nodes.map((node) => [node, passes(node)]));
    const gone = (node) => node.loose && state.off.loose.size > 0;
    const listed = { tied: new Set(), left: new Set() }, drawn = { tied: new Set(), left: new Set() };
    for (const edge of edges) {
      const both = base.get(edge.from) && base.get(edge.to), ends = [edge.from, edge.to];
      edge.listed = both && !state.off.status.has(edge.status);
      edge.visible = edge.listed && !ends.some(gone);
      if (!both) continue;
      ends.forEach((end) => (edge.listed ? listed.tied : listed.left).add(end));
      ends.forEach((end) => (edge.visible ? drawn.tied : drawn.left).add(end));
    }
    const stays = (node, { tied, left }) => base.get(node) && (node.type === "Area" || tied.has(node) || !left.has(node));
    for (const node of nodes) {
      node.listed = stays(node, listed);
      node.visible = !gone(node) && stays(node, drawn);
    }
    unfold();
    tell("filter");
  }

  // What is missing in an area is behind one circle until the area, or something that is missing in it, is selected.
  function unfold() {
    const shown = (one) => !state.off.ghosts.size && !state.off.type.has("Organisation") && byId.get(one.areaId).visible;
    for (const ghost of ghosts) {
      ghost.listed = !state.off.ghosts.size && byId.get(ghost.areaId).listed;
      ghost.visible = shown(ghost) && (!foldOf.has(ghost.areaId) || state.open === ghost.areaId);
    }
    for (const fold of folds) fold.visible = shown(fold) && state.open !== fold.areaId;
  }

  function select(one) {
    state.selected = one;
    state.open = one?.type === "Area" ? one.id : one?.areaId ?? null;
    unfold();
    tell("select");
  }

  // What is selected together with a thing: its ties and their other ends; of an area also who is in its actions.
  function neighbourhood(one) {
    if (!one) return { nodes: new Set(), edges: new Set() };
    if (one.areaId) return { nodes: new Set([one, byId.get(one.areaId)]), edges: new Set() };
    const tiesOf = (node) => node.edges.filter((edge) => edge.visible);
    const ends = (ties) => ties.flatMap((edge) => [edge.from, edge.to]);
    let ties = one.sort === "edge" ? [one] : tiesOf(one);
    if (one.type === "Area") ties = [...ties, ...ends(ties).filter((node) => node.type === "Action").flatMap(tiesOf)];
    return { nodes: new Set([...(one.sort === "node" ? [one] : []), ...ends(ties)]), edges: new Set(ties) };
  }

  // What a click selects.
  const link = (one, text = one.name, style = "link") => make("button", { type: "button", class: style, click: () => select(one) }, text);

  function saysOf(edge) {
    const says = words.claim[edge.claim]?.says ?? edge.claim;
    return edge.status === "denied" ? say("denied_verb", { says }) : says;
  }

  return { facts, words, drawn, nodes, edges, ghosts, folds, byId, state, read, say, number, counted, folded, make, on, filter, select, link, neighbourhood, saysOf };
})();
