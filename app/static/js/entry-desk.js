import { sender } from "./entry-sending.js";
import { isAble, openStore } from "./entry-store.js";

const OPEN = "kelim-entry-";

const desks = new Map();

// What this device keeps of a person, and who sends it; null where nothing can be kept.
export function deskOf(person) {
  if (!isAble()) return Promise.resolve(null);
  if (!desks.has(person)) desks.set(person, openDesk(person).catch(() => null));
  return desks.get(person);
}

async function openDesk(person) {
  const store = await openStore(person);
  const token = () => document.querySelector("input[name=csrf_token]")?.value || "";
  const sends = sender({ store, fetch: (...request) => fetch(...request), read, token });
  const { locks } = navigator;
  // One tab sends at a time. Where tabs cannot agree, the server still takes each entry once.
  const alone = (act) => (locks ? locks.request(`kelim-entries-${person}`, act) : act());

  // What no form holds any more; nothing is known to be left where tabs cannot tell.
  async function leftBehind() {
    const held = new Set(((await locks?.query())?.held || []).map(({ name }) => name));
    return (id) => Boolean(locks) && !held.has(OPEN + id);
  }

  async function all(isNow) {
    const isLeft = await leftBehind();
    const isOver = (item) => !item.wants && !item.isDirty && isLeft(item.id);
    for (const item of await store.list()) if (isOver(item)) await store.update(item.id, () => null);
    return alone(() => sends.all({ isNow, isLeft }));
  }

  // Held as long as the page is: what is being written here is nobody else's to send.
  const claim = (id) => locks?.request(OPEN + id, () => new Promise(() => {}));

  return { store, all, claim, leftBehind, one: (id) => alone(() => sends.one(id)) };
}

// The words of the form in a page, and what the page complains of.
function read(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const form = page.querySelector("form[data-entry]");
  const complaints = page.querySelectorAll(".error-summary li, .page-narrow > .lead");
  return {
    words: form ? new URLSearchParams(new FormData(form)) : new URLSearchParams(),
    why: [...complaints].slice(0, 5).map((line) => line.textContent.trim()),
  };
}
