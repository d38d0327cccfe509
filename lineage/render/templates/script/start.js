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
