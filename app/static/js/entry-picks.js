import { TIMER } from "./entry-store.js";
import { button, filled } from "./parts.js";

const LENGTHS = [30, 45, 60, 90, 120];
const DAY = 86400000;

// What makes an entry quick: the same again, today and yesterday, usual lengths, a clock that is started and stopped, one
// person for "individual", and the phone at once for "worried". `putWords` fills the form.
export function picks(form, putWords) {
  const { day, starts, ends, people, is_worried: worried } = form.elements;
  const clock = wallClock(form.dataset.zone);
  const isNew = form.getAttribute("action") === "/practicum/entries/new";
  const put = (values) => {
    for (const [field, value] of values) field.value = value;
    form.dispatchEvent(new Event("input", { bubbles: true }));
    draw();
  };

  for (const link of form.parentElement.querySelectorAll("[data-like]")) {
    const words = JSON.parse(link.dataset.values);
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      again(words);
      form.querySelector(".actions button").focus();
    });
  }

  function again({ day: then, ...words }) {
    const pairs = Object.entries(words).flatMap(([name, value]) => [value].flat().map((one) => [name, one]));
    const fields = new URLSearchParams(pairs);
    fields.set("day", sameDay(then, clock().day));
    putWords(fields);
    draw();
  }

  const days = form.querySelector("[data-pick-day]");
  days.append(button(days.dataset.today, () => put([[day, clock().day]])));
  days.append(button(days.dataset.yesterday, () => put([[day, dayAfter(clock().day, -1)]])));
  days.hidden = false;

  const lengths = form.querySelector("[data-pick-length]");
  for (const minutes of LENGTHS) {
    lengths.append(button(filled(lengths.dataset.word, { minutes }), () => last(minutes)));
  }
  lengths.hidden = false;
  const lasted = form.querySelector("[data-lasted]");

  // From what stands there, or until now.
  function last(minutes) {
    if (starts.value) return put([[ends, clockAfter(starts.value, minutes)]]);
    const now = clock();
    put([[ends, now.time], [starts, clockAfter(now.time, -minutes)]]);
  }

  function draw() {
    const minutes = starts.value && ends.value ? minutesOf(ends.value) - minutesOf(starts.value) : 0;
    lasted.textContent = minutes > 0 ? filled(lasted.dataset.lasted, { time: clockOf(minutes) }) : "";
  }

  timer(form, clock, (from, until) => put([[day, from.day], [starts, from.time], [ends, until.time]]));

  form.addEventListener("input", draw);
  form.addEventListener("change", ({ target }) => {
    if (target.name === "setting" && target.value === "individual" && !people.value) people.value = "1";
    if (target === worried) form.querySelector("[data-worried]").open = worried.checked;
  });
  // A page that was kept was made on another day.
  const refresh = () => isNew && day.value === form.dataset.today && (day.value = clock().day);
  form.addEventListener("reset", () => {
    form.querySelector("[data-worried]").open = false;
    setTimeout(() => (refresh(), draw()));
  });
  refresh();
  const asked = new URLSearchParams(location.search).get("like");
  const like = asked && form.parentElement.querySelector(`[data-like="${CSS.escape(asked)}"]`);
  if (like) again(JSON.parse(like.dataset.values));
  draw();
}

// A clock that only remembers when it was started: it goes on while the phone is locked and the page is away.
function timer(form, clock, stopped) {
  const box = form.querySelector("[data-entry-timer]");
  if (!box) return;
  const key = TIMER + form.dataset.entry;
  const words = box.dataset;
  const line = box.querySelector("p");
  const start = button(words.start, () => (store(Date.now()), draw()));
  const stop = button(words.stop, () => {
    stopped(clock(read()), clock());
    drop();
  });
  const forget = button(words.undo, () => drop());
  box.append(start, stop, forget);
  box.hidden = false;

  function drop() {
    store(0);
    draw();
    start.focus();
  }

  function read() {
    try {
      return Number(localStorage.getItem(key)) || 0;
    } catch {
      return 0;
    }
  }

  function store(at) {
    try {
      if (at) localStorage.setItem(key, String(at));
      else localStorage.removeItem(key);
    } catch {
      box.hidden = true;
    }
  }

  function draw() {
    const at = read();
    start.hidden = Boolean(at);
    stop.hidden = forget.hidden = !at;
    const minutes = Math.floor((Date.now() - at) / 60000);
    const text = at ? filled(words.running, { time: clock(at).time, minutes }) : "";
    if (line.textContent !== text) line.textContent = text;
  }

  draw();
  setInterval(draw, 5000);
}

// The institution's wall clock, whatever the phone's own zone is.
function wallClock(timeZone) {
  const parts = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  const format = new Intl.DateTimeFormat("en-CA", { timeZone, calendar: "gregory", numberingSystem: "latn", ...parts });
  return (moment = Date.now()) => {
    const said = Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, value]));
    return { day: `${said.year}-${said.month}-${said.day}`, time: `${said.hour}:${said.minute}` };
  };
}

const minutesOf = (time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
const clockOf = (minutes) => `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;

function clockAfter(time, minutes) {
  const after = Math.min(24 * 60 - 1, Math.max(0, minutesOf(time) + minutes));
  return clockOf(after).padStart(5, "0");
}

// The same day of the week, as late as it can have been: a week later at least.
export function sameDay(then, today) {
  const weeks = Math.floor((Date.parse(today) - Date.parse(then)) / (7 * DAY));
  return weeks > 0 ? dayAfter(then, weeks * 7) : today;
}

const dayAfter = (day, days) => new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10);
