import { countUnsent } from "./entry-store.js";

// The script of the practicum, named by the page's body: fetched where a page has a part for it, and wherever something
// of whoever is signed in waits to be sent.
export const load = () => import(document.body.dataset.entries);

export const entryPart = (name) => async (element, bind) => {
  if (document.body.dataset.entries) (await load())[name](element, bind);
};

export async function startEntries(bind) {
  const person = document.querySelector("[data-forget]")?.dataset.forget;
  if (!person || !document.body.dataset.entries) return;
  const isNear = document.querySelector("[data-entry], [data-outbox]");
  if (isNear || countUnsent(person)) (await load()).start(person, bind);
}
