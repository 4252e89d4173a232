const PAUSE = 250; // ms without typing

// data-find="id" on a search form: what is found stands in that element while the words are typed.
export function find(form) {
  let timer = 0;
  let running = null;

  async function look() {
    running?.abort();
    running = new AbortController();
    const address = `${form.action}?${new URLSearchParams(new FormData(form))}`;
    try {
      const response = await fetch(address, { signal: running.signal, credentials: "same-origin" });
      if (!response.ok || response.redirected) return;
      const fresh = new DOMParser().parseFromString(await response.text(), "text/html").getElementById(form.dataset.find);
      const old = document.getElementById(form.dataset.find);
      // The line that is read out stays, and its words change.
      const [status, news] = [old, fresh].map((part) => part.querySelector("[role=status]"));
      status.replaceChildren(...news.childNodes);
      news.remove();
      old.replaceChildren(status, ...fresh.childNodes);
      history.replaceState(history.state, "", address);
    } catch {
      // Typing on, or a lost connection: the button still works.
    }
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  });
}
