// Says, while somebody fills in an entry, that it may be here already. Saving says it, too.

const UNTIL_ASKED = 500; // milliseconds without typing
const COMPARED = ["title_en", "title_es", "url", "link_target", "organization"];

const warnOfDuplicates = (address) => {
  const form = address.form;
  const line = document.createElement("p");
  line.className = "duplicates";
  line.setAttribute("role", "status");
  [...form.querySelectorAll(".submit-row")].at(-1).prepend(line); // always in sight

  let pause, asking;

  const show = ({ said, entries }) => {
    line.replaceChildren();
    if (!entries.length) return;
    line.append(said);
    for (const { title, address, why } of entries) {
      const link = document.createElement("a");
      link.href = address;
      link.textContent = title;
      line.append(" ", link, ` (${why})`);
    }
  };

  const ask = async () => {
    asking?.abort();
    asking = new AbortController();
    const query = new URLSearchParams({ entry: address.dataset.entry });
    for (const name of COMPARED) query.set(name, form.elements[name]?.value ?? "");
    try {
      const answer = await fetch(`${address.dataset.duplicates}?${query}`, { signal: asking.signal });
      if (answer.ok) show(await answer.json());
    } catch {
      // Typing went on, or the line is down: saving will say it.
    }
  };

  const soon = (event) => {
    if (!COMPARED.includes(event.target.name)) return;
    clearTimeout(pause);
    pause = setTimeout(ask, UNTIL_ASKED);
  };

  form.addEventListener("input", soon);
  // What is chosen by typing is announced by jQuery alone.
  window.django?.jQuery(form).on("change", soon);
};

document.addEventListener("DOMContentLoaded", () => {
  for (const address of document.querySelectorAll("[data-duplicates]")) warnOfDuplicates(address);
});
