"use strict";
/* On every page, the key / leads to the search field. */
document.addEventListener("keydown", (event) => {
  const field = document.getElementById("kb.q");
  const typing = event.target instanceof Element && event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
  if (event.key !== "/" || typing || !field || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  field.focus();
  field.select();
});
