import { strict as assert } from "node:assert";
import pl from "nodejs-polars";
import { configurations, nameOf, weightedScore } from "../../lib/analysis/configurations.ts";
import { axisOf, groupResults } from "../../lib/analysis/group_results.ts";
import { readResults } from "../../lib/analysis/results.ts";
import { bestOf, tunedBlocks } from "../../lib/analysis/tuned_scores.ts";

const status = (count: number) => Array(count).fill("converged");

Deno.test("configurations() average their seeds", () => {
  const frame = pl.DataFrame({
    optimizer: ["sgd", "adam", "adam"],
    seed: [0, 0, 1],
    status: status(3),
  });
  const [first] = configurations(readResults(frame), Float64Array.of(5, 1, 3));
  assert.deepEqual([first!.levels.optimizer, first!.score], ["adam", 2]);
});

Deno.test("weightedScore() leaves out what is missing", () => {
  assert.equal(weightedScore([1, NaN, 3], [0.5, 0.25, 0.25]), 5 / 3); // (0.5 + 0.75) / 0.75
});

Deno.test("nameOf() spells levels out", () => {
  const levels = { kl_weight: 2, optimizer: "adam" };
  assert.equal(nameOf({ levels }), "kl_weight 2, optimizer adam");
});

Deno.test("groupResults() and axisOf() sort levels", () => {
  const frame = pl.DataFrame({
    model: ["vae", "iwae", "vae"],
    latent_size: [2, 5, 5],
    seed: [0, 0, 1],
    status: status(3),
  });
  const groups = groupResults(readResults(frame), ["model"]);
  assert.deepEqual(groups.map(({ key, results }) => [key.model, results.runs]), [
    ["iwae", 1],
    ["vae", 2],
  ]);
  assert.deepEqual(axisOf(readResults(frame), "latent_size").levels, [2, 5]);
});

Deno.test("tunedBlocks() let each competitor choose its best level", () => {
  const results = readResults(pl.DataFrame({
    optimizer: ["adam", "adam", "sgd", "sgd"],
    learning_rate: [0.1, 0.01, 0.1, 0.01],
    seed: Array(4).fill(0),
    status: status(4),
  }));
  const options = { compare: "optimizer", tune: "learning_rate" };
  const [block] = tunedBlocks(results, Float64Array.of(3, 1, 2, 4), options);
  const best = block!.competitors.map((competitor) => bestOf(competitor)!.levels.learning_rate);
  assert.deepEqual(best, [0.01, 0.1]);
  assert.equal(bestOf([]), null);
});
