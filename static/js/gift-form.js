// The form to give: what applies to no choice is folded away, and not sent. Without this all of it is there.

const form = document.querySelector("[data-gift-form]");
const field = (name) => form.elements.namedItem(name);
const typed = (name) => (field(name)?.value ?? "").trim() !== "";
const isPublic = () => field("shown_as").value !== "anonymous" || typed("in_honour_of") || typed("message");
const wantsPaper = () => field("wants_paper").checked;

const needed = {
  nickname: () => field("shown_as").value === "nickname",
  publishing: isPublic,
  paper_name: wantsPaper,
  address: wantsPaper,
  tax_number: wantsPaper,
  acknowledgement: wantsPaper,
};

function unfold() {
  for (const [name, isNeeded] of Object.entries(needed)) {
    const shown = isNeeded();
    const input = field(name);
    input.disabled = !shown;
    (document.getElementById(`div_id_${name}`) ?? input.closest(".mb-3") ?? input).hidden = !shown;
  }
}

form.addEventListener("input", unfold);
unfold();
