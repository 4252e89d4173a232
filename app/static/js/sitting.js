import { isSignIn, post, wordsOf } from "./page.js";
import { filled } from "./parts.js";

const PAUSE = 1200;

// data-sitting: an exercise step by step without a reload. What is typed saves itself; nothing of it is kept on the
// device. Stop is there at once, whether or not there is a connection.
export function sitting(form) {
  const steps = [...form.querySelectorAll("[data-step]")];
  const stopping = form.querySelector("[data-stopping]");
  const bar = form.querySelector("[data-bar]");
  const mark = form.querySelector("[data-sitting-mark]");
  const where = document.querySelector("[data-where]");
  const isWhole = form.hasAttribute("data-whole");
  let at = Math.max(
    0,
    steps.findIndex((step) => !step.hidden),
  );

  const save = saving(form, mark, () => at + 1);
  const offer = offering(form);

  const state = (isStopped = false) => ({ isPart: true, isStopped, step: at });

  function draw() {
    for (const [number, step] of steps.entries()) {
      const isLeft = !step.hidden;
      step.hidden = !isWhole && number !== at;
      if (isLeft && step.hidden)
        for (const pacer of step.querySelectorAll("[data-breathe]")) pacer.dispatchEvent(new Event("kelim:left"));
    }
    stopping.hidden = true;
    bar.hidden = false;
    const isLast = isWhole || at === steps.length - 1;
    bar.querySelector("[value=back]").hidden = isWhole || at === 0;
    bar.querySelector("[value=next]").hidden = isLast;
    bar.querySelector("[value=finish]").hidden = !isLast;
    if (where && !isWhole) where.textContent = filled(where.dataset.stepWords, { number: at + 1, count: steps.length });
  }

  function goTo(number) {
    at = Math.min(steps.length - 1, Math.max(0, number));
    draw();
    arrive(steps[at].querySelector("h2"));
  }

  function stop(withPerson) {
    for (const step of steps) step.hidden = true;
    bar.hidden = true;
    stopping.hidden = false;
    offer.hide();
    for (const pacer of form.querySelectorAll("[data-breathe]")) pacer.dispatchEvent(new Event("kelim:left"));
    if (withPerson) stopping.querySelector("details").open = true;
    arrive(stopping.querySelector("h2"));
  }

  function step(by) {
    offer.hide();
    goTo(at + by);
    history.pushState(state(), "", `?step=${at + 1}`);
    save.soon(0);
  }

  // Sent with everything that is typed; the page is left only once it has arrived.
  async function leaveBy(going) {
    if (await save.now(going)) location.assign(going === "whole" || going === "steps" ? `?step=${at + 1}` : form.action);
  }

  form.addEventListener("click", (event) => {
    const pressed = event.target.closest("button[name=go]");
    if (!pressed) return;
    event.preventDefault();
    let going = pressed.value;
    if (pressed.classList.contains("visually-hidden"))
      going = isWhole || at === steps.length - 1 ? "finish" : "next";
    if (going === "next") step(1);
    else if (going === "back") step(-1);
    else if (going === "stop" || going === "person") {
      stop(going === "person");
      history.pushState(state(true), "");
      save.now("stop");
    } else leaveBy(going);
  });
  form.querySelector("[data-go-on]").addEventListener("click", () => {
    goTo(at);
    history.pushState(state(), "", `?step=${at + 1}`);
  });

  history.replaceState(state(), "");
  addEventListener("popstate", (event) => {
    if (!event.state?.isPart) return;
    if (event.state.isStopped) stop(false);
    else goTo(event.state.step);
  });
}

function arrive(heading) {
  heading.focus({ preventScroll: true });
  scrollTo(0, 0);
}

function saving(form, mark, number) {
  let timer = 0;
  let isDirty = false;
  let owed = "";
  let onItsWay;

  const say = (state, words) => {
    mark.textContent = words ?? mark.dataset[state] ?? "";
    mark.classList.toggle("is-failed", state !== "saved" && state !== "");
  };

  async function send(options) {
    const going = owed;
    const words = wordsOf(form);
    words.set("draft", "1");
    words.set("step", String(number()));
    if (going) words.set("go", going);
    isDirty = false;
    try {
      const response = await post(form.action, words, options);
      if (isSignIn(response.url)) return failed("away");
      if (response.status === 422 || response.status === 409) return failed("refused", (await response.json()).error);
      if (!response.ok) return failed("failed");
      take(form, await response.json());
    } catch {
      return failed("failed");
    }
    if (owed === going) owed = "";
    if (!isDirty) {
      say("saved");
      form.dispatchEvent(new Event("kelim:saved"));
    }
    return true;
  }

  function failed(state, words) {
    isDirty = true;
    say(state, words);
    return false;
  }

  // One sending after the other, so that each knows what the one before it has kept.
  async function now(going = "", options) {
    clearTimeout(timer);
    if (going) owed = going;
    while (onItsWay) await onItsWay;
    if (!isDirty && !owed) return true;
    onItsWay = send(options);
    const isKept = await onItsWay;
    onItsWay = undefined;
    return isKept;
  }

  function soon(wait) {
    clearTimeout(timer);
    timer = setTimeout(now, wait);
  }

  form.addEventListener("input", () => {
    isDirty = true;
    say("");
    soon(PAUSE);
  });
  addEventListener("online", () => now());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") now("", { keepalive: true });
  });
  return { now, soon: (wait) => ((isDirty = true), soon(wait)) };
}

// What the server has now: the state that this window has read, and what another one wrote.
function take(form, kept) {
  for (const [name, number] of Object.entries(kept.numbers)) {
    const input = form.elements[`n-${name}`];
    if (input) input.value = number;
  }
  const model = document.getElementById("other-window").content;
  for (const [name, others] of Object.entries(kept.others)) {
    const place = form.querySelector(`[data-others="${name}"]`);
    place?.replaceChildren(
      ...others.map(({ text, digest }) => {
        const made = model.cloneNode(true);
        made.querySelector("blockquote").textContent = text;
        const box = made.querySelector("input");
        box.name = `drop-${name}`;
        box.value = digest;
        return made;
      }),
    );
  }
}

// The same rule as on the server: distress that is high, or has risen, brings an offer beside the rating.
function offering(form) {
  const box = form.querySelector("[data-offer]");
  const high = Number(form.dataset.high);
  const rise = Number(form.dataset.rise);
  const rates = [...form.querySelectorAll("[data-rate][data-polarity=distress]")];
  const rated = (when) =>
    rates
      .filter((rate) => rate.dataset.when === when)
      .map((rate) => rate.querySelector(":checked")?.value)
      .filter((value) => value !== undefined)
      .map(Number);

  form.addEventListener("change", (event) => {
    const rate = event.target.closest("[data-rate]");
    if (!rates.includes(rate)) return;
    const [before, after] = [rated("before"), rated("after")];
    const isHigh = Number(event.target.value) >= high;
    const hasRisen = rate.dataset.when === "after" && before.some((was) => after.some((is) => is - was >= rise));
    rate.after(box.parentElement);
    box.hidden = !(isHigh || hasRisen);
    if (!box.hidden) box.scrollIntoView({ block: "nearest" });
  });
  return {
    hide() {
      if (box) box.hidden = true;
    },
  };
}
