import { strict as assert } from "node:assert";
import { createHash } from "node:crypto";
import { readJournals } from "../../lib/sweep/store/journal.ts";
import { availableBackend } from "../../lib/tensorflow/available.ts";
import { sweep, temporary } from "../faults/_sweep.ts";

/** What a run came to: exact where the processor is the same, and its first epoch, which rounding cannot carry far. */
interface Result {
  readonly model: string;
  readonly optimizer: string;
  readonly epochs: number | null;
  readonly bestEpoch: number | null;
  readonly testMse: number | null;
  readonly testLoss: number | null;
  readonly firstTrainLoss: number;
  readonly firstValidationLoss: number;
  /** SHA-256 of all float32 weights, in the order of their names. */
  readonly weights: string;
}

const BEFORE: Readonly<Record<string, Readonly<Record<string, Result>>>> = JSON.parse(
  Deno.readTextFileSync(new URL("../fixtures/results_before.json", import.meta.url)),
).processors;

const native = (await availableBackend()).backend === "tensorflow";

Deno.test({
  name: "sweep gives twelve runs of the first default grid the bits that they had then",
  ignore: !native,
  async fn() {
    const folder = temporary();
    const grid =
      "--data synthetic-1 --patience 3 --learning-rates 1e-3 --latent-sizes 10 --save-models";
    const { code, err } = await sweep(...grid.split(" "), "--out", folder);
    assert.equal(code, 0, err);
    const now = results(folder), names = Object.keys(BEFORE);
    assert.equal(Object.keys(now).length, 12);
    const differences = names.map((name) => different(now, BEFORE[name]!));
    const best = differences.reduce((a, b) => b.length < a.length ? b : a);
    if (best.length === 0) return;
    // Another processor adds in another order; what one epoch makes of that is little.
    console.error(`Not the bits of ${names.join(", ")}: compared to 1e-4 after one epoch`);
    assert.ok(!knownProcessor(), `other results than before in ${best.join(", ")}`);
    for (const [run, { firstTrainLoss, firstValidationLoss }] of Object.entries(now)) {
      const before = BEFORE[names[0]!]![run];
      assert.ok(before, `${run} is a new identity`);
      assert.ok(Math.abs(firstTrainLoss / before.firstTrainLoss - 1) < 1e-4, run);
      assert.ok(Math.abs(firstValidationLoss / before.firstValidationLoss - 1) < 1e-3, run);
    }
  },
});

function different(
  now: Readonly<Record<string, Result>>,
  before: Readonly<Record<string, Result>>,
): string[] {
  const runs = new Set([...Object.keys(now), ...Object.keys(before)]);
  return [...runs].filter((run) => {
    try {
      assert.deepEqual(now[run], before[run]);
      return false;
    } catch {
      return true;
    }
  });
}

/** Whether the fixture was made on a processor like this one, with the same instructions in use. */
function knownProcessor(): boolean {
  const facts = Deno.build.os === "linux" ? Deno.readTextFileSync("/proc/cpuinfo") : "";
  return /model name\s*: AMD EPYC\s*$/m.test(facts) && /\bavx512_bf16\b/.test(facts) &&
    !["ONEDNN_MAX_CPU_ISA", "TF_ENABLE_ONEDNN_OPTS"].some((name) => Deno.env.has(name));
}

function results(folder: string): Record<string, Result> {
  const { records } = readJournals(`${folder}/runs`);
  return Object.fromEntries(records.map((record) => {
    const { run, configuration: { model, optimizer }, epochs, bestEpoch, history } = record;
    const { testMse, testLoss } = record;
    return [run, {
      ...{ model, optimizer, epochs, bestEpoch, testMse, testLoss },
      firstTrainLoss: history.trainLoss[0]!,
      firstValidationLoss: history.validationLoss[0]!,
      weights: hashOfWeights(`${folder}/models/${run}.safetensors`),
    }];
  }));
}

/** Moments of normalized layers are kept in another form than before, so weights alone are compared. */
function hashOfWeights(path: string): string {
  const bytes = Deno.readFileSync(path), hash = createHash("sha256");
  const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
  const weights = Object.keys(header).filter((name) => /\/(kernel|bias|scale|offset)$/.test(name));
  for (const name of weights.sort()) {
    const [start, end] = header[name].data_offsets;
    hash.update(bytes.subarray(8 + length + start, 8 + length + end));
  }
  return hash.digest("hex");
}
