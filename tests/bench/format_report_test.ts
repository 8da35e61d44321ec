import { strict as assert } from "node:assert";
import { formatReport } from "../../lib/bench/format_report.ts";
import { EMPTY_REPORT, fakeStep, fakeWorkers } from "./_times.ts";

Deno.test("formatReport() shows a table for each part that ran and none for the others", () => {
  const text = formatReport({ ...EMPTY_REPORT, steps: [fakeStep()], memory: [fakeWorkers()] });
  assert.match(text, /A training step, ms/);
  assert.match(text, /Memory of a worker/);
  assert.doesNotMatch(text, /PyTorch|Growth|Start, s|default sweep/);
  assert.match(text, /vae +adam +50 +2 +25 +20 +100 +125 +5 +1\.25/);
});

Deno.test("formatReport() says where and with what was measured, what is missed and what is left out", () => {
  const sweep = { runs: 360, seconds: 700 }, skipped = ["peers: there is no file x"];
  const text = formatReport({ ...EMPTY_REPORT, sweep, skipped });
  assert.match(text, /2026-01-02.*processor a processor, cores 2, deno 2\.9\.6/);
  assert.match(text, /MISSED +default sweep, s +at most 600 +700/);
  assert.match(text, /Left out: peers: there is no file x/);
});

Deno.test("formatReport() warns that a quick run's figures are none", () => {
  assert.match(formatReport({ ...EMPTY_REPORT, quick: true }), /not how fast/);
  assert.doesNotMatch(formatReport(EMPTY_REPORT), /not how fast/);
});

Deno.test("formatReport() shows the medians of the sweep beside PyTorch's", () => {
  const peer = { layout: "PyTorch, 2 × 1 thread", seconds: [30, 33, 90], ratio: 3, output: "" };
  const text = formatReport({
    ...EMPTY_REPORT,
    peers: { runs: 108, epochs: 20, ours: [10, 11, 30], peers: [peer] },
  });
  assert.match(text, /this project +11 +10\.0 11\.0 30\.0 +1/);
  assert.match(text, /PyTorch, 2 × 1 thread +33 +30\.0 33\.0 90\.0 +3/);
});
