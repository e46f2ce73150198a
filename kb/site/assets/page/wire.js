"use strict";
/* Starts the search page; the last of its scripts. */
new KB.SearchPage(
  document.querySelector("form.hero"),
  document.querySelector(".found"),
  document.querySelector("[data-search-said]"),
).start();
