// Small helps for reading; every page says everything without them. Each part adds a
// function that is called for a page when it is there; `root` is what holds the page.
var lineage = {
  parts: [],
  add: function (part) { this.parts.push(part); },
  start: function (root) {
    "use strict";
    root.querySelectorAll(".with-script").forEach(function (element) { element.hidden = false; });
    this.parts.forEach(function (part) { part(root); });
  },
  // Take a phrase of the page and fill its gaps, one after the other.
  fill: function (phrase) {
    "use strict";
    var facts = Array.prototype.slice.call(arguments, 1);
    return phrase.replace(/\{\}/g, function () { return facts.shift(); });
  }
};
document.documentElement.classList.add("script");

// Tables: sorted by a click on a head, narrowed down as one types, taken along as a file.
lineage.add(function (root) {
  "use strict";

  var order = new Intl.Collator(document.documentElement.lang, { numeric: true });

  function value(row, column, kind) {
    var cell = row.cells[column];
    var text = cell.dataset.value || cell.dataset.export || cell.textContent.trim();
    return kind === "number" ? Number(text.replace(/,/g, "")) : text;
  }

  function sortable(head) {
    var table = head.closest("table");
    var body = table.tBodies[0];
    var column = head.cellIndex;
    var kind = head.dataset.sort;
    var button = document.createElement("button");
    button.type = "button";
    while (head.firstChild) button.appendChild(head.firstChild);
    button.title = document.body.dataset.sortBy.replace("{}", button.textContent.trim());
    head.appendChild(button);
    button.addEventListener("click", function () {
      // Figures begin with the largest, words with the first.
      var before = head.getAttribute("aria-sort");
      var rising = before ? before === "descending" : kind === "text";
      table.querySelectorAll("th[aria-sort]").forEach(function (other) {
        other.removeAttribute("aria-sort");
      });
      head.setAttribute("aria-sort", rising ? "ascending" : "descending");
      var rows = Array.from(body.rows).map(function (row) {
        return { row: row, value: value(row, column, kind) };
      });
      rows.sort(function (a, b) {
        var less = kind === "number" ? a.value - b.value : order.compare(a.value, b.value);
        return rising ? less : -less;
      });
      rows.forEach(function (entry) { body.appendChild(entry.row); });
    });
  }

  // A date that is known to the year only fits every limit inside that year.
  function since(date, from) { return !from || (date && date.slice(0, from.length) >= from.slice(0, date.length)); }
  function until(date, to) { return !to || (date && date.slice(0, to.length) <= to.slice(0, date.length)); }

  // What a cell shows only the beginning of is looked through to its end.
  function whole(row) {
    return Array.from(row.querySelectorAll("[data-export]"), function (cell) {
      return "\n" + cell.dataset.export;
    }).join("");
  }

  function fits(row, wanted) {
    var facts = row.dataset;
    var text = wanted.words.length ? (row.textContent + whole(row)).toLowerCase() : "";
    return wanted.words.every(function (word) { return text.includes(word); }) &&
      (!wanted.kind || facts.kind === wanted.kind) &&
      (!wanted.length || Number(facts.length) >= wanted.length) &&
      (!wanted.documents || Number(facts.documents) >= wanted.documents) &&
      since(facts.date, wanted.from) && until(facts.date, wanted.to);
  }

  function toolbar(tools) {
    var table = document.getElementById(tools.dataset.table);
    var output = tools.querySelector("output");
    function field(name) {
      var input = tools.querySelector("[name=" + name + "]");
      return input ? input.value.trim() : "";
    }
    function narrow() {
      var wanted = {
        words: field("words").toLowerCase().split(/\s+/).filter(Boolean),
        kind: field("kind"), length: Number(field("length")), documents: Number(field("documents")),
        from: field("from"), to: field("to")
      };
      var rows = Array.from(table.tBodies[0].rows);
      var shown = rows.filter(function (row) {
        row.hidden = !fits(row, wanted);
        return !row.hidden;
      }).length;
      output.textContent = shown === rows.length ? "" :
        shown ? shown + " / " + rows.length : table.dataset.empty;
    }
    tools.hidden = false;
    tools.addEventListener("input", narrow);
    tools.addEventListener("click", function (event) {
      var button = event.target.closest("[data-save]");
      if (button) lineage.save(cells(table), tools.dataset.name, button.dataset.save);
    });
    narrow();
  }

  // The rows that are shown, as they are sorted, below the heads.
  function cells(table) {
    var heads = Array.from(table.tHead.rows[0].cells);
    var kept = heads.filter(function (head) { return !("skip" in head.dataset); });
    var rows = Array.from(table.tBodies[0].rows).filter(function (row) { return !row.hidden; });
    return [kept.map(function (head) { return head.textContent.trim(); })].concat(
      rows.map(function (row) {
        return kept.map(function (head) {
          var cell = row.cells[head.cellIndex];
          var text = cell.dataset.value || cell.dataset.export ||
            cell.textContent.trim().replace(/\s+/g, " ");
          var number = Number(text.replace(/,/g, ""));
          return head.dataset.sort === "number" && text && !isNaN(number) ? number : text;
        });
      })
    );
  }

  root.querySelectorAll("th[data-sort]").forEach(sortable);
  root.querySelectorAll(".tabletools").forEach(toolbar);
});

// A table as a file: CSV, or the smallest workbook that spreadsheets open.
(function () {
  "use strict";

  // What makes a spreadsheet read a cell as a formula, also in full width.
  var FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;
  // What a worksheet takes in one cell.
  var LONGEST = 32767;

  function csv(rows) {
    return "\ufeff" + rows.map(function (row) {
      return row.map(function (cell) {
        var text = String(cell);
        if (typeof cell === "string" && FORMULA.test(text)) text = "'" + text;
        return '"' + text.replace(/"/g, '""') + '"';
      }).join(",") + "\r\n";
    }).join("");
  }

  function xml(text) {
    return text.slice(0, LONGEST)
      .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, "\ufffd")
      .replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/\r/g, "&#13;");
  }

  function sheet(rows) {
    // Words are written as words: a cell that begins with = is no formula here.
    var body = rows.map(function (row) {
      return "<row>" + row.map(function (cell) {
        return typeof cell === "number" ? "<c><v>" + cell + "</v></c>" :
          '<c t="inlineStr"><is><t xml:space="preserve">' + xml(cell) + "</t></is></c>";
      }).join("") + "</row>";
    }).join("");
    return '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' +
      "<sheetData>" + body + "</sheetData></worksheet>";
  }

  var TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
  var RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships";
  var DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

  function parts(rows) {
    return {
      "[Content_Types].xml":
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">' +
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
        '<Override PartName="/xl/workbook.xml" ContentType="' + TYPES + 'sheet.main+xml"/>' +
        '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="' + TYPES + 'worksheet+xml"/></Types>',
      "_rels/.rels":
        '<Relationships xmlns="' + RELATIONS + '"><Relationship Id="r1" Type="' + DOCUMENT +
        '/officeDocument" Target="xl/workbook.xml"/></Relationships>',
      "xl/workbook.xml":
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="' +
        DOCUMENT + '"><sheets><sheet name="lineage" sheetId="1" r:id="r1"/></sheets></workbook>',
      "xl/_rels/workbook.xml.rels":
        '<Relationships xmlns="' + RELATIONS + '"><Relationship Id="r1" Type="' + DOCUMENT +
        '/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
      "xl/worksheets/sheet1.xml": sheet(rows)
    };
  }

  var crcTable = null;
  function crc(bytes) {
    if (!crcTable) {
      crcTable = new Uint32Array(256).map(function (_, n) {
        for (var bit = 0; bit < 8; bit += 1) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
        return n;
      });
    }
    var sum = 0xffffffff;
    for (var i = 0; i < bytes.length; i += 1) sum = crcTable[(sum ^ bytes[i]) & 255] ^ (sum >>> 8);
    return (sum ^ 0xffffffff) >>> 0;
  }

  // An archive without compression: heads, contents, and a list of them at the end.
  function zip(files) {
    var encoder = new TextEncoder();
    var chunks = [], list = [], offset = 0, listed = 0;
    function little(pairs) {
      var bytes = [];
      pairs.forEach(function (pair) {
        for (var i = 0; i < pair[1]; i += 1) bytes.push((pair[0] >>> (8 * i)) & 255);
      });
      return new Uint8Array(bytes);
    }
    Object.keys(files).forEach(function (path) {
      var name = encoder.encode(path);
      var data = encoder.encode('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + files[path]);
      // Version, flags (names in UTF-8), no compression, the first day that can be written.
      var facts = [[20, 2], [0x800, 2], [0, 2], [0, 2], [33, 2], [crc(data), 4],
        [data.length, 4], [data.length, 4], [name.length, 2], [0, 2]];
      var head = little([[0x04034b50, 4]].concat(facts));
      chunks.push(head, name, data);
      var entry = little([[0x02014b50, 4], [20, 2]].concat(facts,
        [[0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]]));
      list.push(entry, name);
      listed += entry.length + name.length;
      offset += head.length + name.length + data.length;
    });
    var n = Object.keys(files).length;
    var end = little([[0x06054b50, 4], [0, 2], [0, 2], [n, 2], [n, 2], [listed, 4], [offset, 4], [0, 2]]);
    return chunks.concat(list, [end]);
  }

  lineage.save = function (rows, name, format) {
    var content = format === "csv" ? [csv(rows)] : zip(parts(rows));
    var type = format === "csv" ? "text/csv;charset=utf-8" : TYPES + "sheet";
    var link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(content, { type: type }));
    link.download = name + "." + format;
    document.body.appendChild(link);
    link.click();
    link.remove();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 1000);
  };
})();

// A document: the strip shows where one is, and a click on it leads there.
lineage.add(function (root) {
  "use strict";

  var strip = root.querySelector(".strip");
  var body = root.querySelector("#body");
  if (!strip || !body) return;
  var here = strip.querySelector(".here");
  var parts = strip.querySelector("svg").viewBox.baseVal.width;

  function show() {
    var box = body.getBoundingClientRect();
    var height = box.height || 1;
    var from = Math.max(0, Math.min(1, -box.top / height));
    var to = Math.max(from, Math.min(1, (window.innerHeight - box.top) / height));
    here.setAttribute("x", (parts * from).toFixed(2));
    here.setAttribute("width", (parts * (to - from)).toFixed(2));
  }

  strip.addEventListener("click", function (event) {
    var box = strip.getBoundingClientRect();
    var share = (event.clientX - box.left) / box.width;
    // A shaded part leads to its passage; beside one, the place in the text counts.
    var mark = event.target.closest("path") && markAt(share);
    if (mark) {
      // As a link would, so that the address says where one is.
      var link = body.appendChild(document.createElement("a"));
      link.href = "#" + mark.id;
      link.click();
      link.remove();
      return;
    }
    window.scrollTo({ top: window.scrollY + body.getBoundingClientRect().top +
      share * body.offsetHeight - window.innerHeight / 3 });
  });

  // The first passage that begins in a part of the strip, or the last that began before it.
  function markAt(share) {
    var part = Number(body.dataset.characters) / parts;
    var start = Math.floor(parts * share) * part;
    var marks = Array.from(body.querySelectorAll(".m[id]"));
    function offset(mark) { return Number(mark.id.slice(1)); }
    return marks.find(function (mark) { return offset(mark) >= start && offset(mark) < start + part; }) ||
      marks.filter(function (mark) { return offset(mark) < start; }).pop() || marks[0];
  }

  function noteOf(mark) {
    return body.querySelector('aside [data-at="' + mark.id + '"], aside [href="#' + mark.id + '"]');
  }

  // The note of a mark's passage. A piece of one need not stand where it begins, and others
  // may begin in between: its page tells which it is or, without one, how it is marked.
  function noteFor(mark) {
    var href = mark.getAttribute("href");
    if (href) {
      return Array.from(body.querySelectorAll("aside a")).find(function (note) {
        return note.getAttribute("href") === href;
      });
    }
    for (var first = mark; first; first = first.previousElementSibling) {
      var found = first.id && body.querySelector('aside a[href="#' + first.id + '"].' +
        /\bk[a-z]\b/.exec(mark.className)[0] + ":has(b." + /\bl\d\b/.exec(mark.className)[0] + ")");
      if (found) return found;
    }
  }

  // A mark says what the note beside it says; a piece of a passage what its beginning says.
  function explain(mark) {
    var note = !mark.title && noteFor(mark);
    if (!note) return;
    var kind = /\bk([a-z])\b/.exec(mark.className);
    var named = kind && root.querySelector('[id^="show-' + kind[1] + '"]');
    var who = note.querySelector("i");
    mark.title = lineage.fill(body.dataset.mark, note.querySelector("b").textContent,
      named ? named.parentNode.textContent.trim() : "", who ? who.textContent || body.dataset.first : body.dataset.unknown);
  }

  // A note and its mark belong together: either shows the other.
  function pair(event) {
    var over = event.type === "mouseover" || event.type === "focusin";
    var note = event.target.closest("aside a");
    var mark = event.target.closest("a.m");
    var other = note ? root.querySelector(note.dataset.at ? "#" + note.dataset.at : note.hash) :
      mark && mark.id ? noteOf(mark) : null;
    if (other) other.classList.toggle("lit", over);
    if (mark && over) explain(mark);
  }
  ["mouseover", "mouseout", "focusin", "focusout"].forEach(function (name) {
    body.addEventListener(name, pair);
  });

  window.addEventListener("scroll", show, { passive: true });
  window.addEventListener("resize", show);
  show();
});

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

(function () {
  "use strict";
  function ready() { lineage.start(document.getElementById("page")); }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ready);
  else ready();
})();

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
