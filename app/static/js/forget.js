import { dropCard } from "./keep-card.js";
import { dropAll, isWaiting } from "./sheet-store.js";

// data-forget="person" on the form that signs out: the device keeps nothing of whoever leaves, nor of anybody else.
export function forget(form) {
  dropAll(form.dataset.forget);
  dropCard(form.dataset.forget);
  form.addEventListener("submit", (event) => {
    if (isWaiting() && !confirm(form.dataset.unsent)) event.preventDefault();
    else if (navigator.onLine) {
      dropAll();
      dropCard();
    }
  });
}
