// Decide with the keyboard. Without this file the same radio buttons and the same form do it.

const form = document.querySelector("[data-terreau-decide]");
const rows = [...document.querySelectorAll("[data-terreau-row]")];

function isWriting(target) {
  return target.matches("textarea, select, input:not([type=radio])");
}

function move(step) {
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const next = Math.min(rows.length - 1, Math.max(0, here + step));
  const row = rows[next];
  (row.querySelector("input:checked") ?? row.querySelector("input")).focus();
  row.scrollIntoView({ block: "nearest" });
}

function choose(key) {
  const row = rows.find((candidate) => candidate.contains(document.activeElement)) ?? rows[0];
  const radio = row.querySelector(`input[data-terreau-key="${CSS.escape(key)}"]`);
  if (!radio) return false;
  radio.checked = true;
  radio.focus();
  move(1);
  return true;
}

document.addEventListener("keydown", (event) => {
  if (!form || event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
  const key = event.key.toLowerCase();
  if (key === "j" || key === "k") move(key === "j" ? 1 : -1);
  else if (/^[0-9ns]$/.test(key)) {
    if (!choose(key)) return;
  } else if (key === "enter" && form.contains(event.target)) form.requestSubmit();
  else return;
  event.preventDefault();
});
