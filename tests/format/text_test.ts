import { strict as assert } from "node:assert";
import { escapeHtml } from "../../lib/format/escape_html.ts";
import { plainText } from "../../lib/format/plain_text.ts";
import { plural } from "../../lib/format/plural.ts";
import { secondsLeft } from "../../lib/format/seconds_left.ts";

Deno.test("escapeHtml() leaves no element", () => {
  assert.equal(escapeHtml("<b>"), "&lt;b&gt;");
});

Deno.test("plainText() is one line, and no name that Vega has for itself", () => {
  assert.equal(plainText("a\u2028b\u2029c\nd"), "a b c d");
  assert.equal(plainText("constructor"), "constructor\u200b");
});

Deno.test("plural() takes a plural that is not the singular and an s", () => {
  assert.deepEqual([plural(1, "entry", "entries"), plural(2, "entry", "entries")], [
    "1 entry",
    "2 entries",
  ]);
  assert.equal(plural(2, "run"), "2 runs");
});

Deno.test("secondsLeft() goes on at the speed so far", () => {
  assert.equal(secondsLeft(5, { work: 10, seconds: 120 }), 60);
  assert.equal(secondsLeft(5, { work: 0, seconds: 120 }), null);
});
