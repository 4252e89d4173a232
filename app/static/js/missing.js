import { paragraph } from "./parts.js";

// data-missing (the words) on a form: its first sending with some parts empty asks whether that is meant. Where all are
// empty, the server says so. data-missing-link: words of the way to the first empty part.
export function missing(form) {
  let asked = false;
  form.addEventListener("submit", (event) => {
    const parts = [...form.querySelectorAll("select, input[type=text], textarea")];
    const empty = parts.filter((part) => !part.value.trim());
    if (asked || !("missing" in form.dataset) || !empty.length || empty.length === parts.length) return;
    asked = true;
    event.preventDefault();
    event.stopImmediatePropagation();
    const note = paragraph("notice notice-warning", "alert");
    const link = document.createElement("a");
    link.href = `#${empty[0].id}`;
    link.textContent = form.dataset.missingLink;
    link.addEventListener("click", (click) => {
      click.preventDefault();
      empty[0].focus();
    });
    note.append(form.dataset.missing, " ", link);
    form.querySelector("button:not([type])").before(note);
  });
}
