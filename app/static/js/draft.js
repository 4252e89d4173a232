import { isSignIn, post, wordsOf } from "./page.js";

const PAUSE = 1500;

// data-draft="url": saves what is being written a moment after the last key. Not its form_key: a draft is sent often.
export function draft(form) {
  const mark = form.querySelector("[data-draft-mark]");
  let timer = 0;
  let dirty = false;

  const say = (state) => {
    if (mark) mark.textContent = mark.dataset[state] || "";
  };

  async function save(options) {
    clearTimeout(timer);
    if (!dirty) return;
    dirty = false;
    const words = wordsOf(form);
    words.delete("form_key");
    words.set("draft", "1");
    say("saving");
    try {
      const response = await post(form.dataset.draft, words, options);
      if (!response.ok || isSignIn(response.url)) throw new Error("not saved");
      if (dirty) return;
      say("saved");
      form.dispatchEvent(new Event("kelim:saved"));
    } catch {
      dirty = true;
      say("failed");
    }
  }

  form.addEventListener("input", () => {
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    dirty = false;
  });
  addEventListener("online", () => save());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save({ keepalive: true });
  });
}
