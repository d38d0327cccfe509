// Two documents: bands between what belongs together, scrolling together, steps by key,
// and a small map of the whole.
lineage.add(function (root) {
  "use strict";

  var panes = root.querySelector("#panes");
  if (!panes) return;
  var SVG = "http://www.w3.org/2000/svg";
  var left = panes.querySelector("#pane-left"), right = panes.querySelector("#pane-right");
  var canvas = panes.querySelector("#bands"), map = panes.querySelector("#minimap");
  var together = root.querySelector("#together");
  var byKey = root.querySelector("#by-key");
  var links = [];
  var current = -1;
  var passages = [];

  function find(id) { return panes.querySelector("#" + CSS.escape(id)); }

  // Sentences that are aligned, and passages whose sentences are not.
  function collect() {
    var aligned = new Set();
    left.querySelectorAll("[data-to]").forEach(function (one) {
      one.dataset.to.split(" ").forEach(function (n) {
        var other = find("right-s" + n);
        if (!other) return;
        aligned.add(one.id + " " + other.id);
        links.push({ left: one, right: other, kind: "band", moved: one.classList.contains("moved") && other.classList.contains("moved") });
      });
    });
    left.querySelectorAll("[data-p]").forEach(function (one) {
      var other = find("right" + one.dataset.p);
      if (!other) return;
      var pair = one.closest(".s").id + " " + other.closest(".s").id;
      var link = { left: one, right: other, kind: "band passage", moved: false, inside: aligned.has(pair) };
      passages.push(link);
      if (!link.inside) links.push(link);
    });
    passages.sort(function (a, b) { return Number(a.left.dataset.p) - Number(b.left.dataset.p); });
  }

  function place(element, pane) {
    // Where an element stands in the whole of its pane.
    var box = element.getBoundingClientRect(), frame = pane.getBoundingClientRect();
    return { top: box.top - frame.top + pane.scrollTop, bottom: box.bottom - frame.top + pane.scrollTop };
  }

  function measure() {
    links.concat(passages).forEach(function (link) {
      link.a = place(link.left, left);
      link.b = place(link.right, right);
      link.shown = link.left.offsetParent !== null && link.right.offsetParent !== null;
    });
    drawMap();
    draw();
  }

  function path(x1, a1, a2, x2, b1, b2) {
    var middle = (x1 + x2) / 2;
    return "M" + x1 + " " + a1 + "C" + middle + " " + a1 + " " + middle + " " + b1 + " " + x2 + " " + b1 +
      "V" + b2 + "C" + middle + " " + b2 + " " + middle + " " + a2 + " " + x1 + " " + a2 + "Z";
  }

  function shape(parent, name, facts) {
    var element = document.createElementNS(SVG, name);
    Object.keys(facts).forEach(function (key) { element.setAttribute(key, facts[key]); });
    parent.appendChild(element);
    return element;
  }

  function draw() {
    canvas.textContent = "";
    var width = canvas.clientWidth, height = canvas.clientHeight;
    if (!width) return;
    links.forEach(function (link) {
      if (!link.shown) return;
      var a1 = link.a.top - left.scrollTop, a2 = link.a.bottom - left.scrollTop;
      var b1 = link.b.top - right.scrollTop, b2 = link.b.bottom - right.scrollTop;
      // A band whose two ends are out of sight on the same side is not seen.
      if ((a2 < 0 && b2 < 0) || (a1 > height && b1 > height)) return;
      var lit = current >= 0 && passages[current] === link;
      shape(canvas, "path", {
        d: path(0, a1.toFixed(1), a2.toFixed(1), width, b1.toFixed(1), b2.toFixed(1)),
        "class": link.kind + (link.moved ? " moved" : "") + (lit ? " lit" : "")
      });
    });
  }

  function drawMap() {
    Array.from(map.querySelectorAll(".drawn")).forEach(function (old) { old.remove(); });
    var la = left.scrollHeight || 1, lb = right.scrollHeight || 1;
    shape(map, "rect", { "class": "drawn side", x: 1, y: 0, width: 12, height: 400 });
    shape(map, "rect", { "class": "drawn side", x: 35, y: 0, width: 12, height: 400 });
    links.forEach(function (link) {
      if (!link.shown) return;
      var a = 400 * link.a.top / la, b = 400 * link.b.top / lb;
      var ha = Math.max(1.5, 400 * (link.a.bottom - link.a.top) / la);
      var hb = Math.max(1.5, 400 * (link.b.bottom - link.b.top) / lb);
      var kind = "drawn " + link.kind + (link.moved ? " moved" : "");
      shape(map, "rect", { "class": kind, x: 1, y: a, width: 12, height: ha });
      shape(map, "rect", { "class": kind, x: 35, y: b, width: 12, height: hb });
      shape(map, "line", { "class": kind, x1: 13, y1: a + ha / 2, x2: 35, y2: b + hb / 2 });
    });
    map.viewLeft = shape(map, "rect", { "class": "drawn view", x: 0, width: 14 });
    map.viewRight = shape(map, "rect", { "class": "drawn view", x: 34, width: 14 });
    showView();
  }

  function showView() {
    [[left, map.viewLeft], [right, map.viewRight]].forEach(function (each) {
      var all = each[0].scrollHeight || 1;
      each[1].setAttribute("y", 400 * each[0].scrollTop / all);
      each[1].setAttribute("height", Math.max(4, 400 * each[0].clientHeight / all));
    });
  }

  // What stands level with what: places that stayed in order, the ends of both texts around.
  function level() {
    var points = [[0, 0]];
    links.filter(function (link) { return link.shown && !link.moved; })
      .map(function (link) { return [link.a.top, link.b.top]; })
      .sort(function (a, b) { return a[0] - b[0] || a[1] - b[1]; })
      .forEach(function (point) {
        var last = points[points.length - 1];
        if (point[0] > last[0] && point[1] > last[1]) points.push(point);
      });
    points.push([left.scrollHeight, right.scrollHeight]);
    return points;
  }

  function counterpart(offset, from, to) {
    var points = level(), i = 1;
    while (i < points.length - 1 && points[i][from] < offset) i += 1;
    var a = points[i - 1], b = points[i];
    var share = b[from] > a[from] ? (offset - a[from]) / (b[from] - a[from]) : 0;
    return a[to] + share * (b[to] - a[to]);
  }

  // The pane that the reader moves leads; the other one follows and does not lead back.
  var leads = null, waiting = false;
  function scrolled(pane) {
    if (together.checked && leads === pane) {
      var other = pane === left ? right : left;
      var third = pane.clientHeight / 3;
      var from = pane === left ? 0 : 1;
      other.scrollTop = counterpart(pane.scrollTop + third, from, 1 - from) - third;
    }
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(function () { waiting = false; draw(); showView(); });
  }
  [left, right].forEach(function (pane) {
    ["wheel", "touchstart", "pointerdown", "keydown", "focusin"].forEach(function (name) {
      pane.addEventListener(name, function () { leads = pane; }, { passive: true });
    });
    pane.addEventListener("scroll", function () { scrolled(pane); }, { passive: true });
  });

  function light(link) {
    panes.querySelectorAll(".lit").forEach(function (old) { old.classList.remove("lit"); });
    // Changes cut a mark into pieces; all of them lead to the same counterpart.
    [["left", right], ["right", left]].forEach(function (each) {
      each[1].querySelectorAll('a[href="#' + each[0] + link.left.dataset.p + '"]').forEach(function (mark) {
        mark.classList.add("lit");
      });
    });
  }

  function show(number) {
    current = number;
    var link = passages[number];
    leads = null;
    measure();
    left.scrollTop = link.a.top - left.clientHeight / 3;
    right.scrollTop = link.b.top - right.clientHeight / 3;
    light(link);
    panes.scrollIntoView({ block: "nearest" });
    draw();
    showView();
    var output = root.querySelector(".steps output");
    output.textContent = lineage.fill(document.body.dataset.passageAt, number + 1, passages.length);
  }

  function step(by) {
    var shown = passages.map(function (link, n) { return link.shown ? n : -1; })
      .filter(function (n) { return n >= 0; });
    if (!shown.length) return;
    var at = shown.indexOf(current);
    show(shown[at < 0 ? (by > 0 ? 0 : shown.length - 1) : (at + by + shown.length) % shown.length]);
  }

  root.querySelectorAll("[data-step]").forEach(function (button) {
    button.addEventListener("click", function () { step(Number(button.dataset.step)); });
  });
  function keyed(event) {
    if (!panes.isConnected) { document.removeEventListener("keydown", keyed); return; }
    // A key without another is also what a slip, or dictation, presses: it can be turned off.
    if (!byKey || !byKey.checked) return;
    if (event.ctrlKey || event.metaKey || event.altKey || /INPUT|SELECT|TEXTAREA/.test(event.target.tagName)) return;
    if (event.key === "n" || event.key === "j") step(1);
    else if (event.key === "p" || event.key === "k") step(-1);
  }
  document.addEventListener("keydown", keyed);

  // A click on a mark, or on a number of the table, brings the passage up on both sides.
  root.addEventListener("click", function (event) {
    var link = event.target.closest('a[href^="#left"], a[href^="#right"]');
    if (!link) return;
    var n = link.getAttribute("href").replace(/^#(left|right)/, "");
    var place = passages.findIndex(function (each) { return each.left.dataset.p === n; });
    if (place < 0) return;
    event.preventDefault();
    show(place);
  });

  // A mark says which passage it is; a passage has many marks, so it is said when asked for.
  function explain(event) {
    var mark = event.target.closest("a.m[href]");
    if (!mark || mark.title) return;
    var kind = /\bk([a-z])\b/.exec(mark.className);
    var named = kind && root.querySelector(".legend .k" + kind[1]);
    mark.title = lineage.fill(panes.dataset.mark, mark.hash.replace(/\D+/, "")) +
      (named ? " · " + named.textContent : "");
  }
  panes.addEventListener("mouseover", explain);
  panes.addEventListener("focusin", explain);

  map.addEventListener("click", function (event) {
    var box = map.getBoundingClientRect();
    var share = (event.clientY - box.top) / box.height;
    var pane = event.clientX - box.left < box.width / 2 ? left : right;
    leads = pane;
    pane.scrollTop = share * pane.scrollHeight - pane.clientHeight / 2;
    scrolled(pane);
  });

  root.querySelector("#only-shared").addEventListener("change", measure);
  window.addEventListener("resize", measure);
  collect();
  measure();
  if (document.fonts && document.fonts.ready) document.fonts.ready.then(measure);
});
