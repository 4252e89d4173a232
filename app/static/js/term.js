// data-term on a word of the glossary: its meaning opens beside it, by hover, by keyboard and by touch. It can be pointed
// at, stays until it is left, and closes on Escape or a touch elsewhere. Without the browser's popovers a link stays a link.
const SOON = 300; // ms: passing over a word opens nothing, and the way to the meaning closes nothing
const GAP = 8;

const box = makeBox();
let word = null; // the one that is explained now
let pinned = false; // opened on purpose: leaving it with the mouse closes nothing
let isReturning = false;
let timer = 0;

export function term(element) {
  if (!box) return;
  element.dataset.meaning = element.title;
  element.removeAttribute("title");
  element.setAttribute("role", "button");
  element.setAttribute("aria-expanded", "false");
  if (!element.href) element.tabIndex = 0;
  element.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (word === element && pinned) close();
    else open(element, true);
  });
  element.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    element.click();
  });
  element.addEventListener("focus", () => {
    if (element.matches(":focus-visible") && !isReturning) open(element, false);
  });
  element.addEventListener("pointerenter", (event) => {
    if (event.pointerType === "mouse") later(() => word === element || open(element, false));
  });
  element.addEventListener("pointerleave", left);
  element.addEventListener("focusout", blurred);
}

function makeBox() {
  if (!("popover" in HTMLElement.prototype)) return null;
  const made = document.createElement("span");
  made.className = "term-meaning";
  made.id = "term-meaning";
  made.popover = "manual";
  made.setAttribute("role", "group");
  made.addEventListener("pointerenter", () => clearTimeout(timer));
  made.addEventListener("pointerleave", left);
  made.addEventListener("focusout", blurred);
  document.addEventListener("keydown", escaped);
  document.addEventListener("pointerdown", ({ target }) => {
    if (word && !word.contains(target) && !made.contains(target)) close();
  });
  addEventListener("resize", () => word && place());
  return made;
}

function open(element, onPurpose) {
  clearTimeout(timer);
  pinned = onPurpose;
  if (word === element) return;
  close();
  pinned = onPurpose;
  word = element;
  const said = document.createElement("span");
  said.id = "term-said";
  said.textContent = element.dataset.meaning;
  box.replaceChildren(said);
  if (element.href) box.append(more(element.href));
  box.setAttribute("aria-label", element.textContent);
  element.after(box);
  box.showPopover();
  element.setAttribute("aria-expanded", "true");
  element.setAttribute("aria-describedby", said.id);
  place();
}

// In the reader's language, which is not always that of the text.
function more(address) {
  const link = document.createElement("a");
  link.href = address;
  link.textContent = document.body.dataset.glossary;
  link.lang = document.documentElement.lang;
  link.dir = document.documentElement.dir;
  return link;
}

function close() {
  clearTimeout(timer);
  word?.setAttribute("aria-expanded", "false");
  word?.removeAttribute("aria-describedby");
  word = null;
  pinned = false;
  box.remove();
}

// Under the word's last line, or above its first where there is more room; never beyond the screen's sides.
function place() {
  const lines = [...word.getClientRects()];
  const [first, last] = [lines[0], lines[lines.length - 1]];
  const { clientWidth, clientHeight } = document.documentElement;
  const { offsetWidth: wide, offsetHeight: high } = box;
  const isBelow = clientHeight - last.bottom >= high + GAP || clientHeight - last.bottom >= first.top;
  const line = isBelow ? last : first;
  const isRightToLeft = getComputedStyle(box).direction === "rtl";
  const start = isRightToLeft ? clientWidth - line.right : line.left;
  const most = Math.max(GAP, clientWidth - wide - GAP);
  const top = isBelow ? line.bottom + GAP / 2 : line.top - high - GAP / 2;
  box.style.setProperty("--from-start", `${Math.min(Math.max(start, GAP), most)}px`);
  box.style.setProperty("--from-top", `${top + scrollY}px`);
}

function later(act) {
  clearTimeout(timer);
  timer = setTimeout(act, SOON);
}

function left() {
  clearTimeout(timer);
  const isHeld = () => pinned || box.contains(document.activeElement) || word?.matches(":focus-visible");
  if (word) later(() => isHeld() || close());
}

function blurred({ relatedTarget }) {
  if (word && relatedTarget !== word && !box.contains(relatedTarget)) close();
}

function escaped(event) {
  if (event.key !== "Escape" || !word) return;
  const from = word;
  const wasInside = box.contains(document.activeElement);
  close();
  if (!wasInside) return;
  isReturning = true;
  from.focus();
  isReturning = false;
}
