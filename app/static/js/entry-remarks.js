import { find } from "./identifying.js";

const PAUSE = 600;
const TEXTS = ["learning", "amend_reason"];

// Says, while it is being written, what of a text may tell who somebody is; the words stand on [data-noticed]. Returns
// whether the form may go: the first sending of a text with something to say of it waits for a second press. Nothing of
// this leaves the device.
export function remarks(form, names = TEXTS) {
  const box = form.querySelector("[data-noticed]");
  const list = box.querySelector("ul");
  const { seen } = form.elements;
  const fields = names.map((name) => form.elements[name]).filter(Boolean);
  const tidy = () => fields.map((field) => field.value).join(" ").split(/\s+/).filter(Boolean).join(" ");
  let timer = 0;

  function noticed() {
    const found = fields.flatMap(({ value }) => find(value).map((one) => [one.kind, value.slice(one.start, one.end)]));
    return new Map(found.map((one) => [one.join(" "), one]));
  }

  function draw() {
    const found = [...noticed().values()];
    box.hidden = !found.length;
    list.replaceChildren(...found.map(([kind, text]) => lineOf(text, box.dataset[kind])));
    return found.length;
  }

  function lineOf(text, says) {
    const [line, quoted] = [document.createElement("li"), document.createElement("bdi")];
    quoted.dir = "auto";
    quoted.textContent = text;
    line.append(quoted, ": ", says);
    return line;
  }

  form.addEventListener("input", ({ target }) => {
    if (!fields.includes(target)) return;
    clearTimeout(timer);
    timer = setTimeout(draw, PAUSE);
  });

  form.addEventListener("reset", () => {
    seen.value = "";
    box.hidden = box.querySelector("[data-anyway]").hidden = true;
  });

  return () => {
    clearTimeout(timer);
    if (!draw() || seen.value === tidy()) return true;
    seen.value = tidy();
    box.querySelector("[data-anyway]").hidden = false;
    box.tabIndex = -1;
    box.focus();
    return false;
  };
}
