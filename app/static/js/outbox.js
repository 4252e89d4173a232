import { isSignIn, post, show, wordsOf } from "./page.js";

// Answers given while the line is down wait here. The server takes one answer a question, so that one which arrived
// although its receipt got lost counts once. Only quiz answers: nothing private is ever kept on a device.
const NAME = "kelim.outbox";
const ARRIVED = "kelim.arrived";
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

// The words stand in the layout: [data-kept] and [data-arrived] of the line that tells of a lost connection.
const word = (name) => document.querySelector(`[data-${name}]`)?.dataset[name];

// data-answer on a quiz form: its answer replaces the page's main part. What waits goes first, so that nothing is handed
// in before its answers; an older answer to the same question is not sent any more. data-kept: other words for waiting.
export function outbox(form, bind) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (form.ariaBusy === "true") return;
    form.ariaBusy = "true";
    const words = wordsOf(form, event.submitter);
    keep(without({ url: form.action }));
    await deliver();
    try {
      const response = await post(form.action, words);
      if (response.status >= 500 || isSignIn(response.url)) throw response;
      await show(response, form, "main", bind);
    } catch (answer) {
      words.delete("csrf_token");
      const item = { url: form.action, words: String(words), at: Date.now() };
      if (!keep([...without(item), item])) form.submit();
      else if (answer instanceof Response && answer.status < 500) location.assign(answer.url);
      else say(form.dataset.kept || word("kept"));
    } finally {
      form.ariaBusy = "false";
    }
  });
}

const without = (item) => waiting().filter((other) => other.url !== item.url);

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
    const refused = new URL(response.url).searchParams.has("not_taken");
    const stale = Date.now() - item.at > DAYS_KEPT * 864e5;
    if (arrived || stale || OVER.has(response.status)) keep(without(item));
    if (arrived && refused) return location.assign(response.url);
    if (!arrived) continue;
    if (new URL(item.url).pathname !== location.pathname) say(word("arrived"));
    else {
      sessionStorage.setItem(ARRIVED, "1");
      return location.reload();
    }
  }
}

// What arrived on its own page is told after that page has been drawn anew.
export function tellArrived() {
  if (!sessionStorage.getItem(ARRIVED)) return;
  sessionStorage.removeItem(ARRIVED);
  say(word("arrived"));
}

addEventListener("online", deliver);
