// The few elements that scripts make themselves.

export function paragraph(className, role) {
  const made = document.createElement("p");
  made.className = className;
  if (role) made.setAttribute("role", role);
  return made;
}

export function button(label, onPress) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button button-quiet";
  made.textContent = label;
  made.addEventListener("click", onPress);
  return made;
}

// A button that stays pressed; `onTurn` hears whether it is.
export function toggle(label, isOn, onTurn) {
  const made = button(label, () => turn(made.ariaPressed !== "true"));
  made.classList.add("button-small");
  const turn = (on) => {
    made.ariaPressed = String(on);
    onTurn(on);
  };
  made.ariaPressed = String(isOn);
  return made;
}

// Puts values into the words of a template: %(line)s.
export function filled(text, values) {
  return text.replace(/%\((\w+)\)s/g, (_, name) => values[name]);
}
