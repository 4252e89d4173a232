// data-asks="question" in a form: what the server would ask about one answer, for when it cannot be reached. Shown once
// the form lies on this device; what is said there travels with the form. data-mistyped: back to the form.
export function asks(form, reopen) {
  const section = form.querySelector("[data-asks]");
  if (!section) return { isOpen: () => false, isWanted: () => false, open() {} };
  const { answer, retyped } = form.elements;
  const actions = form.querySelector("[data-main-actions]");
  const hidden = answer instanceof RadioNodeList ? [...answer].find(({ type }) => type === "hidden") : answer;

  const valueOf = () => Number(new FormData(form).get(`answer-${section.dataset.asks}`)) || 0;

  function show(isShown) {
    section.hidden = !isShown;
    actions.hidden = isShown;
  }

  section.querySelector("[data-mistyped]").addEventListener("click", () => {
    retyped.value = "1";
    hidden.value = "";
    show(false);
    reopen();
    form.querySelector(`[name="answer-${section.dataset.asks}"]`).focus();
  });

  form.addEventListener("reset", () => {
    hidden.value = retyped.value = "";
    show(false);
  });

  return {
    isWanted: () => valueOf() > 0 && !hidden.value,
    isOpen: () => !section.hidden,
    say: (value) => {
      hidden.value = value;
    },
    open() {
      show(true);
      section.tabIndex = -1;
      section.focus();
    },
  };
}
