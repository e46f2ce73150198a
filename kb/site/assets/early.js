"use strict";
/* Runs before the search page is drawn: when a question stands in the address, the lists below give way to its results. */
if (new URLSearchParams(location.search).get("q")?.trim()) {
  document.documentElement.classList.add("searching");
  // Should the search itself not have come, the lists come back.
  addEventListener("load", () => {
    if (!globalThis.KB?.openSearch) document.documentElement.classList.remove("searching");
  });
}
