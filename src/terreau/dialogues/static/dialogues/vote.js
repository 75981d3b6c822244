// Vote with the arrows. Without this file the same three buttons and the same form do it.

const KEYS = { ArrowLeft: "-1", ArrowDown: "0", ArrowRight: "1" };
const PAUSE = 300; // ms: the second half of a double tap must not answer the next statement
const said = document.querySelector("[data-terreau-said]");
const lost = document.querySelector("[data-terreau-lost]");
let arrivedAt = 0;

const currentForm = () => document.querySelector("[data-terreau-vote]");
const isTooSoon = () => performance.now() - arrivedAt < PAUSE;

function isWriting(target) {
  return target.matches("textarea, select, input:not([type=checkbox])") || target.isContentEditable;
}

document.addEventListener("keydown", (event) => {
  const form = currentForm();
  if (!form || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  if (isWriting(event.target) || event.target.closest("summary, nav, .menu")) return;
  if (event.key === "ArrowUp") {
    form.elements.important.checked = !form.elements.important.checked;
  } else if (KEYS[event.key]) {
    const button = form.querySelector(`button[value="${KEYS[event.key]}"]`);
    if (!event.repeat) button.click(); // a click, because htmx names the button by it
  } else return;
  event.preventDefault();
});

document.addEventListener(
  "click",
  (event) => {
    if (event.target.closest(".vote-keys") && isTooSoon()) {
      event.preventDefault();
      event.stopPropagation();
    }
  },
  true,
);

// A refusal (403, 400) is a card like another: it says why, beside what can still be answered.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.id !== "vote") return;
  if ([400, 403].includes(event.detail.xhr.status)) event.detail.shouldSwap = true;
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "vote") return;
  arrivedAt = performance.now();
  lost.hidden = true;
  said.textContent = document.querySelector("[data-terreau-receipt]")?.textContent ?? "";
  document.querySelector(".vote-said, .vote .empty a")?.focus({ preventScroll: true });
});

for (const failure of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(failure, (event) => {
    if (![400, 403].includes(event.detail.xhr?.status)) lost.hidden = false;
  });
}
