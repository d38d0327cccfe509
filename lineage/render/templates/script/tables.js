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
