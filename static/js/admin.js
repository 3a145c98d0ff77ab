// The boxes one types in to choose a record come without a name: give each the name of its field.
// Django makes them some time after the page has come, and again in every row that is added.

const nameBoxes = () => {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const box = select.nextElementSibling?.querySelector('[role="textbox"]:not([aria-label])');
    box?.setAttribute("aria-label", select.title);
  }
};

new MutationObserver(nameBoxes).observe(document, { childList: true, subtree: true });
