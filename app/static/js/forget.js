import { dropForm } from "./entry-page.js";
import { countUnsent, forgetPerson } from "./entry-store.js";
import { dropCard } from "./keep-card.js";
import { dropAll, isWaiting } from "./sheet-store.js";

// data-forget="person" on the form that signs out: the device keeps nothing of whoever leaves, nor of anybody else, but
// entries that are not sent: they stay sealed until their writer signs in again. Words: data-unsent, -unsent-entries.
export function forget(form) {
  const person = form.dataset.forget;
  dropAll(person);
  dropCard(person);
  dropForm(person);
  form.addEventListener("submit", (event) => {
    const [sheets, entries] = [isWaiting(), countUnsent(person)];
    if (entries && !confirm(form.dataset.unsentEntries.replace("%(num)s", entries))) {
      event.preventDefault();
      dispatchEvent(new Event("kelim:send"));
    } else if (sheets && !confirm(form.dataset.unsent)) event.preventDefault();
    else if (navigator.onLine) leave(person);
  });
}

function leave(person) {
  dropAll();
  dropCard();
  dropForm();
  forgetPerson(person).catch(() => {});
}
