// Names for the fields of Datasette's own pages, which have none: what a screen reader says in place of "edit text".
"use strict";
(() => {
  const names = [
    ["select[name^=_filter_column]", "Column to filter by"],
    ["select[name^=_filter_op]", "How to compare"],
    ["input[name^=_filter_value]", "Value to compare with"],
    ["select[name=_sort]", "Column to sort by"],
    ["select[name=_sort_desc]", "Column to sort by, largest first"],
    [".CodeMirror textarea, .cm-content, textarea[name=sql]", "SQL query"],
  ];
  const name = () => names.forEach(([fields, words]) => document.querySelectorAll(fields).forEach((field) => field.setAttribute("aria-label", words)));
  name();
  window.addEventListener("load", name);
})();
