// Zoom and move inside a map, with the mouse, the fingers and the keyboard.
// Without this file the map is whole and still.

const STEP = 1.4;
const MOST = 12;

function attach(box) {
  const svg = box.querySelector("svg[data-terreau-zoom]");
  if (!svg) return;
  const home = svg.viewBox.baseVal;
  const whole = { x: home.x, y: home.y, width: home.width, height: home.height };
  let view = { ...whole };

  function show(next) {
    const width = Math.min(whole.width, Math.max(whole.width / MOST, next.width));
    const height = (width * whole.height) / whole.width;
    view = {
      width,
      height,
      x: Math.min(whole.x + whole.width - width, Math.max(whole.x, next.x)),
      y: Math.min(whole.y + whole.height - height, Math.max(whole.y, next.y)),
    };
    svg.setAttribute("viewBox", `${view.x} ${view.y} ${view.width} ${view.height}`);
    svg.classList.toggle("is-zoomed", view.width < whole.width);
  }

  function zoom(factor, at = { x: 0.5, y: 0.5 }) {
    const width = view.width / factor;
    const height = view.height / factor;
    show({
      width,
      x: view.x + (view.width - width) * at.x,
      y: view.y + (view.height - height) * at.y,
    });
  }

  const words = svg.dataset;
  const bar = document.createElement("div");
  bar.className = "picture-tools";
  const tools = [
    [words.zoomIn, "+", () => zoom(STEP)],
    [words.zoomOut, "−", () => zoom(1 / STEP)],
    [words.zoomReset, "⤢", () => show(whole)],
  ];
  for (const [label, sign, act] of tools) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = sign;
    button.setAttribute("aria-label", label);
    button.addEventListener("click", act);
    bar.append(button);
  }
  box.append(bar);

  svg.addEventListener(
    "wheel",
    (event) => {
      // Without the key the page must keep scrolling.
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const area = svg.getBoundingClientRect();
      zoom(event.deltaY < 0 ? STEP : 1 / STEP, {
        x: (event.clientX - area.left) / area.width,
        y: (event.clientY - area.top) / area.height,
      });
    },
    { passive: false },
  );

  let held = null;
  svg.addEventListener("pointerdown", (event) => {
    if (view.width >= whole.width || event.target.closest("a")) return;
    held = { x: event.clientX, y: event.clientY, view: { ...view } };
    svg.setPointerCapture(event.pointerId);
  });
  svg.addEventListener("pointermove", (event) => {
    if (!held) return;
    const scale = view.width / svg.getBoundingClientRect().width;
    show({
      width: view.width,
      x: held.view.x - (event.clientX - held.x) * scale,
      y: held.view.y - (event.clientY - held.y) * scale,
    });
  });
  for (const end of ["pointerup", "pointercancel"]) {
    svg.addEventListener(end, () => {
      held = null;
    });
  }
}

document.querySelectorAll("[data-terreau-picture]").forEach(attach);
