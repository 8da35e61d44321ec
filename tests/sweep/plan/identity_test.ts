import { strict as assert } from "node:assert";
import { expandGrid, POSTER_GRID, type RunConfiguration } from "../../../lib/sweep/plan/grid.ts";
import { runId } from "../../../lib/sweep/plan/identity.ts";

const CONTEXT = { dataHash: "0123", engine: "graph", backend: "tensorflow" };
const run = expandGrid(POSTER_GRID)[0]!;

Deno.test("runId() changes with everything that decides a result", () => {
  const variants: RunConfiguration[] = [
    run,
    { ...run, model: "iwae" },
    { ...run, learningRate: 0.2 },
    { ...run, latentSize: 11 },
    { ...run, optimizer: "sgd" },
    { ...run, seed: 1 },
    { ...run, modelOptions: { klWeight: 2 } },
    ...Object.keys(run.settings).map((name) => ({
      ...run,
      settings: { ...run.settings, [name]: 7 },
    })),
  ];
  const ids = [
    ...variants.map((variant) => runId(variant, CONTEXT)),
    runId(run, { ...CONTEXT, dataHash: "4567" }),
    runId(run, { ...CONTEXT, engine: "eager" }),
    runId(run, { ...CONTEXT, backend: "wasm" }),
    runId(run, { ...CONTEXT, device: "gpu" }),
    runId(run, { ...CONTEXT, device: "gpu", precision: "tf32" }),
  ];
  assert.equal(new Set(ids).size, ids.length);
  for (const id of ids) assert.match(id, /^[0-9a-f]{16}$/);
});

Deno.test("runId() of a run is what it was before an option came, as long as the option changes nothing", () => {
  const { minEpochs: _, ...before } = run.settings;
  const settings = before as typeof run.settings;
  assert.equal(
    runId({ ...run, settings: { ...settings, minEpochs: 0 } }, CONTEXT),
    runId({ ...run, settings }, CONTEXT),
  );
  assert.notEqual(
    runId({ ...run, settings: { ...settings, minEpochs: 20 } }, CONTEXT),
    runId({ ...run, settings }, CONTEXT),
  );
});

Deno.test("runId() does not depend on the order in which options were given", () => {
  const reversed = Object.fromEntries(Object.entries(run.settings).reverse());
  const again = Object.fromEntries(Object.entries({ ...run, settings: reversed }).reverse());
  assert.equal(runId(again as unknown as RunConfiguration, CONTEXT), runId(run, CONTEXT));
});

Deno.test("runId() of a run on a processor is what it was before there were cards", () => {
  const now = { ...CONTEXT, device: "cpu", precision: "float32" } as const;
  assert.equal(runId(run, now), runId(run, CONTEXT));
});
