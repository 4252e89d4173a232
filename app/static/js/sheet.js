import { isSignIn, post, show, wordsOf } from "./page.js";
import { drop, keepPage, keyOf, load, save } from "./sheet-store.js";

const AGAIN_AFTER = 20000;

// data-sheet="performance/part": every tick is kept on this device at once, and sent once, when there is a connection.
// Words: data-kept, -sending, -waiting, -signed-out, -refused, -unkept. data-from: the sheet that these ticks come from.
export function sheet(form, bind) {
  const { sheet: name, rater, from } = form.dataset;
  const line = form.querySelector("[data-sheet-state]");
  const signIn = form.querySelector("[data-sheet-sign-in]");
  const boxes = [...form.querySelectorAll("[name=tick]")];
  let item = load(name, rater) || (from && load(from, rater));
  let isBusy = false;

  const say = (state) => {
    line.dataset.state = state;
    line.textContent = form.dataset[state] || "";
    signIn.hidden = state !== "signedOut";
  };

  function fill() {
    for (const box of boxes) box.checked = item.ticks.includes(box.value);
    form.elements.note.value = item.note;
    form.elements.client_key.value = item.key;
  }

  function keep(wants) {
    item = {
      rater,
      wants,
      key: form.elements.client_key.value,
      ticks: boxes.filter((box) => box.checked).map((box) => box.value),
      note: form.elements.note.value,
      at: Date.now(),
    };
    return save(name, item);
  }

  async function deliver() {
    if (isBusy || !form.isConnected) return;
    isBusy = true;
    form.ariaBusy = "true";
    say("sending");
    try {
      await send();
    } catch {
      say("waiting");
      setTimeout(again, AGAIN_AFTER);
    } finally {
      isBusy = false;
      form.ariaBusy = "false";
    }
  }

  async function send() {
    let response = await post(form.action, wordsOf(form));
    if (response.status === 400 && (await renew())) response = await post(form.action, wordsOf(form));
    if (response.status >= 500) throw response;
    if (isSignIn(response.url)) return say("signedOut");
    if (response.ok) drop(name);
    else keep(false);
    await show(response, form, "main", bind);
  }

  // The form's token belongs to a sign-in that is over: the page of the present one has another.
  async function renew() {
    const answer = await fetch(location.pathname, { credentials: "same-origin" });
    if (isSignIn(answer.url)) return true;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = fresh.querySelector("[name=csrf_token]");
    if (!token) return false;
    form.elements.csrf_token.value = token.value;
    return true;
  }

  const again = () => {
    if (item?.wants && form.isConnected) deliver();
  };

  form.addEventListener("input", () => say(keep(false) ? "kept" : "unkept"));
  form.addEventListener("submit", (event) => {
    if (!keep(true)) return;
    event.preventDefault();
    deliver();
  });
  addEventListener("online", again);
  addEventListener("storage", (event) => {
    if (event.key !== keyOf(name) || !form.isConnected) return;
    if (event.newValue === null) return location.reload();
    item = JSON.parse(event.newValue);
    fill();
    say("kept");
  });

  if (item) fill();
  else if (boxes.some((box) => box.checked)) keep(false);
  if (from && item) {
    save(name, { ...item, wants: false });
    item.wants = false;
    drop(from);
  }
  if (item) say(navigator.onLine ? "kept" : item.wants ? "waiting" : "kept");
  if ("inConflict" in form.dataset) return;
  if (navigator.onLine) keepPage(name);
  again();
}

// data-sheet-sent="performance/part": the server has it.
export function sheetSent(mark) {
  drop(mark.dataset.sheetSent);
}
