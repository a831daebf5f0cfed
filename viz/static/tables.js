// The same as tables: every tie, node and missing kind that the filters let through, sortable, what is selected on top.
"use strict";
(() => {
  const { facts, words, say, number, make, on, link, state, saysOf, nodes, edges, ghosts, byId, neighbourhood } = window.intreccio;
  const PAGE = 100;
  const collator = new Intl.Collator(facts.language, { numeric: true });
  const areaNames = (node) => node.areas.map((n) => byId.get(facts.areas[n]).name).join(", ");
  const areaOf = (ghost) => byId.get(ghost.areaId);
  const rank = Object.keys(words.status);

  // A column: heading, what to sort by, what to show.
  const column = (key, value, cell = value, type = "") => ({ key, value, cell, type });
  const tables = {
    edges: {
      all: edges, sorted: 0, down: false,
      columns: [
        column("from", (e) => e.from.name, (e) => link(e.from)),
        column("what", saysOf, (e) => link(e, saysOf(e))),
        column("to", (e) => e.to.name, (e) => link(e.to)),
        column("status", (e) => rank.indexOf(e.status), (e) => words.status[e.status] ?? ""),
        column("since", (e) => e.since, (e) => e.since_words, "number"),
        column("confidence", (e) => e.sure ?? 2, (e) => e.confidence ?? "", "number"),
        column("sources", (e) => e.sources, (e) => number(e.sources), "number"),
      ],
    },
    nodes: {
      all: nodes, sorted: 3, down: true,
      columns: [
        column("name", (n) => n.name, (n) => link(n)),
        column("kind", (n) => n.what),
        column("areas", areaNames),
        column("ties", (n) => n.edges.length, (n) => number(n.edges.length), "number"),
      ],
    },
    ghosts: {
      all: ghosts, sorted: 0, down: false,
      columns: [
        column("area_name", (g) => areaOf(g).name, (g) => link(areaOf(g))),
        column("kind", (g) => g.kind, (g) => link(g, g.kind)),
      ],
    },
  };
  const titles = { edges: "edges_table", nodes: "nodes_table", ghosts: "missing" };

  function rowsOf(table) {
    const { value } = table.columns[table.sorted];
    const near = neighbourhood(state.selected);
    const chosen = (one) => one === state.selected || near.edges.has(one);
    const rows = table.all.filter((one) => one.listed ?? one.visible).map((one) => [one, value(one), chosen(one)]);
    const way = table.down ? -1 : 1;
    const compare = (a, b) => (typeof a === "number" ? a - b : collator.compare(a, b));
    return rows.sort((a, b) => b[2] - a[2] || way * compare(a[1], b[1]));
  }

  function heading(name, table, column, n) {
    const sorted = table.sorted === n ? (table.down ? "descending" : "ascending") : null;
    const text = say(column.key);
    const sort = () => {
      table.down = table.sorted === n && !table.down;
      table.sorted = n;
      draw(name);
      document.querySelectorAll(`#${name}-rows th button`)[n].focus();
    };
    return make("th", { scope: "col", "aria-sort": sorted, class: column.type },
      make("button", { type: "button", title: say("sort_by", { column: text }), click: sort }, text));
  }

  function draw(name, shown = PAGE) {
    const table = tables[name];
    const place = document.getElementById(`${name}-rows`);
    if (!place) return;
    const rows = rowsOf(table);
    const body = rows.slice(0, shown).map(([one, , chosen]) => make("tr", { class: chosen ? "chosen" : "", "data-id": one.id },
      table.columns.map((c) => make("td", { class: c.type }, c.cell(one)))));
    const head = make("thead", {}, make("tr", {}, table.columns.map((c, n) => heading(name, table, c, n))));
    const rest = Math.min(rows.length - shown, PAGE);
    const more = rest > 0 ? make("button", { type: "button", class: "more", click: () => draw(name, shown + PAGE) }, say("show_more", { count: number(rest) })) : "";
    place.replaceChildren(make("table", { "aria-labelledby": `${name}-title` }, head, make("tbody", {}, body)), more);
    document.getElementById(`${name}-title`).textContent = `${say(titles[name])} (${number(rows.length)})`;
  }

  const shown = () => !document.getElementById("tables").hidden;
  const drawAll = () => Object.keys(tables).forEach((name) => draw(name));

  // The tables take the picture's place; they are only built when they are looked at.
  function turn(toTables) {
    document.getElementById("tables").hidden = !toTables;
    document.getElementById("picture-frame").hidden = toTables;
    document.getElementById("show-tables").setAttribute("aria-pressed", String(toTables));
    document.getElementById("show-picture").setAttribute("aria-pressed", String(!toTables));
    if (toTables) drawAll();
  }

  document.getElementById("show-tables").addEventListener("click", () => turn(true));
  document.getElementById("show-picture").addEventListener("click", () => turn(false));
  document.querySelector(".skip").addEventListener("click", () => turn(true));
  on("filter", () => shown() && drawAll());
  on("select", () => shown() && drawAll());
  window.intreccio.turn = turn;
})();
