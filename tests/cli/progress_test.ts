import { strict as assert } from "node:assert";
import { describeRun, duration } from "../../lib/cli/_progress.ts";
import { expandGrid, POSTER_GRID } from "../../lib/sweep/grid.ts";

Deno.test("duration() says times as people do", () => {
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
  for (const [seconds, text] of cases) assert.equal(duration(seconds), text);
});

Deno.test("describeRun() names a configuration, and its seed only where it is not 0", () => {
  const [run] = expandGrid({ ...POSTER_GRID, seeds: [0] }),
    [seeded] = expandGrid({ ...POSTER_GRID, seeds: [3] });
  assert.equal(describeRun({ configuration: run! }), "vae latent 10 adam 0.1");
  assert.equal(describeRun({ configuration: seeded! }), "vae latent 10 adam 0.1 seed 3");
});
