const FAR = 5;

// Lets the items of a list be dragged: by their `handle` with a finger, anywhere but on controls with a mouse.
// `drag(item)` begins one and gives { over(point), drop?(point), cancel?() }.
export function dragging(list, { handle, drag }) {
  let held = null;

  list.addEventListener("pointerdown", (event) => {
    const item = [...list.children].find((one) => one.contains(event.target));
    if (!item || held || event.button || !event.isPrimary) return;
    const takes = event.pointerType === "mouse" ? !event.target.closest("button, select, input") : event.target.closest(handle);
    if (!takes) return;
    held = { item, start: { x: event.clientX, y: event.clientY } };
    addEventListener("pointermove", move);
    addEventListener("pointerup", up);
    addEventListener("pointercancel", cancel);
    addEventListener("keydown", escape);
  });

  function move({ clientX: x, clientY: y }) {
    if (!held.moves) {
      if (Math.hypot(x - held.start.x, y - held.start.y) < FAR) return;
      held.moves = drag(held.item);
      held.item.classList.add("is-held");
      getSelection().removeAllRanges();
    }
    held.moves.over({ x, y });
  }

  function up({ clientX: x, clientY: y }) {
    const { moves } = end();
    if (!moves) return;
    moves.drop?.({ x, y });
    // The click that follows a drag is not meant.
    addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(() => removeEventListener("click", swallow, { capture: true }));
  }

  function cancel() {
    end().moves?.cancel?.();
  }

  function escape(event) {
    if (event.key === "Escape") cancel();
  }

  function end() {
    const ended = held;
    held = null;
    ended.item.classList.remove("is-held");
    removeEventListener("pointermove", move);
    removeEventListener("pointerup", up);
    removeEventListener("pointercancel", cancel);
    removeEventListener("keydown", escape);
    return ended;
  }

  list.addEventListener("selectstart", (event) => {
    if (held) event.preventDefault();
  });
}

function swallow(event) {
  event.preventDefault();
  event.stopPropagation();
}
