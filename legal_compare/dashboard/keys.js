// Streamlit puts what a popover holds at the end of the page, where the Tab key comes last. Opened by a key, it gets the focus.
const BODY = "[data-testid=stPopoverBody]", OPENER = "[data-testid=stPopoverButton]";
const REACHED = "input:not([disabled]), button:not([disabled]), a[href], textarea, [tabindex='0']";
const PATIENCE = 4000;

let begun = false;

function enter(opener) {
  const until = performance.now() + PATIENCE;
  const look = () => {
    const first = document.querySelector(BODY)?.querySelector(REACHED);
    if (first) first.focus();
    else if (performance.now() < until) setTimeout(look, 50);
  };
  look();
  const label = opener.innerText.split("\n")[0];
  const leave = (e) => {
    if (e.key === "Escape") back(opener, label, performance.now() + PATIENCE);
  };
  document.addEventListener("keydown", leave, true);
  const forget = () => (document.querySelector(BODY) ? setTimeout(forget, 1000) : document.removeEventListener("keydown", leave, true));
  setTimeout(forget, PATIENCE);
}

// Closed by the Escape key, it gives the focus back, to the button that stands there now: an answer may have made it anew.
function back(opener, label, until) {
  const at = document.activeElement, closed = !document.querySelector(BODY);
  if (closed && (!at || at === document.body || !at.isConnected)) {
    const same = (e) => e === opener || e.innerText.split("\n")[0] === label;
    [...document.querySelectorAll(OPENER)].find(same)?.focus();
  }
  if (performance.now() < until) setTimeout(back, 100, opener, label, closed ? until : performance.now() + PATIENCE);
}

export default function () {
  if (begun) return;
  begun = true;
  document.addEventListener("click", (e) => {
    const opener = e.target.closest?.(OPENER);
    if (opener && e.detail === 0 && opener.getAttribute("aria-expanded") !== "true") enter(opener); // no pointer made this click
  }, true);
}
