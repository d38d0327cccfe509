// Small helps for reading; every page says everything without them.
(function () {
  "use strict";

  var order = new Intl.Collator(document.documentElement.lang, { numeric: true });

  function value(row, column, kind) {
    var cell = row.cells[column];
    var text = cell.dataset.value || cell.textContent.trim();
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

  function filterable(input) {
    var table = document.getElementById(input.dataset.filter);
    var output = input.closest(".filter").querySelector("output");
    input.closest(".filter").hidden = false;
    input.addEventListener("input", function () {
      var words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      var shown = 0;
      Array.from(table.tBodies[0].rows).forEach(function (row) {
        var text = row.textContent.toLowerCase();
        var fits = words.every(function (word) { return text.includes(word); });
        row.hidden = !fits;
        if (fits) shown += 1;
      });
      output.textContent = !words.length ? "" :
        shown ? shown + " / " + table.tBodies[0].rows.length : table.dataset.empty;
    });
  }

  function ready() {
    document.querySelectorAll("th[data-sort]").forEach(sortable);
    document.querySelectorAll("input[data-filter]").forEach(filterable);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ready);
  else ready();
})();
