// The frame works without this file; it only saves gestures.

const shortcuts = new Map(
  [...document.querySelectorAll("[data-terreau-shortcut]")].map((field) => [
    field.dataset.terreauShortcut,
    field,
  ]),
);

function isTyping(target) {
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    closeMenus(null, true);
    return;
  }
  const field = shortcuts.get(event.key);
  if (!field || isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  field.focus();
  field.select();
});

function closeMenus(except, giveFocusBack) {
  for (const menu of document.querySelectorAll("details[data-terreau-menu][open]")) {
    if (menu === except || menu.contains(except)) continue;
    const hadFocus = menu.contains(document.activeElement);
    menu.open = false;
    if (giveFocusBack && hadFocus) menu.querySelector("summary").focus();
  }
}

document.addEventListener("click", (event) => closeMenus(event.target, false));
document.addEventListener("focusin", (event) => closeMenus(event.target, false));

// A refused form is read from its summary.
document.querySelector("[data-terreau-focus]:not([data-terreau-still] *)")?.focus();

// On a narrow screen the rows of sections scroll sideways: the current one is shown. Only the row
// moves, at once: neither the page nor the focus does.
for (const row of document.querySelectorAll(".page-rail ul, .tabs, .top-nav")) {
  const current = row.querySelector("a[aria-current]");
  if (!current) continue;
  const [seen, place] = [row, current].map((one) => one.getBoundingClientRect());
  if (place.left >= seen.left && place.right <= seen.right) continue;
  const middle = (place.left + place.right - seen.left - seen.right) / 2;
  row.scrollTo({ left: row.scrollLeft + middle, behavior: "instant" });
}
