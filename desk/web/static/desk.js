// Keys for those who want them; every page works without. j and k walk the events, ? opens help, / goes to the search.
"use strict";
(() => {
  const typing = (element) => element && (/^(input|textarea|select)$/i.test(element.tagName) || element.isContentEditable);
  const stops = () => [...document.querySelectorAll("a.go, a.a-title, .origin-head h3 a")];
  const walk = (step) => {
    const all = stops();
    if (!all.length) return;
    const here = all.indexOf(document.activeElement);
    const next = here < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, here + step));
    all[next].focus();
    all[next].scrollIntoView({ block: "center" });
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key === "j") walk(1);
    else if (event.key === "k") walk(-1);
    else if (event.key === "/") document.getElementById("find")?.focus();
    else if (event.key === "g") window.location.assign(document.querySelector(".brand").href);
    else if (event.key === "?") window.location.assign(document.body.dataset.help + "#keys");
    else return;
    event.preventDefault();
  });
  // On a phone the picture is not drawn: its words stand open.
  if (window.matchMedia("(max-width: 46rem)").matches) document.querySelectorAll("details.graph-words").forEach((it) => { it.open = true; });
})();
