// A report in one file: its pages are templates, and the address says after # which is shown.
(function () {
  "use strict";

  var place = document.getElementById("page");
  if (!place || !place.dataset.page) return;
  var pages = {};
  var missing = document.getElementById("missing");
  document.querySelectorAll("template[data-page]").forEach(function (page) {
    pages[page.dataset.page] = { content: page.content, title: page.dataset.title, kind: page.dataset.kind };
  });
  var first = document.createDocumentFragment();
  Array.from(place.childNodes).forEach(function (node) { first.appendChild(node.cloneNode(true)); });
  pages["index.html"] = { content: first, title: document.title, kind: document.body.className };
  var current = "index.html";

  function address() {
    var found = /^#\/([^#]*)(?:#(.*))?$/.exec(location.hash);
    return found ? { page: decodeURIComponent(found[1]), spot: found[2] || "" } : { page: "index.html", spot: "" };
  }

  function show() {
    var wanted = address();
    if (!pages[wanted.page]) return;
    if (wanted.page !== current) {
      current = wanted.page;
      var page = pages[current];
      place.replaceChildren(page.content.cloneNode(true));
      document.body.className = page.kind;
      document.title = page.title;
      lineage.start(place);
      window.scrollTo(0, 0);
      document.getElementById("main").focus({ preventScroll: true });
    }
    missing.hidden = true;
    place.querySelectorAll(".lit").forEach(function (old) { old.classList.remove("lit"); });
    var spot = wanted.spot && document.getElementById(wanted.spot);
    if (spot) {
      spot.classList.add("lit");
      spot.scrollIntoView({ block: "center" });
    }
  }

  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a");
    var href = link && (link.getAttribute("href") || link.getAttribute("xlink:href"));
    if (!href || event.defaultPrevented || /^[a-z]+:/i.test(href)) return;
    event.preventDefault();
    var url = new URL(href, "http://report/" + current);
    var page = decodeURIComponent(url.pathname.slice(1));
    if (!pages[page]) {
      missing.textContent = document.body.dataset.missing;
      missing.hidden = false;
      missing.scrollIntoView({ block: "nearest" });
      return;
    }
    var next = "#/" + url.pathname.slice(1) + url.hash;
    if (next === location.hash) show();
    else location.hash = next;
  });
  window.addEventListener("hashchange", show);
  window.addEventListener("DOMContentLoaded", show);
  if (document.readyState !== "loading") show();
})();
