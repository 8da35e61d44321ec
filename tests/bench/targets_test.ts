import { strict as assert } from "node:assert";
import { judgeTargets } from "../../lib/bench/targets.ts";
import { EMPTY_REPORT, fakeStep, fakeWorkers } from "./_times.ts";

function find(report: Parameters<typeof judgeTargets>[0], name: string) {
  const target = judgeTargets(report).find((candidate) => candidate.name.startsWith(name));
  assert.ok(target, `no target ${name}`);
  return target;
}

Deno.test("judgeTargets() has nothing to say about parts that did not run", () => {
  assert.deepEqual(judgeTargets(EMPTY_REPORT), []);
});

Deno.test("judgeTargets() lets the worst case decide, and names it", () => {
  const { ratios } = fakeStep();
  const steps = [
    fakeStep(),
    fakeStep({ optimizer: "sgd", ratios: { ...ratios, minimizeToGraph: 4.4 } }),
    fakeStep({ latentSize: 10, ratios: { ...ratios, minimizeToGraph: 9 } }),
  ];
  const target = find({ ...EMPTY_REPORT, steps }, "minimize / graph");
  assert.deepEqual([target.worst, target.met], [4.4, false]);
  assert.match(target.where, /vae, sgd, latent 50/);
});

Deno.test("judgeTargets() allows IWAE more above its floor than the others", () => {
  const ratios = { ...fakeStep().ratios, graphToFloor: 1.2 };
  const report = {
    ...EMPTY_REPORT,
    steps: [fakeStep({ ratios }), fakeStep({ model: "iwae", ratios })],
  };
  assert.deepEqual(
    judgeTargets(report).filter(({ name }) => name.includes("floor")).map(({ met }) => met),
    [false, true],
  );
});

Deno.test("judgeTargets() counts a bound that is just reached as met, on both sides", () => {
  assert.equal(
    find({ ...EMPTY_REPORT, sweep: { runs: 360, seconds: 600 } }, "default sweep").met,
    true,
  );
  const ratios = { ...fakeStep().ratios, minimizeToGraph: 4.5 };
  assert.equal(find({ ...EMPTY_REPORT, steps: [fakeStep({ ratios })] }, "minimize").met, true);
});

Deno.test("judgeTargets() compares PyTorch by its fastest layout, not by the last or the slowest", () => {
  const peers = {
    ...{ runs: 1, epochs: 1, ours: [10, 10, 10] },
    peers: [
      { layout: "fast", seconds: [13, 13, 90], ratio: 1.3, output: "" },
      { layout: "slow", seconds: [20, 20, 20], ratio: 2, output: "" },
    ],
  };
  const target = find({ ...EMPTY_REPORT, peers }, "PyTorch");
  assert.deepEqual([target.where, target.worst, target.met], ["fast", 1.3, false]);
});

Deno.test("judgeTargets() takes growth from the smallest cohort with as many workers, up or down", () => {
  const growth = [
    fakeWorkers({ samples: 1400, microsecondsPerSample: 340 }), // 340 / 400 − 1 = −0.15
    fakeWorkers({ samples: 350, microsecondsPerSample: 400 }),
    fakeWorkers({ samples: 350, workers: 2, microsecondsPerSample: 200 }),
    fakeWorkers({ samples: 1400, workers: 2, microsecondsPerSample: 210 }), // + 0.05
  ];
  const target = find({ ...EMPTY_REPORT, growth }, "cost of a sample");
  assert.ok(Math.abs(target.worst - 0.15) < 1e-12 && !target.met);
  assert.equal(target.where, "1400 × 5000, workers 1");
});

Deno.test("judgeTargets() holds the largest report's time, memory and page to their bounds", () => {
  const small = {
    runs: 40_320,
    tableSeconds: 20,
    seconds: 35,
    peakGigabytes: 1.4,
    megabytes: 2.1,
    processorSeconds: 40,
    load: 1,
  };
  const report = [small, { ...small, runs: 100_800, seconds: 91, peakGigabytes: 1.9 }];
  const targets = judgeTargets({ ...EMPTY_REPORT, report });
  assert.deepEqual(targets.map(({ name, worst, met }) => [name, worst, met]), [
    ["report, s", 91, false],
    ["report, GB", 1.9, true],
    ["report, MB", 2.1, true],
  ]);
  assert.equal(targets[0]!.where, "100800 runs");
});
Deno.test("judgeTargets() judges the journal by its median, planning by time and memory, and the largest phase of ending", () => {
  const append = { records: 9, median: 4, most: 80 };
  const planning = { append, runs: 9, seconds: 3.5, peakGigabytes: 0.9 };
  const executor = { runs: 9, workers: 2, perRun: 40, usual: 1000, share: 0.04 };
  const phase = { name: "status", seconds: 3, longestSilence: 1, peakGigabytes: 0.4 };
  const phases = [phase, { ...phase, name: "results and curves", peakGigabytes: 2.1 }];
  const ending = { runs: 100_800, phases };
  const targets = judgeTargets({ ...EMPTY_REPORT, runs: { planning, ending, executor } });
  assert.deepEqual(targets.map(({ met }) => met), [true, false, true, false, false]);
  assert.equal(targets[3]!.where, "100800 runs, results and curves");
});
