import { maySleep, stayAwake } from "./awake.js";
import { button, paragraph, toggle } from "./parts.js";
import { tone } from "./tone.js";

// data-breathe with data-in, data-out (seconds) and data-minutes: a circle that grows and shrinks, and a count in words
// that needs neither motion nor sound. Words: data-in-word, data-out-word, data-start, data-stop, data-over; and where
// sound, vibration and reading aloud may be chosen: data-sound-word, data-shake-word, data-said-word.
export function breathe(section) {
  const words = section.dataset;
  const lengths = { in: Number(words.in), out: Number(words.out) };
  const whole = lengths.in + lengths.out;
  const breaths = Math.max(1, Math.round((Number(words.minutes) * 60) / whole));
  if (!(lengths.in > 0 && lengths.out > 0)) return;
  let tick = 0;
  let began = 0;
  let phase = "";
  let isShaking = false;
  let sound;
  let isSounding = false;

  const circle = paragraph("breath");
  const said = document.createElement("span");
  said.setAttribute("aria-live", "polite");
  const count = document.createElement("span");
  count.setAttribute("aria-hidden", "true");
  circle.append(said, count);
  circle.hidden = true;
  const end = paragraph("muted", "status");
  const control = button(words.start, press);

  function begin(name) {
    phase = name;
    said.textContent = words[`${name}Word`];
    circle.style.setProperty("--breath", `${lengths[name]}s`);
    circle.classList.toggle("is-in", name === "in");
    circle.classList.toggle("is-out", name === "out");
    if (isSounding) sound.breathe(name === "in", lengths[name]);
    if (isShaking) navigator.vibrate(name === "in" ? 60 : [40, 80, 40]);
  }

  // By the clock, not by counting ticks: a locked phone gives none.
  function step() {
    const passed = (Date.now() - began) / 1000;
    if (passed >= breaths * whole) {
      stop();
      end.textContent = words.over;
      return;
    }
    const within = passed % whole;
    const name = within < lengths.in ? "in" : "out";
    if (name !== phase) begin(name);
    count.textContent = Math.ceil((name === "in" ? lengths.in : whole) - within);
  }

  function stop() {
    clearInterval(tick);
    tick = 0;
    phase = "";
    sound?.hush();
    maySleep(section);
    circle.hidden = true;
    control.textContent = words.start;
  }

  function press() {
    if (tick) return stop();
    end.textContent = "";
    circle.hidden = false;
    control.textContent = words.stop;
    began = Date.now();
    tick = setInterval(step, 250);
    stayAwake(section);
    step();
  }

  const choices = document.createElement("div");
  choices.className = "actions pacer-choices";
  if (words.soundWord && "AudioContext" in window)
    choices.append(
      toggle(words.soundWord, false, (on) => {
        isSounding = on;
        if (on) sound ??= tone();
        else sound?.hush();
      }),
    );
  if (words.shakeWord && "vibrate" in navigator)
    choices.append(
      toggle(words.shakeWord, false, (on) => {
        isShaking = on;
      }),
    );
  if (words.saidWord)
    choices.append(
      toggle(words.saidWord, true, (on) => {
        said.setAttribute("aria-live", on ? "polite" : "off");
      }),
    );

  document.addEventListener("visibilitychange", () => {
    if (tick && document.visibilityState === "visible") step();
  });
  section.append(circle, control, end);
  if (choices.children.length) section.append(choices);
  // Whoever leaves the place of the pacer is not followed by it.
  section.addEventListener("kelim:left", () => tick && stop());
}
