// data-place on a list whose lines hold a label and a select, all offering the same: where there is room and a mouse,
// what is offered also stands beside the lines. Choose a line, then its place; or drag it there. The selects stay.
// Words: data-bins, data-placed.
import { dragging } from "./drag.js";
import { filled, paragraph } from "./parts.js";

const ROOMY = "(min-width: 60em) and (pointer: fine)";

export function place(list) {
  const words = list.dataset;
  const lines = [...list.children].map((item) => ({
    item,
    select: item.querySelector("select"),
    text: item.querySelector("label").textContent.trim(),
  }));
  if (list.closest("fieldset:disabled") || !matchMedia(ROOMY).matches || !alike(lines.map(({ select }) => select))) return;
  const said = paragraph("visually-hidden", "status");
  const bins = [...lines[0].select.options].filter(({ value }) => value).map(bin);
  let next = null;

  function bin({ value, text }) {
    const box = document.createElement("div");
    box.className = "bin";
    const name = document.createElement("button");
    name.type = "button";
    name.className = "bin-name";
    name.textContent = text;
    name.addEventListener("click", () => put(next ?? lines.find(isEmpty), { value, text }));
    const items = document.createElement("ul");
    items.className = "bin-items";
    box.append(name, items);
    return { box, items, value, text };
  }

  const isEmpty = ({ select }) => !select.value;

  function put(line, { value, text }) {
    if (!line) return;
    line.select.value = value;
    line.select.dispatchEvent(new Event("input", { bubbles: true }));
    said.textContent = filled(words.placed, { line: line.text, place: text });
    choose(lines.find(isEmpty));
  }

  function choose(line) {
    next = line ?? null;
    for (const one of lines) one.item.classList.toggle("is-next", one === next);
  }

  function draw() {
    for (const { items, value } of bins) {
      items.replaceChildren(
        ...lines.filter(({ select }) => select.value === value).map(({ text }) => {
          const chip = document.createElement("li");
          chip.textContent = text;
          return chip;
        }),
      );
    }
  }

  function drag(item) {
    const line = lines.find((one) => one.item === item);
    const under = ({ x, y }) => bins.find(({ box }) => box.contains(document.elementFromPoint(x, y)));
    const mark = (over) => {
      for (const one of bins) one.box.classList.toggle("is-over", one === over);
    };
    return {
      over: (point) => mark(under(point)),
      drop(point) {
        const found = under(point);
        mark();
        if (found) put(line, found);
      },
      cancel: () => mark(),
    };
  }

  const group = document.createElement("div");
  group.className = "bins";
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", words.bins);
  const hint = paragraph("hint");
  hint.setAttribute("aria-hidden", "true");
  hint.textContent = words.bins;
  group.append(hint, ...bins.map(({ box }) => box));
  const both = document.createElement("div");
  both.className = "placing";
  list.before(both);
  both.append(list, group);
  both.after(said);
  list.addEventListener("focusin", ({ target }) => choose(lines.find(({ item }) => item.contains(target))));
  list.addEventListener("input", draw);
  dragging(list, { handle: ".part", drag });
  choose(lines.find(isEmpty));
  draw();
}

function alike(selects) {
  const offered = selects.map((select) => [...select.options].map(({ value }) => value).join());
  return selects.length > 1 && offered.every((one) => one === offered[0]);
}
