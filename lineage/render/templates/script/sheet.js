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
