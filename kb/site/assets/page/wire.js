"use strict";
/* Starts the search page; the last of its scripts. */
{
  /** How long the page waits until the files of the question in its address are asked for. */
  const FIRST_MS = 50;
  const found = document.querySelector(".found");
  const opening = new KB.opening.Opening(found.dataset.version);
  let page;
  const start = () => {
    if (page) return;
    page = new KB.SearchPage(opening, document.querySelector("form.hero"), found, document.querySelector("[data-search-said]"));
    page.start();
  };
  opening.prepare(KB.address.read(location.search).q.trim()).then(start);
  setTimeout(start, FIRST_MS);
}
