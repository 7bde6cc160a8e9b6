// Streamlit puts what a popover holds at the end of the page, where the Tab key comes last. Opened by a key, it gets the focus.
const BODY = "[data-testid=stPopoverBody]";
const REACHED = "input:not([disabled]), button:not([disabled]), a[href], textarea, [tabindex='0']";
const PATIENCE = 3000;

let begun = false;

function enter(opener) {
  const until = performance.now() + PATIENCE;
  const look = () => {
    const first = document.querySelector(BODY)?.querySelector(REACHED);
    if (first) first.focus();
    else if (performance.now() < until) setTimeout(look, 50);
  };
  look();
  const leave = (e) => {
    if (e.key === "Escape") back(opener, performance.now() + PATIENCE);
  };
  document.addEventListener("keydown", leave, true);
  const forget = () => (document.querySelector(BODY) ? setTimeout(forget, 1000) : document.removeEventListener("keydown", leave, true));
  setTimeout(forget, PATIENCE);
}

// Closed by the Escape key, it gives the focus back.
function back(opener, until) {
  if (!document.querySelector(BODY)) opener.focus();
  else if (performance.now() < until) setTimeout(back, 50, opener, until);
}

export default function () {
  if (begun) return;
  begun = true;
  document.addEventListener("click", (e) => {
    const opener = e.target.closest?.("[data-testid=stPopoverButton]");
    if (opener && e.detail === 0 && opener.getAttribute("aria-expanded") !== "true") enter(opener); // no pointer made this click
  }, true);
}
