import assert from "node:assert/strict";
import { slope } from "../../lib/numbers/slope.ts";
import { assertClose, REFERENCE } from "./_reference.ts";

Deno.test("slope() agrees with NumPy", () => {
  assertClose([slope(REFERENCE.spearman.x, REFERENCE.spearman.y)], [REFERENCE.slope], 1e-10);
});

Deno.test("slope() is not defined over fewer than two places", () => {
  assert.ok(Number.isNaN(slope([2, 2], [1, 5])));
  assert.ok(Number.isNaN(slope([], [])));
});
