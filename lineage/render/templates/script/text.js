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
