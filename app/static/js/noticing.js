import { load } from "./entries-near.js";

// data-noticing="names of fields" on a form: says on its [data-noticed] what of them may tell who somebody is; such a
// text goes with the second press. It binds before data-once, which a press that is held back must not count.
export function noticing(form) {
  let isWhole = () => true;
  form.addEventListener("submit", (event) => {
    if (!isWhole()) event.preventDefault();
  });
  if (document.body.dataset.entries) {
    load().then(({ remarks }) => {
      isWhole = remarks(form, form.dataset.noticing.split(" "));
    });
  }
}
