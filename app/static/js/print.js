// data-print: the button exists only where a script can print. Inside a block it prints that block alone.
export function print(button) {
  const part = button.closest(".block, .handout");
  button.hidden = false;
  button.addEventListener("click", () => {
    const others = part ? outside(part) : [];
    for (const element of others) element.dataset.unprinted = "";
    addEventListener("afterprint", () => restore(others), { once: true });
    window.print();
  });
}

// Everything beside the way from the body down to `part`.
function outside(part) {
  const found = [];
  for (let at = part; at !== document.body; at = at.parentElement) {
    found.push(...[...at.parentElement.children].filter((element) => element !== at));
  }
  return found;
}

function restore(elements) {
  for (const element of elements) delete element.dataset.unprinted;
}

// Doors and sources that are shut on the screen are open on paper, for browsers whose style sheets cannot open them.
addEventListener("beforeprint", () => {
  for (const door of document.querySelectorAll(".door:not([open]), .source:not([open])")) {
    door.open = true;
    addEventListener("afterprint", () => door.removeAttribute("open"), { once: true });
  }
});
