// The moderators' desk works without this file. It adds one key for each action, ticking all rows, and takes the offer to undo away.
const OFF = "cmkc-desk-keys-off";
const typing = (target) => target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]") !== null;

/** Whether keys act; a reader who speaks to the computer or types with a switch may turn them off. */
const keysAct = () => localStorage.getItem(OFF) === null;

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.key.length !== 1) return;
  if (typing(event.target) || !keysAct()) return;
  const key = event.key.toLowerCase();
  const button = document.querySelector(`button[data-key="${CSS.escape(key)}"]`);
  if (!button || button.closest("[hidden]")) return;
  event.preventDefault();
  const pressed = button.form.elements.namedItem("pressed");
  if (pressed) pressed.value = key;
  button.click();
});

for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
}

window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

for (const bar of document.querySelectorAll("[data-leaves-after]")) {
  setTimeout(() => { bar.hidden = true; }, Number(bar.dataset.leavesAfter) * 1000);
}

for (const button of document.querySelectorAll("[data-tick-all]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const boxes = [...button.form.querySelectorAll("input[type=checkbox][name=item]")];
    const all = boxes.every((box) => box.checked);
    for (const box of boxes) box.checked = !all;
  });
}

for (const button of document.querySelectorAll("[data-keys-switch]")) {
  const show = () => {
    button.textContent = keysAct() ? button.dataset.on : button.dataset.off;
    button.setAttribute("aria-pressed", String(keysAct()));
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    if (keysAct()) localStorage.setItem(OFF, "yes");
    else localStorage.removeItem(OFF);
    show();
  });
  show();
}
