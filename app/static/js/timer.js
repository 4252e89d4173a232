import { maySleep, stayAwake } from "./awake.js";
import { button, paragraph } from "./parts.js";

// data-timer="5" (minutes): a quiet clock. Words: data-start, data-pause, data-again, data-over. With data-kept-end its
// end is kept in the tab under that name: a phone that was locked, or gave the page up meanwhile, finds it again.
export function timer(section) {
  const words = section.dataset;
  const whole = Number(words.timer) * 60;
  if (!(whole > 0)) return;
  const name = words.keptEnd && `kelim-timer-${words.keptEnd}`;
  let left = whole;
  let endsAt = 0;
  let tick = 0;

  const face = paragraph("timer-face", "timer");
  const end = paragraph("muted", "status");
  const control = button(words.start, press);

  function draw() {
    face.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  }

  function remember(moment) {
    if (!name) return;
    try {
      if (moment) sessionStorage.setItem(name, String(moment));
      else sessionStorage.removeItem(name);
    } catch {
      // A browser without storage: the clock runs as long as the page is open.
    }
  }

  function remembered() {
    try {
      return name ? Number(sessionStorage.getItem(name)) : 0;
    } catch {
      return 0;
    }
  }

  function stop(label) {
    clearInterval(tick);
    tick = 0;
    remember(0);
    maySleep(section);
    control.textContent = label;
  }

  function run(until) {
    endsAt = until;
    end.textContent = "";
    control.textContent = words.pause;
    tick = setInterval(step, 250);
    stayAwake(section);
    remember(endsAt);
    step();
  }

  function press() {
    if (tick) return stop(words.start);
    if (!left) left = whole;
    run(Date.now() + left * 1000);
  }

  function step() {
    left = Math.max(0, Math.ceil((endsAt - Date.now()) / 1000));
    draw();
    if (left) return;
    stop(words.again);
    end.textContent = words.over;
    navigator.vibrate?.(200);
  }

  document.addEventListener("visibilitychange", () => {
    if (tick && document.visibilityState === "visible") step();
  });
  draw();
  section.append(face, control, end);
  if (remembered()) run(remembered());
}
