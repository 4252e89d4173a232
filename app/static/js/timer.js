import { button, paragraph } from "./parts.js";

// data-timer="5" (minutes): a quiet clock. Words: data-start, data-pause, data-again, data-over.
export function timer(section) {
  const words = section.dataset;
  const whole = Number(words.timer) * 60;
  if (!(whole > 0)) return;
  let left = whole;
  let endsAt = 0;
  let tick = 0;

  const face = paragraph("timer-face", "timer");
  const end = paragraph("muted", "status");
  const control = button(words.start, press);

  function draw() {
    face.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  }

  function stop(label) {
    clearInterval(tick);
    tick = 0;
    control.textContent = label;
  }

  function press() {
    if (tick) return stop(words.start);
    if (!left) left = whole;
    end.textContent = "";
    endsAt = Date.now() + left * 1000;
    control.textContent = words.pause;
    tick = setInterval(step, 250);
    draw();
  }

  function step() {
    left = Math.max(0, Math.ceil((endsAt - Date.now()) / 1000));
    draw();
    if (left) return;
    stop(words.again);
    end.textContent = words.over;
    navigator.vibrate?.(200);
  }

  draw();
  section.append(face, control, end);
}
