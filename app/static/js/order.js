// data-order on a list whose lines hold a label and a select of places: lines move by buttons or by dragging their
// place, and the selects, out of sight, keep where they stand. Words: data-up, data-down, data-moved.
import { dragging } from "./drag.js";
import { filled, paragraph } from "./parts.js";

export function order(list) {
  if (list.closest("fieldset:disabled")) return;
  const words = list.dataset;
  const lines = [...list.children].map(line);
  const said = paragraph("visually-hidden", "status");

  function line(item) {
    const select = item.querySelector("select");
    const label = item.querySelector("label");
    const text = label.textContent.trim();
    const place = document.createElement("span");
    place.className = "order-place";
    const moves = document.createElement("span");
    moves.className = "order-moves";
    const made = { item, select, text, place, up: move("up", -1), down: move("down", 1) };
    moves.append(made.up, made.down);
    item.prepend(place);
    item.append(moves);
    select.hidden = true;
    return made;

    function move(name, step) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = `order-move order-${name}`;
      button.setAttribute("aria-label", filled(words[name], { line: text }));
      button.addEventListener("click", () => {
        moveTo(item, [...list.children].indexOf(item) + step);
        button.focus();
      });
      return button;
    }
  }

  function moveTo(item, place) {
    const others = [...list.children].filter((other) => other !== item);
    if (place < 0 || place > others.length) return;
    list.insertBefore(item, others[place] ?? null);
    settle(item);
  }

  // Writes the places as they are seen into the selects; says where `moved` stands now.
  function settle(moved) {
    const items = [...list.children];
    for (const { item, select, place, up, down } of lines) {
      const at = items.indexOf(item);
      select.selectedIndex = at + 1;
      place.textContent = at + 1;
      up.setAttribute("aria-disabled", String(at === 0));
      down.setAttribute("aria-disabled", String(at === items.length - 1));
    }
    if (!moved) return;
    const { text } = lines.find((one) => one.item === moved);
    said.textContent = filled(words.moved, { line: text, place: items.indexOf(moved) + 1, of: items.length });
    list.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // What was chosen before stands at its place; the others fill the places that are left, in the order they came in.
  function restore() {
    const slots = lines.map(() => null);
    const rest = [];
    for (const one of lines) {
      const wanted = one.select.selectedIndex - 1;
      if (wanted >= 0 && !slots[wanted]) slots[wanted] = one;
      else rest.push(one);
    }
    for (const one of slots) list.append((one ?? rest.shift()).item);
  }

  function drag(item) {
    const before = [...list.children];
    return {
      over({ y }) {
        const items = [...list.children];
        const at = items.indexOf(item);
        const middle = (other) => other.getBoundingClientRect().top + other.offsetHeight / 2;
        const above = items.filter((other, place) => place < at && y < middle(other)).length;
        const below = items.filter((other, place) => place > at && y > middle(other)).length;
        if (above || below) moveTo(item, at - above + below);
      },
      cancel() {
        list.append(...before);
        settle(item);
      },
    };
  }

  for (const hint of list.parentElement.querySelectorAll("[data-order-still], [data-order-moving]")) {
    hint.hidden = "orderStill" in hint.dataset;
  }
  list.classList.add("is-ordered");
  list.after(said);
  restore();
  settle();
  dragging(list, { handle: ".order-place", drag });
}
