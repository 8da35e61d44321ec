import { strict as assert } from "node:assert";
import { expandGrid, POSTER_GRID } from "../../../lib/sweep/plan/grid.ts";
import { memoryForecast } from "../../../lib/sweep/plan/memory.ts";

/** GB of all processes of a sweep of one latent size, 50, and Adam. */
function said(
  models: string[],
  { genes = 5000, cohort = 500, workers = 1, ...fixed }: Record<string, number> = {},
): number {
  const axes = { ...POSTER_GRID, models, latentSizes: [50], optimizers: ["adam"] };
  const { coordinator, worker, references, shared } = memoryForecast(expandGrid(axes, fixed), {
    genes,
    samples: cohort,
  });
  return (coordinator + references + shared + workers * worker) / 1e9;
}

/** GB of the study of all of TCGA's size: four graphs, three optimizers, two workers. */
function fullSize(): number {
  const axes = { ...POSTER_GRID, models: ["vae"], latentSizes: [10, 20, 50, 200] };
  const { coordinator, worker, references, shared } = memoryForecast(expandGrid(axes), {
    genes: 5000,
    samples: 11_060,
  });
  return (coordinator + references + shared + 2 * worker) / 1e9;
}

Deno.test("memoryForecast() is within a quarter of what processes were measured to hold", () => {
  // GB of all processes at their peak, each page counted once: `deno task bench --only estimates`.
  const measured: readonly [number, number][] = [
    [said(["vae"], { genes: 1000 }), 0.46],
    [said(["vae"]), 0.60],
    [said(["vae"], { hiddenSize: 2048 }), 0.77],
    [said(["iwae"], { samples: 50 }), 1.02],
    [fullSize(), 4.45], // `deno task bench --only fullsize`
    [said(["iwae"], { genes: 2000, samples: 100, batchSize: 256 }), 2.53],
  ];
  // The coordinator alone, while one worker trains on the smallest data: what /proc/PID/smaps_rollup says is its own, and its
  // share of what it has in common with others.
  const smallest = { genes: 60, samples: 120 };
  const { coordinator } = memoryForecast(expandGrid({ ...POSTER_GRID, models: ["vae"] }), smallest);
  for (const [forecast, peak] of [...measured, [coordinator / 1e9, 0.107] as const]) {
    assert.ok(Math.abs(forecast / peak - 1) < 0.25, `said ${forecast}, measured ${peak}`);
  }
});

Deno.test("memoryForecast() counts what each process holds, by hand", () => {
  const axes = { ...POSTER_GRID, models: ["vae"], optimizers: ["sgd"] };
  const grid = (sizes: number[], fixed = {}) => expandGrid({ ...axes, latentSizes: sizes }, fixed);
  const worker = (runs: ReturnType<typeof grid>, samples = 0) =>
    memoryForecast(runs, { genes: 1000, samples }).worker;
  const one = worker(grid([10])),
    near = (a: number, b: number) => assert.equal(Math.round(a - b), 0);
  // Data twice: from the file and as tensors.
  near(worker(grid([10]), 100) - one, 2 * 4 * 100 * 1000);
  // A second graph has weights and their best of its own, 512 × (2 × 1,000 + 3 × 10); a third takes the place of the first.
  near(worker(grid([9, 10])) - one, 2 * 4 * 512 * (2000 + 27));
  near(worker(grid([8, 9, 10])) - worker(grid([9, 10])), 0);
  // A batch below 64 evaluates 64 rows all the same.
  near(worker(grid([10], { batchSize: 32 })), one);
  near(worker(grid([10], { batchSize: 128 })) - one, 4 * 64 * (5.5 * 1000 + 18 * 512));
});

Deno.test("memoryForecast() grows by a slot for each run that a worker trains beside others", () => {
  const axes = { ...POSTER_GRID, models: ["vae"], optimizers: ["adam"], latentSizes: [10] };
  const runs = expandGrid(axes), size = { genes: 1000, samples: 100 };
  const worker = (population: number) => memoryForecast(runs, { ...size, population }).worker;
  // Weights twice, their best, Adam's two averages, a gradient; the largest layer's gradient, and 64 rows of what a step computes.
  const network = 4 * 6 * 512 * (2000 + 30), step = 4 * (1000 * 512 + 64 * (5.5 * 1000 + 18 * 512));
  assert.equal(Math.round(worker(6) - worker(1) - 6 * (network + step)), 0);
  assert.equal(worker(1), memoryForecast(runs, size).worker);
});

Deno.test("memoryForecast() is within a quarter of what a worker was measured to hold that trains six runs at once", () => {
  // GB at its peak without the library: `--population 6` on synthetic-500x3000, latent size 50, three optimizers.
  const runs = expandGrid({ ...POSTER_GRID, models: ["vae"], latentSizes: [50] });
  const { worker } = memoryForecast(runs, { genes: 3000, samples: 500, population: 6 });
  assert.ok(Math.abs(worker / 0.93e9 - 1) < 0.25, `said ${worker}`);
});
