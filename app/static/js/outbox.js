import { isSignIn, post, show, wordsOf } from "./page.js";

// Answers given while the line is down wait here. Each carries the form_key it was given with, so that one which
// arrived although its answer got lost counts once. Only quiz answers: nothing private is ever kept on a device.
const NAME = "kelim.outbox";
const DAYS_KEPT = 14;
const OVER = new Set([409, 410, 422]);

function waiting() {
  try {
    return JSON.parse(localStorage.getItem(NAME)) || [];
  } catch {
    return [];
  }
}

function keep(list) {
  try {
    localStorage.setItem(NAME, JSON.stringify(list));
    return true;
  } catch {
    return false;
  }
}

function say(text) {
  let place = document.querySelector("[data-outbox-mark]");
  if (!place) {
    place = document.createElement("p");
    place.dataset.outboxMark = "";
    place.className = "message";
    place.setAttribute("role", "status");
    document.getElementById("main").prepend(place);
  }
  place.hidden = false;
  place.textContent = text || "";
}

// data-outbox on a quiz form; its words: data-kept, data-arrived.
export function outbox(form, bind) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (form.ariaBusy === "true") return;
    form.ariaBusy = "true";
    const words = wordsOf(form, event.submitter);
    try {
      const response = await post(form.action, words);
      if (response.status >= 500) throw new Error("the server did not take it");
      await show(response, form.dataset.swap || "main", bind);
    } catch {
      const item = { url: form.action, words: String(words), at: Date.now(), arrived: form.dataset.arrived };
      const others = waiting().filter((other) => keyOf(other) !== keyOf(item));
      if (keep([...others, item])) say(form.dataset.kept);
      else form.submit();
    } finally {
      form.ariaBusy = "false";
    }
  });
}

const keyOf = (item) => item.url + (new URLSearchParams(item.words).get("form_key") || item.words);

// Sends what waits, oldest first; what somebody else's session may not send stays for its owner.
export async function deliver() {
  if (!navigator.onLine || !waiting().length) return;
  const token = document.querySelector("input[name=csrf_token]")?.value;
  if (!token) return;
  for (const item of waiting()) {
    const words = new URLSearchParams(item.words);
    words.set("csrf_token", token);
    let response;
    try {
      response = await post(item.url, words);
    } catch {
      return;
    }
    const arrived = response.ok && !isSignIn(response.url);
    const stale = Date.now() - item.at > DAYS_KEPT * 864e5;
    if (arrived) say(item.arrived);
    if (arrived || stale || OVER.has(response.status)) keep(waiting().filter((other) => keyOf(other) !== keyOf(item)));
  }
}

addEventListener("online", deliver);
