import { post, show, wordsOf } from "./page.js";

// data-swap="id": the form's answer replaces that element; without a connection the browser does it its own way.
export function swap(form, bind) {
  form.addEventListener("submit", async (event) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    if (form.ariaBusy === "true") return;
    form.ariaBusy = "true";
    try {
      const response = await post(form.action, wordsOf(form, event.submitter));
      await show(response, form, form.dataset.swap || "main", bind);
    } catch {
      form.submit();
    } finally {
      form.ariaBusy = "false";
    }
  });
}
