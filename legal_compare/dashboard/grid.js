// Cells that open the law's words: a grid built of figures (data.grid), or boxes given as HTML (data.boxes).
// What one place shows is kept beside it: its cells by name, and which of them is chosen.
const kept = new WeakMap();

const name = (b) => b.dataset.c + "|" + b.dataset.j;

// Every word goes in as text: nothing of the data is ever read as markup.
function make(tag, options = {}, kids = []) {
  const { text, ...attributes } = options;
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...kids);
  return made;
}

function table({ heads, regions, themes, kinds }) {
  const over = regions.map(([region, count]) =>
    make("th", { class: "region", scope: "colgroup", colspan: count }, [make("b", { text: region })]));
  const columns = heads.map(([code, said]) => make("th", { scope: "col", "data-j": code }, [make("span", { text: said })]));
  const top = [make("tr", {}, [make("th", { scope: "col", text: "Question" }), ...columns])];
  if (over.length) top.unshift(make("tr", { class: "regions" }, [make("th"), ...over]));
  const body = [];
  for (const { title, rows } of themes) {
    const head = make("th", { class: "theme", colspan: heads.length + 1, scope: "colgroup" }, [make("span", { text: title })]);
    body.push(make("tr", {}, [head]));
    for (const row of rows) {
      const cells = row.cells.map((kind, place) => make("td", {}, [
        make("button", { class: "v " + kinds[kind][0], "data-c": row.id, "data-j": heads[place][0], tabindex: -1, text: kinds[kind][1] }),
      ]));
      body.push(make("tr", { "data-c": row.id }, [make("th", { class: "name", scope: "row", title: row.question, text: row.name }), ...cells]));
    }
  }
  const whole = make("table", { class: "grid" }, [make("thead", {}, top), make("tbody", {}, body)]);
  return make("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Verdicts by question and jurisdiction" }, [whole]);
}

function build(root, data) {
  if (data.grid) root.replaceChildren(table(JSON.parse(data.grid))); else root.innerHTML = data.boxes;
  const buttons = [...root.querySelectorAll("button[data-c]")];
  const wide = root.querySelectorAll("thead th[data-j]").length || 1;
  return { from: data.grid || data.boxes, buttons, wide, of: new Map(buttons.map((b) => [name(b), b])) };
}

function heads(root, b) {
  return [b.closest("tr"), root.querySelector(`th[data-j="${b.dataset.j}"]`)].filter(Boolean);
}

// Only the cell that was chosen and the one that is are touched: a change of all of them would be drawn anew.
function mark(root, shown, chosen) {
  const old = shown.chosen, b = shown.of.get(chosen);
  if (old && old !== b) {
    old.removeAttribute("aria-current");
    old.tabIndex = -1;
    heads(root, old).forEach((e) => e.classList.remove("on"));
  }
  if (b && old !== b) {
    b.setAttribute("aria-current", "true");
    heads(root, b).forEach((e) => e.classList.add("on"));
  }
  const reached = b || shown.buttons[0]; // the Tab key comes to one cell alone, arrows lead on from there
  if (reached) reached.tabIndex = 0;
  shown.chosen = b;
}

// A link may lead to a cell at the far end of the grid: it is brought into view, clear of the heads of rows and columns.
function bring(root, b) {
  const box = root.querySelector(".scroll"), gap = 12;
  if (!box) return;
  const cell = b.getBoundingClientRect(), inside = box.getBoundingClientRect();
  const left = cell.left - inside.left - b.closest("tr").cells[0].offsetWidth - gap, right = cell.right - inside.right + gap;
  const above = cell.top - inside.top - root.querySelector("thead").offsetHeight - gap, below = cell.bottom - inside.bottom + gap;
  box.scrollLeft += left < 0 ? left : Math.max(0, right);
  box.scrollTop += above < 0 ? above : Math.max(0, below);
}

// Where the words stand far below, as on a telephone, a click would seem to do nothing.
const LEAST_SEEN = 200;
function show() {
  const panel = document.querySelector(".panel");
  if (panel && panel.getBoundingClientRect().top > window.innerHeight - LEAST_SEEN) panel.scrollIntoView({ block: "start" });
}

const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root");
  const known = kept.get(root);
  const fresh = !known || known.from !== (data.grid || data.boxes);
  const shown = fresh ? build(root, data) : known;
  kept.set(root, shown);
  mark(root, shown, data.chosen);
  if (fresh && shown.chosen) bring(root, shown.chosen);
  const cell = (e) => e.target.closest("button[data-c]");
  root.onclick = (e) => {
    const b = cell(e);
    if (b) { mark(root, shown, name(b)); setTriggerValue("cell", name(b)); show(); }
  };
  root.onmouseover = (e) => {
    const b = cell(e);
    if (b && !b.title) b.title = heads(root, b).map((e) => e.querySelector("span,.name").textContent).reverse().join(" · ") + ": " + b.textContent;
  };
  root.onkeydown = (e) => {
    const b = cell(e), step = STEPS[e.key];
    if (!b || !step) return;
    e.preventDefault();
    const next = shown.buttons[shown.buttons.indexOf(b) + step[0] * shown.wide + step[1]];
    if (next) { next.tabIndex = 0; next.focus(); bring(root, next); }
  };
}
