// Decide of duplicates from the keyboard; every gesture is also a link, a button or a radio.
// J, K: next, previous. 1, 2: the value of that sheet. D: two organisations. M: merge.

const rows = [...document.querySelectorAll("[data-terreau-row]")];

function isTyping(target) {
  return (
    target.isContentEditable ||
    (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && !/^(radio|checkbox)$/.test(target.type))
  );
}

function currentRow() {
  return document.activeElement.closest?.("[data-terreau-row]");
}

function move(step) {
  const rank = rows.indexOf(currentRow());
  const row = rows[Math.max(0, Math.min(rows.length - 1, rank + step))];
  // Enter opens what the page says: the comparison, not the sheet that comes first in the row.
  (row?.querySelector("[data-terreau-open]") ?? row?.querySelector("a, input"))?.focus();
}

function choose(side) {
  const fields = currentRow() ? [currentRow()] : rows;
  for (const field of fields) {
    const radio = field.querySelector(`input[type="radio"][value="${side}"]`);
    if (radio) radio.checked = true;
  }
}

function act(key) {
  const inside = currentRow()?.querySelector(`[data-terreau-key="${key}"]`);
  (inside ?? document.querySelector(`[data-terreau-key="${key}"]:not([data-terreau-row] *)`))?.click();
}

const gestures = {
  j: () => (rows.length ? move(1) : act("j")),
  k: () => (rows.length ? move(-1) : act("k")),
  1: () => choose("kept"),
  2: () => choose("absorbed"),
  n: () => act("n"),
  p: () => act("p"),
  d: () => act("d"),
  m: () => act("m"),
};

document.addEventListener("keydown", (event) => {
  const gesture = gestures[event.key.toLowerCase()];
  if (!gesture || isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  gesture();
});
