// The picture itself, and what ties it to filters, search and card.
"use strict";
(() => {
  const kit = window.intreccio;
  const { facts, words, drawn, nodes, edges, ghosts, folds, byId, state, say, number, counted, folded, make, on, select, neighbourhood } = kit;
  const look = kit.read("data-look");
  const frame = document.getElementById("picture");
  const boxes = [...document.querySelectorAll(".choices input")];
  const atFirst = new Map(drawn.nodes.map(({ id, x, y }) => [id, { x, y }]));
  const ringed = drawn.nodes.filter((node) => node.ring);
  const isArea = (node) => node.type === "Area";
  const landmarks = nodes.filter((node) => node.landmark).sort((a, b) => isArea(b) - isArea(a) || b.edges.length - a.edges.length), loose = nodes.filter((node) => node.loose);
  const looseShown = () => !state.off.loose.size && loose.some((node) => node.visible);
  const LABEL_PIXELS = 13, LANDMARK_PIXELS = 11, MOST_PIXELS = 24, CAPTION_PIXELS = 20, LABELLED = 60, STEP = 60, MARGIN = 22, CLOSEST = 1.25;
  let network = null, near = neighbourhood(null), data = null, home = null;

  // Rings, from the inside out, around the organisations (of some nodes) that are led by young or old people.
  function rings(context, among = byId) {
    for (const { id, ring } of ringed) {
      if (!byId.get(id).visible || !among.has(among === byId ? id : byId.get(id))) continue;
      const node = network.body.nodes[id];
      context.lineWidth = look.ring_width;
      look.rings[ring].forEach((colour, n) => {
        context.beginPath();
        context.strokeStyle = colour;
        context.arc(node.x, node.y, node.options.size + look.ring_gap + look.ring_width / 2 + n * (look.ring_width + look.ring_gap), 0, 2 * Math.PI);
        context.stroke();
      });
    }
  }

  // Names of areas and landmarks, never smaller on the screen than can be read; how many kinds stand behind one circle.
  function headings(context) {
    for (const fold of folds) {
      if (!fold.visible) continue;
      const { x, y, options } = network.body.nodes[fold.id];
      write(context, [number(fold.ghosts.length)], x, y, options.size * 1.05);
    }
    const taken = [];
    for (const node of landmarks) if (node.visible) label(context, node, node.type === "Area" ? LABEL_PIXELS : LANDMARK_PIXELS, taken);
    for (const [text, x, y] of facts.headings) write(context, [text], x, y, Math.max(CAPTION_PIXELS, LABEL_PIXELS / network.getScale()));
    if (facts.caption && looseShown()) {
      const size = Math.max(CAPTION_PIXELS, LABEL_PIXELS / network.getScale());
      write(context, [say("loose_caption", { count: number(loose.filter((node) => node.visible).length) })], facts.caption[0], facts.caption[1] + size, size, "left");
    }
  }

  // A veil over everything but what is selected and what it is tied to.
  function veil(context) {
    if (!state.selected) return;
    const { x: left, y: top } = network.DOMtoCanvas({ x: 0, y: 0 });
    const { x: right, y: bottom } = network.DOMtoCanvas({ x: frame.clientWidth, y: frame.clientHeight });
    context.save();
    context.globalAlpha = 0.78;
    context.fillStyle = look.paper;
    context.fillRect(left, top, right - left, bottom - top);
    context.restore();
    for (const edge of near.edges) {
      network.body.edges[edge.id].draw(context);
      network.body.edges[edge.id].drawArrows(context);
    }
    const shown = [...near.nodes].filter((node) => node.visible);
    shown.forEach((node) => network.body.nodes[node.id].draw(context));
    rings(context, near.nodes);
    shown.filter((node) => node.sort === "node").slice(0, LABELLED).forEach((node) => label(context, node));
    missing(context);
  }

  // A label (none where one of `taken` would lie under it), never smaller on the screen than can be read, nor larger than a heading.
  function label(context, node, least = LABEL_PIXELS, taken = null) {
    const { x, y, options } = network.body.nodes[node.id];
    const inside = ["box", "ellipse"].includes(options.shape);
    if (inside && options.font.size * network.getScale() >= look.threshold) return;
    const size = Math.min(Math.max(options.font.size, least / network.getScale()), MOST_PIXELS / network.getScale());
    const lines = options.label.split("\n");
    if (inside) return write(context, lines, x, y - (lines.length - 1) * size * 0.575, size);
    const half = Math.max(...lines.map((line) => line.length)) * size * 0.25;
    const box = { left: x - half, right: x + half, top: y, bottom: y + options.size + lines.length * size * 1.15 };
    if (taken?.some((other) => box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom)) return;
    taken?.push(box);
    write(context, lines, x, y + options.size + size * 0.95, size);
  }

  function write(context, lines, x, y, size, align = "center") {
    context.save();
    context.font = `${size}px ${look.face}`;
    context.textAlign = align;
    context.textBaseline = "middle";
    context.lineJoin = "round";
    context.lineWidth = size / 4;
    context.strokeStyle = look.paper;
    context.fillStyle = look.ink;
    lines.forEach((line, n) => {
      context.strokeText(line, x, y + n * size * 1.15);
      context.fillText(line, x, y + n * size * 1.15);
    });
    context.restore();
  }

  // The missing kinds of a selected area, or the one that is selected with its name.
  function missing(context) {
    const one = state.selected, area = one.areaId ?? one.id;
    for (const ghost of ghosts) if (ghost.areaId === area && ghost.visible) network.body.nodes[ghost.id].draw(context);
    if (one.sort !== "ghost" || !one.visible) return;
    const { x, y, options } = network.body.nodes[one.id];
    const size = LABEL_PIXELS / network.getScale();
    write(context, [one.kind], x, y - options.size - size * 0.8, size);
  }

  // Ghosts go with the area that is dragged.
  function dragging({ nodes: moved }) {
    for (const id of moved) {
      const now = network.body.nodes[id], first = atFirst.get(id);
      for (const ghost of [...ghosts, ...folds].filter((one) => one.areaId === id)) {
        const place = atFirst.get(ghost.id);
        network.moveNode(ghost.id, now.x + place.x - first.x, now.y + place.y - first.y);
      }
    }
  }

  const visibleIds = () => shapes.filter((one) => one.visible).map((one) => one.id);

  // As close as these nodes with their labels, and a margin, fit into the frame.
  function fit(ids) {
    if (!ids.length) return;
    network.redraw();
    const all = ids.map((id) => network.getBoundingBox(id));
    const edge = (name, pick) => all.reduce((found, box) => pick(found, box[name]), all[0][name]);
    const [left, right, bottom] = [edge("left", Math.min), edge("right", Math.max), edge("bottom", Math.max)];
    const top = Math.min(edge("top", Math.min), ...(ids === home ? facts.headings.map(([, , y]) => y - CAPTION_PIXELS) : []));
    const scale = Math.min((frame.clientWidth - 2 * MARGIN) / (right - left), (frame.clientHeight - 2 * MARGIN) / (bottom - top), CLOSEST);
    network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale: Math.max(scale, 0.02) });
  }

  const shapes = [...nodes, ...ghosts, ...folds];

  // What filters hide from the first is given to the drawing so: to tell it afterwards costs much in a large picture.
  function draw() {
    shapes.forEach((one, n) => { drawn.nodes[n].hidden = !one.visible; });
    edges.forEach((one, n) => { drawn.edges[n].hidden = !one.visible; });
    data = { nodes: new vis.DataSet(drawn.nodes), edges: new vis.DataSet(drawn.edges) };
    network = new vis.Network(frame, data, kit.read("data-options"));
    network.on("beforeDrawing", (context) => rings(context));
    network.on("afterDrawing", headings);
    network.on("afterDrawing", veil);
    network.on("dragging", dragging);
    network.on("click", ({ nodes: [node], edges: [edge] }) => select(byId.get(node ?? edge) ?? null));
    kit.network = network;
  }

  // Tells the drawing what has come or gone.
  function show() {
    const change = (one, shown) => (shown.hidden ?? false) === one.visible;
    const changes = (all, shown) => all.flatMap((one, n) => (change(one, shown[n]) ? [Object.assign(shown[n], { hidden: !one.visible })] : []));
    const hidden = (all) => all.map(({ id, hidden: gone }) => ({ id, hidden: gone }));
    data.nodes.update(hidden(changes(shapes, drawn.nodes)));
    data.edges.update(hidden(changes(edges, drawn.edges)));
  }

  function filtered() {
    if (network) {
      show();
      near = neighbourhood(state.selected);
    }
    const part = (name, shown, all) => say(`${name}_${shown === 1 ? "one" : "many"}`, { count: number(shown), all: number(all) });
    const count = (all) => all.filter((one) => one.visible).length;
    document.getElementById("counts").textContent = `${part("nodes_of", count(nodes), facts.total)} · ${part("ties_of", count(edges), edges.length)}`;
    document.getElementById("nothing").hidden = !nodes.length || nodes.some((node) => node.visible);
  }

  function selected() {
    const one = state.selected;
    if (!one && !near.nodes.size) return;
    near = neighbourhood(one);
    history.replaceState(null, "", one && one.sort === "node" ? "#" + encodeURIComponent(one.id) : location.pathname + location.search);
    if (!network) return;
    show();
    if (!one) network.unselectAll();
    else if (one.sort === "edge") network.setSelection({ nodes: [], edges: [one.id] });
    else network.setSelection({ nodes: [one.sort === "fold" ? one.areaId : one.id], edges: [] }, { highlightEdges: false });
    network.redraw();
  }

  // Shows a node that a filter hides, and brings it into sight.
  function reveal(node) {
    for (const box of boxes) {
      const { filter } = box.closest("fieldset").dataset;
      const hides = { type: node.type === box.value, generation: node.led === box.value, area: node.areas.map(String).includes(box.value) || (!node.areas.length && box.value === "-1"), loose: node.loose, status: true };
      if (!node.visible && hides[filter]) box.checked = true;
    }
    refilter();
    select(node);
    if (network && !document.getElementById("picture-frame").hidden) fit([...near.nodes].map((one) => one.id));
  }

  function refilter() {
    for (const name of Object.keys(state.off)) state.off[name].clear();
    for (const box of boxes) if (!box.checked) state.off[box.closest("fieldset").dataset.filter].add(box.value);
    kit.filter();
  }

  function reset() {
    boxes.forEach((box) => { box.checked = box.defaultChecked; });
    document.getElementById("search").value = "";
    search();
    select(null);
    refilter();
    kit.turn(false);
    if (!network) return;
    for (const [id, { x, y }] of atFirst) network.moveNode(id, x, y);
    fit(home);
  }

  // Names that contain every word; names that begin with the text come first.
  function search() {
    const text = folded(document.getElementById("search").value), parts = text.split(" ");
    const list = document.getElementById("search-found"), said = document.getElementById("search-said");
    const hits = text ? nodes.filter((node) => node.search.some((name) => parts.every((part) => name.includes(part)))) : [];
    const first = (node) => node.search.some((name) => name.startsWith(text));
    hits.sort((a, b) => first(b) - first(a) || b.edges.length - a.edges.length);
    const found = hits.slice(0, 8).map((node) => make("li", {}, make("button", { type: "button", click: () => choose(node) }, node.name, make("small", {}, node.what))));
    const none = make("li", {}, make("p", {}, say("found_none", { text: document.getElementById("search").value })));
    list.replaceChildren(...(found.length ? found : [none]));
    list.hidden = !text;
    said.textContent = text ? (hits.length ? counted("found", hits.length) : none.textContent) : "";
    return hits;
  }

  function choose(node) {
    document.getElementById("search-found").hidden = true;
    reveal(node);
  }

  function searchKey(event) {
    const buttons = [...document.querySelectorAll("#search-found button")];
    const place = buttons.indexOf(document.activeElement);
    if (event.key === "Enter" && event.target.id === "search") { const [hit] = search(); if (hit) choose(hit); }
    else if (event.key === "Escape") document.getElementById("search-found").hidden = true;
    else if (event.key === "ArrowDown") buttons[Math.min(place + 1, buttons.length - 1)]?.focus();
    else if (event.key === "ArrowUp") (buttons[place - 1] ?? document.getElementById("search")).focus();
    else return;
    event.preventDefault();
  }

  const zoom = (factor) => network?.moveTo({ scale: Math.min(Math.max(network.getScale() * factor, 0.03), 6) });
  const pan = (x, y) => { const at = network.getViewPosition(), scale = network.getScale(); network.moveTo({ position: { x: at.x + x / scale, y: at.y + y / scale } }); };
  const keys = {
    ArrowLeft: () => pan(-STEP, 0), ArrowRight: () => pan(STEP, 0), ArrowUp: () => pan(0, -STEP), ArrowDown: () => pan(0, STEP),
    "+": () => zoom(1.25), "-": () => zoom(0.8), 0: () => fit(home), Escape: () => select(null),
  };

  function wire() {
    boxes.forEach((box) => box.addEventListener("change", () => {
      refilter();
      if (network && box.value === "loose") fit(box.checked ? loose.filter((node) => node.visible).map((node) => node.id) : visibleIds());
    }));
    document.querySelectorAll("[data-all]").forEach((button) => button.addEventListener("click", () => {
      button.closest("fieldset").querySelectorAll("input").forEach((box) => { box.checked = button.dataset.all === "on"; });
      refilter();
    }));
    document.getElementById("search").addEventListener("input", search);
    document.querySelector(".search").addEventListener("keydown", searchKey);
    document.addEventListener("click", (event) => { if (!event.target.closest(".search")) document.getElementById("search-found").hidden = true; });
    document.getElementById("reset").addEventListener("click", reset);
    document.getElementById("zoom-in").addEventListener("click", () => zoom(1.25));
    document.getElementById("zoom-out").addEventListener("click", () => zoom(0.8));
    frame.addEventListener("keydown", (event) => { if (network && keys[event.key]) { keys[event.key](); event.preventDefault(); } });
  }

  // A card's link to its place in the picture.
  addEventListener("hashchange", () => {
    const one = byId.get(decodeURIComponent(location.hash.slice(1)));
    if (!one) return;
    reveal(one);
    frame.scrollIntoView({ block: "center" });
  });

  on("filter", filtered);
  on("select", selected);
  wire();
  refilter();
  try {
    draw();
  } catch (error) {
    document.getElementById("nothing").textContent = say("broken");
    kit.turn(true);
    console.warn(error);
  }
  home = visibleIds();
  if (network) fit(home);
  select(byId.get(decodeURIComponent(location.hash.slice(1))) ?? byId.get(facts.focus) ?? null);
})();
