// data-insert="from to" on a button: what is chosen in the list `from` goes to the end of the text `to`, without a round trip.
export function insert(button) {
  const [from, to] = button.dataset.insert.split(" ").map((id) => document.getElementById(id));
  button.addEventListener("click", (event) => {
    event.preventDefault();
    if (!from.value) {
      from.focus();
      return;
    }
    const before = to.value.trimEnd();
    to.value = `${before}${before ? "\n" : ""}${from.selectedOptions[0].textContent}`;
    from.value = "";
    to.focus();
  });
}
