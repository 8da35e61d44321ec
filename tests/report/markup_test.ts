import { strict as assert } from "node:assert";
import { htmlTable } from "../../lib/report/_markup.ts";

Deno.test("htmlTable() keeps zeros of measured columns alone", () => {
  const html = htmlTable(["Rate", "MSE"], [[0.1, 0.31], [1e-5, null], [2, -0.28]], {
    measured: ["MSE"],
  });
  const cells = [...html.matchAll(/<td[^>]*>([^<]*)<\/td>/g)].map(([, text]) => text);
  assert.deepEqual(cells, ["0.1", "0.310", "1e-5", "–", "2", "−0.280"]);
});
