export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root");
  if (root.dataset.shown !== data.html) { root.innerHTML = data.html; root.dataset.shown = data.html; }
  const buttons = [...root.querySelectorAll("button.v")];
  const name = (b) => b.closest("tr").dataset.c + "|" + b.dataset.j;
  const head = (b) => root.querySelector(`th[data-j="${b.dataset.j}"]`);
  const mark = (chosen) => {
    for (const b of buttons) { b.setAttribute("aria-pressed", name(b) === chosen); b.tabIndex = name(b) === chosen ? 0 : -1; }
    root.querySelectorAll(".on").forEach((e) => e.classList.remove("on"));
    const b = buttons.find((b) => name(b) === chosen);
    if (b) { b.closest("tr").classList.add("on"); head(b).classList.add("on"); } else if (buttons[0]) buttons[0].tabIndex = 0;
  };
  mark(data.chosen);
  root.onclick = (e) => {
    const b = e.target.closest("button.v");
    if (b) { mark(name(b)); setTriggerValue("cell", name(b)); }
  };
  root.onmouseover = (e) => {
    const b = e.target.closest("button.v");
    if (b && !b.title) b.title = head(b).innerText + " · " + b.closest("tr").cells[0].innerText + ": " + b.textContent;
  };
  root.onkeydown = (e) => {
    const b = e.target.closest("button.v");
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[e.key];
    if (!b || !step) return;
    e.preventDefault();
    const wide = root.querySelectorAll("thead th[data-j]").length;
    const next = buttons[buttons.indexOf(b) + step[0] * wide + step[1]];
    if (next) { next.tabIndex = 0; next.focus(); }
  };
}
