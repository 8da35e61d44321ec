import { strict as assert } from "node:assert";
import { stepFigure } from "../../lib/bench/step_figure.ts";
import { renderSvg } from "../../lib/plots/render.ts";
import { fakeStep } from "./_times.ts";

interface Bar {
  readonly model: string;
  readonly optimizer: string;
  readonly way: string;
  readonly milliseconds: number;
  readonly label: string;
}

function barsOf(steps: Parameters<typeof stepFigure>[0]): Bar[] {
  return (stepFigure(steps, "somewhere") as unknown as { data: { values: Bar[] } }).data.values;
}

Deno.test("stepFigure() has four bars per model and optimizer, latent sizes together", () => {
  const { milliseconds } = fakeStep();
  const bars = barsOf([
    fakeStep({ latentSize: 10, milliseconds: { ...milliseconds, graph: 20 } }),
    fakeStep({ latentSize: 50, milliseconds: { ...milliseconds, graph: 21 } }),
    fakeStep({ latentSize: 200, milliseconds: { ...milliseconds, graph: 40 } }),
    fakeStep({ model: "iwae" }),
  ]);
  assert.equal(bars.length, 8);
  const graph = bars.find(({ model, way }) => model === "VAE" && way === "Graph engine");
  assert.deepEqual([graph!.milliseconds, graph!.label], [21, "21 ms"]);
});

Deno.test("stepFigure() says how many times as long as the graph engine the others take", () => {
  const labels = Object.fromEntries(barsOf([fakeStep()]).map(({ way, label }) => [way, label]));
  assert.equal(labels["tfjs optimizer.minimize"], "125 ms, 5.0×"); // 125 / 25
  assert.equal(labels["Floor: products and updates alone"], "20 ms, 0.80×"); // 20 / 25
});

Deno.test("stepFigure() can be drawn, with every model's and optimizer's name and label in it", async () => {
  const svg = await renderSvg(stepFigure([
    fakeStep({ model: "info-vae", optimizer: "rmsprop" }),
    fakeStep({ model: "vae", optimizer: "rmsprop" }),
  ], ["two", "lines"]));
  for (const text of ["Info-VAE", "RMSprop", "125 ms, 5.0×", "Eager engine", "lines"]) {
    assert.ok(svg.includes(text), text);
  }
});
