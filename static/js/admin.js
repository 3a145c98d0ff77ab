// Name the search inputs of autocomplete fields, which have no label: each gets its field's name.
// Django adds them some time after the page has loaded, and again in every row that is added.

const nameBoxes = () => {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const box = select.nextElementSibling?.querySelector('[role="textbox"]:not([aria-label])');
    box?.setAttribute("aria-label", select.title);
  }
};

new MutationObserver(nameBoxes).observe(document, { childList: true, subtree: true });
