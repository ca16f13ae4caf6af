// Chooses the usual owner for a relation, as long as nobody has said who the owner is.

const form = document.querySelector("form[data-usual-owner]");
const usual = form ? JSON.parse(form.dataset.usualOwner) : {};
let said = form?.querySelector("[name=owner]:checked") !== null;

form?.addEventListener("change", (event) => {
  if (event.target.name === "owner") said = true;
  if (event.target.name !== "relation" || said) return;
  const choice = form.querySelector(`[name=owner][value="${CSS.escape(usual[event.target.value] ?? "")}"]`);
  if (choice) choice.checked = true;
});
