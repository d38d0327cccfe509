// The graph: moved and enlarged, narrowed down by weight and year, neighbours on hover.
lineage.add(function (root) {
  "use strict";

  var view = root.querySelector("#graph-view"), tools = root.querySelector(".graphtools");
  var svg = view && view.querySelector("svg");
  if (!svg || !tools) return;
  var whole = svg.viewBox.baseVal;
  whole = { x: whole.x, y: whole.y, width: whole.width, height: whole.height };
  var box = { x: whole.x, y: whole.y, width: whole.width, height: whole.height };
  var edges = [], nodes = {};

  svg.querySelectorAll("g.node, g.edge").forEach(function (group) {
    group.classList.forEach(function (name) {
      var found = /^of-(\d+)$/.exec(name);
      if (found) (nodes[found[1]] = nodes[found[1]] || { parts: [], year: null }).parts.push(group);
      var year = /^year-(\d+)$/.exec(name);
      var whose = /\bof-(\d+)\b/.exec(group.getAttribute("class"));
      if (year && whose) nodes[whose[1]].year = Number(year[1]);
      var ends = /^from-(\d+)-to-(\d+)-weight-(\d+)$/.exec(name);
      if (ends) edges.push({ group: group, ends: [ends[1], ends[2]], weight: Number(ends[3]) });
    });
  });

  function show() { svg.setAttribute("viewBox", [box.x, box.y, box.width, box.height].join(" ")); }

  function isWhole() { return box.width >= whole.width; }

  // A drawing that is wider than its frame is read by scrolling, and seen whole when it fits.
  function isWide() { return view.scrollWidth > view.clientWidth + 1; }
  function all() {
    box = Object.assign({}, whole);
    view.classList.add("fit");
    show();
  }

  function zoom(by, at) {
    if (isWhole() && by > 1 && view.classList.contains("fit")) {
      view.classList.remove("fit");
      if (isWide()) {
        if (at) view.scrollLeft = (at.x - whole.x) / whole.width * view.scrollWidth - view.clientWidth / 2;
        return;
      }
    }
    if (isWhole() && by < 1) return all();
    var width = Math.min(whole.width, Math.max(whole.width / 40, box.width / by));
    var scale = width / box.width;
    at = at || { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    box = { x: at.x - (at.x - box.x) * scale, y: at.y - (at.y - box.y) * scale,
      width: width, height: box.height * scale };
    keepInside();
    show();
  }

  function keepInside() {
    box.x = Math.max(whole.x, Math.min(whole.x + whole.width - box.width, box.x));
    box.y = Math.max(whole.y, Math.min(whole.y + whole.height - box.height, box.y));
  }

  function pointed(event) {
    var frame = svg.getBoundingClientRect();
    return { x: box.x + (event.clientX - frame.left) / frame.width * box.width,
      y: box.y + (event.clientY - frame.top) / frame.height * box.height };
  }

  tools.addEventListener("click", function (event) {
    var button = event.target.closest("[data-zoom]");
    if (!button) return;
    if (button.dataset.zoom === "all") all();
    else zoom(button.dataset.zoom === "in" ? 1.5 : 1 / 1.5);
  });
  view.addEventListener("keydown", function (event) {
    var step = box.width / 8;
    var moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    if (event.key === "+" || event.key === "=") zoom(1.5);
    else if (event.key === "-") zoom(1 / 1.5);
    else if (event.key === "0") all();
    else if (moves[event.key] && box.width < whole.width) {
      box.x += moves[event.key][0]; box.y += moves[event.key][1]; keepInside(); show();
    } else return;
    event.preventDefault();
  });
  // The wheel alone scrolls the page, as everywhere; with Ctrl it enlarges, as everywhere.
  view.addEventListener("wheel", function (event) {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2, pointed(event));
  }, { passive: false });

  var drag = null;
  svg.addEventListener("pointerdown", function (event) {
    if (event.button === 0) {
      drag = { x: event.clientX, y: event.clientY, from: Object.assign({}, box), scroll: view.scrollLeft, moved: false };
    }
  });
  window.addEventListener("pointermove", function (event) {
    if (!drag) return;
    var frame = svg.getBoundingClientRect();
    if (Math.abs(event.clientX - drag.x) + Math.abs(event.clientY - drag.y) > 4) drag.moved = true;
    if (!drag.moved) return;
    if (isWhole() && isWide()) { view.scrollLeft = drag.scroll - (event.clientX - drag.x); return; }
    box.x = drag.from.x - (event.clientX - drag.x) / frame.width * box.width;
    box.y = drag.from.y - (event.clientY - drag.y) / frame.height * box.height;
    keepInside();
    show();
  });
  window.addEventListener("pointerup", function () { setTimeout(function () { drag = null; }, 0); });
  svg.addEventListener("dragstart", function (event) { event.preventDefault(); });
  svg.addEventListener("click", function (event) {
    // The end of a drag is no click on what lies below.
    if (drag && drag.moved) event.preventDefault();
  });

  function whose(target) {
    var group = target.closest && target.closest("g.node");
    var found = group && /\bof-(\d+)\b/.exec(group.getAttribute("class"));
    return found && found[1];
  }
  function neighbours(event) {
    var one = whose(event.target);
    svg.classList.toggle("hovering", Boolean(one));
    svg.querySelectorAll(".near").forEach(function (old) { old.classList.remove("near"); });
    if (!one) return;
    var near = new Set([one]);
    edges.forEach(function (edge) {
      if (edge.ends.indexOf(one) < 0 || edge.group.classList.contains("filtered")) return;
      edge.group.classList.add("near");
      edge.ends.forEach(function (end) { near.add(end); });
    });
    near.forEach(function (name) {
      if (nodes[name]) nodes[name].parts.forEach(function (part) { part.classList.add("near"); });
    });
  }
  svg.addEventListener("mouseover", neighbours);
  svg.addEventListener("mouseleave", neighbours);
  svg.addEventListener("focusin", neighbours);
  svg.addEventListener("focusout", neighbours);

  var weights = edges.map(function (edge) { return edge.weight; });
  var years = Object.keys(nodes).map(function (name) { return nodes[name].year; })
    .filter(function (year) { return year !== null; });
  var slider = tools.querySelector("[name=weight]");
  var from = tools.querySelector("[name=from]"), to = tools.querySelector("[name=to]");
  slider.max = weights.length ? Math.max.apply(null, weights) : 0;
  if (new Set(years).size > 1) {
    from.min = to.min = Math.min.apply(null, years);
    from.max = to.max = Math.max.apply(null, years);
    from.placeholder = from.min;
    to.placeholder = to.max;
  } else tools.querySelectorAll(".years").forEach(function (label) { label.hidden = true; });

  function narrow() {
    var least = Number(slider.value);
    tools.querySelector("[name=weight-shown]").textContent = least.toLocaleString("en");
    function outside(name) {
      var year = nodes[name] ? nodes[name].year : null;
      if (!from.value && !to.value) return false;
      return year === null || (from.value && year < Number(from.value)) || (to.value && year > Number(to.value));
    }
    var drawn = 0;
    edges.forEach(function (edge) {
      var out = edge.weight < least || edge.ends.some(outside);
      edge.group.classList.toggle("filtered", Boolean(out));
      if (!out) drawn += 1;
    });
    Object.keys(nodes).forEach(function (name) {
      nodes[name].parts.forEach(function (part) {
        part.classList.toggle("filtered", Boolean(outside(name)));
      });
    });
    var output = tools.querySelector("[name=drawn]");
    output.textContent = drawn === edges.length ? "" :
      lineage.fill(output.dataset.words, drawn, edges.length);
  }
  tools.addEventListener("input", narrow);
  tools.hidden = false;
  var help = root.querySelector(".graph .help");
  if (help) help.hidden = false;
  narrow();
});
