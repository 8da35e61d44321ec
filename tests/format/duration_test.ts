import { strict as assert } from "node:assert";
import { formatDuration } from "../../lib/format/duration.ts";

Deno.test("formatDuration() says times as people do", () => {
  const cases: [number, string][] = [
    [0.04, "0.0 s"],
    [9.94, "9.9 s"],
    [59.6, "60 s"],
    [99.4, "99 s"],
    [99.6, "2 min"],
    [89 * 60, "89 min"],
    [90 * 60, "1 h 30 min"],
    [7800, "2 h 10 min"],
  ];
  for (const [seconds, text] of cases) assert.equal(formatDuration(seconds), text);
});
