import { strict as assert } from "node:assert";
import { escapeHtml } from "../../lib/format/escape_html.ts";
import { plainText } from "../../lib/format/plain_text.ts";
import { plural } from "../../lib/format/plural.ts";
import { secondsLeft } from "../../lib/format/seconds_left.ts";
import { visibleText } from "../../lib/format/visible_text.ts";

Deno.test("escapeHtml() leaves no element", () => {
  assert.equal(escapeHtml("<b>"), "&lt;b&gt;");
});

Deno.test("plainText() is one line, and no name that Vega has for itself", () => {
  assert.equal(plainText("a\u2028b\u2029c\nd"), "a b c d");
  assert.equal(plainText("constructor"), "constructor\u200b");
});

Deno.test("plainText() leaves nothing that turns what is read", () => {
  assert.equal(plainText("a\u202eb\u2066c"), "a b c");
});

Deno.test("visibleText() shows all that a terminal obeys, ends a line or turns what is read, and nothing else", () => {
  assert.equal(visibleText("a\u001b[31mb\nc\td\r"), "a\\x1b[31mb\\nc\\td\\r");
  assert.equal(visibleText("\u0000\u007f\u009b2J"), "\\x00\\x7f\\x9b2J");
  assert.equal(visibleText("\u202eabc\u2069\u200f\u2028"), "\\u202eabc\\u2069\\u200f\\u2028");
  const words = "Müller, 日本, β ≥ 5 % “…” 👩‍🔬 é";
  assert.equal(visibleText(words), words);
});

Deno.test("escapeHtml() shows what turns the direction of reading", () => {
  assert.equal(escapeHtml("<\u202e>"), "&lt;\\u202e&gt;");
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
