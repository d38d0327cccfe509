(function () {
  "use strict";
  function ready() { lineage.start(document.getElementById("page")); }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ready);
  else ready();
})();
