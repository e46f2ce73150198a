"use strict";
/* Starts the search page; the last of its scripts. */
{
  const found = document.querySelector(".found");
  const opening = new KB.opening.Opening(found.dataset.version);
  // The files of the question are asked for first; the page starts while they come.
  opening.prepare(KB.address.read(location.search).q.trim());
  addEventListener("DOMContentLoaded", () => {
    new KB.SearchPage(opening, document.querySelector("form.hero"), found, document.querySelector("[data-search-said]")).start();
  });
}
