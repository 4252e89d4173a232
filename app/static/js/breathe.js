import { button, paragraph } from "./parts.js";

// data-breathe with data-in, data-out (seconds) and data-minutes: a circle that grows and shrinks, and a count in words
// that needs neither motion nor sound. Words: data-in-word, data-out-word, data-start, data-stop, data-over.
export function breathe(section) {
  const words = section.dataset;
  const lengths = { in: Number(words.in), out: Number(words.out) };
  const breaths = Math.max(1, Math.round((Number(words.minutes) * 60) / (lengths.in + lengths.out)));
  if (!(lengths.in > 0 && lengths.out > 0)) return;
  let tick = 0;
  let phase = "in";
  let second = 0;
  let done = 0;

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
    second = 0;
    said.textContent = words[`${name}Word`];
    circle.style.setProperty("--breath", `${lengths[name]}s`);
    circle.classList.toggle("is-in", name === "in");
    circle.classList.toggle("is-out", name === "out");
    count.textContent = lengths[name];
  }

  function step() {
    second += 1;
    if (second < lengths[phase]) {
      count.textContent = lengths[phase] - second;
      return;
    }
    if (phase === "in") return begin("out");
    done += 1;
    if (done < breaths) return begin("in");
    stop();
    end.textContent = words.over;
  }

  function stop() {
    clearInterval(tick);
    tick = 0;
    circle.hidden = true;
    control.textContent = words.start;
  }

  function press() {
    if (tick) return stop();
    done = 0;
    end.textContent = "";
    circle.hidden = false;
    control.textContent = words.stop;
    begin("in");
    tick = setInterval(step, 1000);
  }

  section.append(circle, control, end);
}
