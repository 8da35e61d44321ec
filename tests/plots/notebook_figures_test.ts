import assert from "node:assert/strict";
import * as vega from "vega";
import type { TopLevelSpec } from "vega-lite";
import { compile } from "vega-lite-5.6.1";
import { InputError } from "../../lib/errors.ts";
import { densityMap } from "../../lib/plots/density_map.ts";
import { distribution, histogram } from "../../lib/plots/distribution.ts";
import { latentGeneBars } from "../../lib/plots/latent_gene_bars.ts";
import { latentScatter } from "../../lib/plots/latent_scatter.ts";
import { learningCurves } from "../../lib/plots/learning_curves.ts";
import { renderSvg } from "../../lib/plots/render.ts";
import { sampleCounts } from "../../lib/plots/sample_counts.ts";
import { normal } from "../../lib/random.ts";
import { valuesOf } from "./_specification.ts";

Deno.test("figures colour levels of an ordered quantity by size, names by colours that differ", async () => {
  const colors = async (names: string[]) => {
    const points = names.map((curve) => ({ curve, epoch: 1, loss: 1 }));
    const svg = await renderSvg(learningCurves(points));
    const found = [...svg.matchAll(/aria-roledescription="point"[^>]*fill="([^"]+)"/g)];
    return found.map(([, color]) => color!);
  };
  /** Lightness from 0 to 1, nearly as it is seen: a grey print keeps the order. */
  const lightness = (color: string) => {
    const [red, green, blue] = color.match(/\d+/g)!.map(Number);
    return (0.299 * red! + 0.587 * green! + 0.114 * blue!) / 255;
  };
  const [low, high, middle] = (await colors(["1e-4", "0.1", "0.001"])).map(lightness);
  assert.ok(
    low! < 0.35 && middle! > low! + 0.1 && high! > middle! + 0.1 && high! < 0.8,
    `${low} ${middle} ${high}`,
  );
  assert.deepEqual(await colors(["training", "validation"]), ["#0072B2", "#E69F00"]);
});

const TYPES = Array.from({ length: 33 }, (_, i) => `type ${i}`);
const POINTS = TYPES.map((group, i) => ({ x: i, y: i % 5, group, sample: `s${i}` }));
const CURVE = [5, 3, 4].map((loss, i) => ({ curve: "validation", epoch: i + 1, loss }));

/** Each figure in the shapes that differ in layout, with the number of marks it must have. */
const FIGURES: Record<string, [TopLevelSpec, number]> = {
  "curves": [learningCurves(CURVE, { bestEpoch: 2, subtitle: "stopped" }), 3],
  "one epoch": [learningCurves(CURVE.slice(0, 1), { lastEpoch: 30 }), 1],
  "negative losses": [learningCurves(CURVE.map((p) => ({ ...p, loss: -p.loss }))), 3],
  "curves with a gap": [
    learningCurves([...CURVE, { curve: "b", epoch: 1, loss: NaN }, {
      curve: "b",
      epoch: 2,
      loss: 1,
    }], {
      legend: "Learning rate",
    }),
    4,
  ],
  "scatter of 33 types": [latentScatter(POINTS), 33],
  "genes behind a dimension": [
    latentGeneBars({
      dimension: 1,
      genes: [
        { gene: "TP53", weight: 0.5, correlation: 0.8 },
        { gene: "MYC", weight: -0.25, correlation: -1 },
      ],
    }),
    2,
  ],
  "scatter of one point": [latentScatter([{ x: 1, y: 1, group: "a" }]), 1],
  "counts": [sampleCounts([{ name: "all", cancerTypes: TYPES }]), 33],
  "split counts": [
    sampleCounts([{ name: "training", cancerTypes: ["a", "a", "b"] }, {
      name: "test",
      cancerTypes: ["b"],
    }]),
    4,
  ],
  "distribution": [distribution([{ name: "z", values: normal([0, 0], 500) }]), 40],
  "three distributions": [
    distribution(["a", "b", "c"].map((name) => ({ name, values: [1, 2, 3] })), { bins: 5 }),
    15,
  ],
  "constant values": [distribution([{ name: "z", values: [2, 2] }], { bins: 4 }), 4],
  "density": [densityMap({ x: [0, 0, 1], y: [0, 0, 1] }, { line: "identity" }), 2],
  "density with a line": [
    densityMap({ x: [0, 1], y: [0, 1] }, { line: { y: 0.5, label: "here" } }),
    2,
  ],
};

/** How many points, bars and cells a drawing has. */
function marks(svg: string): number {
  return svg.match(/<path aria-label="[^"]*" role="graphics-symbol"/g)?.length ?? 0;
}

async function drawnByNotebook(spec: TopLevelSpec): Promise<{ svg: string; warnings: unknown[] }> {
  const warnings: unknown[] = [];
  const keep = (...message: unknown[]) => (warnings.push(message), logger);
  const nothing = () => logger;
  const logger = { level: nothing, error: keep, warn: keep, info: nothing, debug: nothing };
  const copy = structuredClone(spec) as Parameters<typeof compile>[0];
  const { spec: compiled } = compile(copy, { logger: logger as unknown as vega.LoggerInterface });
  const view = new vega.View(vega.parse(compiled as vega.Spec), { renderer: "none" });
  return { svg: await view.toSVG(), warnings };
}

for (const [name, [spec, expected]] of Object.entries(FIGURES)) {
  Deno.test(`the figure of ${name} draws every mark, in the notebook's Vega-Lite too, without a warning`, async () => {
    const { svg, warnings } = await drawnByNotebook(spec);
    assert.deepEqual(warnings, []);
    assert.equal(marks(svg), marks(await renderSvg(spec)));
    assert.ok(marks(svg) >= expected, `${marks(svg)} marks, ${expected} or more expected`);
    assert.equal(spec.$schema, "https://vega.github.io/schema/vega-lite/v5.json");
  });
}

Deno.test("histogram() counts by hand, its last bin closed, the rest in the outermost", () => {
  const values = [-9, 0, 0.5, 1, 1.5, 2, 99, NaN, Infinity];
  const counts = histogram(values, { bins: 2, range: [0, 2] }).map(({ count }) => count);
  assert.deepEqual(counts, [3, 4]); // −9, 0, ½ | 1, 1½, 2, 99; what is not finite is left out
});

Deno.test("distribution() draws shares that add up to 1 for every sample", () => {
  const spec = distribution([{ name: "a", values: [0, 1, 2, 3] }, { name: "b", values: [0, 3] }], {
    bins: 3,
  });
  for (const name of ["a", "b"]) {
    const shares = valuesOf(spec).filter((bin) => bin.name === name).map((bin) =>
      bin.share as number
    );
    assert.ok(Math.abs(shares.reduce((sum, share) => sum + share, 0) - 1) < 1e-4);
  }
});

Deno.test("densityMap() counts pairs by hand and says how many it leaves out", () => {
  const spec = densityMap({ x: [0, 0.1, 1, 5, NaN], y: [0, 0.1, 1, 0, 0] }, {
    cells: 2,
    range: { x: [0, 1], y: [0, 1] },
  }) as unknown as {
    layer: { data: { values: { count: number }[] } }[];
    title: { subtitle: string[] };
  };
  assert.deepEqual(spec.layer[0]!.data.values.map(({ count }) => count), [2, 1]);
  assert.deepEqual(spec.title.subtitle, ["2 of 5 lie outside"]);
});

Deno.test("latentScatter() gives 33 types 33 pairs of colour and shape", () => {
  const { encoding } = latentScatter(POINTS) as unknown as {
    encoding: Record<"color" | "shape", { scale: { range: string[] } }>;
  };
  const pairs = encoding.color.scale.range.map((color, i) => color + encoding.shape.scale.range[i]);
  assert.equal(new Set(pairs).size, 33);
});

Deno.test("latentScatter() draws the background first, small and grey, and the others in colours and shapes that differ", async () => {
  const at = (x: number, group: string) => ({ x, y: x, group });
  const old = { ...at(1, "training"), background: true };
  const svg = await renderSvg(latentScatter([at(0, "new"), at(2, "strange"), old]));
  const drawn = [...svg.matchAll(/aria-label="Component 1[^>]*Cancer type: ([^;"]+)[^>]*>/g)].map(
    ([mark, group]) => ({
      group,
      fill: mark.match(/fill="([^"]+)"/)![1],
      shape: mark.match(/ d="([^"]+)"/)![1]!,
    }),
  );
  assert.deepEqual(drawn.map(({ group }) => group), ["training", "new", "strange"]);
  assert.deepEqual(drawn.map(({ fill }) => fill), ["#c3cad1", "#0072B2", "#E69F00"]);
  assert.equal(new Set(drawn.map(({ shape }) => shape)).size, 3);
});

Deno.test("sampleCounts() lists the largest type first and counts each part", () => {
  const values = valuesOf(sampleCounts([
    { name: "training", cancerTypes: ["b", "a", "b"] },
    { name: "test", cancerTypes: ["b"] },
  ]));
  assert.deepEqual(values.map(({ type, part, samples }) => `${type} ${part} ${samples}`), [
    "b training 2",
    "a training 1",
    "b test 1",
    "a test 0",
  ]);
});

Deno.test("figures of nothing are refused with what was missing", () => {
  const nothing: Record<string, () => unknown> = {
    "none of 1 losses": () => learningCurves([{ curve: "a", epoch: 1, loss: null }]),
    "without points": () => latentScatter([]),
    "the genes of a latent dimension": () => latentGeneBars({ dimension: 0, genes: [] }),
    "point 1: it is at": () => latentScatter([{ x: NaN, y: 0, group: "a" }]),
    "there are none": () => sampleCounts([]),
    "no finite value": () => distribution([{ name: "a", values: [NaN] }]),
    "none is finite": () => densityMap({ x: [NaN], y: [NaN] }),
  };
  for (const [message, draw] of Object.entries(nothing)) {
    assert.throws(
      draw,
      (error: Error) => error instanceof InputError && error.message.includes(message),
    );
  }
});
