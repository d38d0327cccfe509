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

  // What somebody typed need not be written as addresses are.
  function decoded(name) {
    try { return decodeURIComponent(name); } catch (error) { return name; }
  }

  function address() {
    var found = /^#\/([^#]*)(?:#(.*))?$/.exec(location.hash);
    return found ? { page: decoded(found[1]), spot: found[2] || "" } : { page: "index.html", spot: "" };
  }

  // As a browser does with pages: who goes back finds the place that was left, and reading and
  // the Tab key go on at the place that a link leads to.
  function show(event) {
    var wanted = address();
    var left = event && history.state && history.state.top;
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
      spot.scrollIntoView({ block: spot.matches(".text *") ? "center" : "start" });
      if (!spot.matches("a[href], [tabindex]")) spot.tabIndex = -1;
      spot.focus({ preventScroll: true });
    }
    if (typeof left === "number") window.scrollTo(0, left);
  }

  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a");
    var href = link && (link.getAttribute("href") || link.getAttribute("xlink:href"));
    if (!href || event.defaultPrevented || /^[a-z]+:/i.test(href)) return;
    event.preventDefault();
    var url = new URL(href, "http://report/" + current);
    var page = decoded(url.pathname.slice(1));
    if (!pages[page]) {
      missing.textContent = document.body.dataset.missing;
      missing.hidden = false;
      missing.scrollIntoView({ block: "nearest" });
      return;
    }
    var next = "#/" + url.pathname.slice(1) + url.hash;
    if (next === location.hash) show();
    else {
      history.replaceState({ top: window.scrollY }, "");
      location.hash = next;
    }
  });
  window.addEventListener("hashchange", show);
  window.addEventListener("DOMContentLoaded", show);
  if (document.readyState !== "loading") show();
})();
