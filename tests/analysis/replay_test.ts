import assert from "node:assert/strict";
import { replay } from "../../lib/analysis/_replay.ts";

const curve = [10, 8, 7, 7.5, 7.4, 6, 6, 6, 6, 5];

Deno.test("replay() ends a curve where a hand ends it", () => {
  // Two epochs in a row without improvement: 4 and 5, so training ends at 5 with the best at 3.
  assert.deepEqual(replay(curve, { patience: 2 }), {
    status: "converged",
    epochs: 5,
    bestEpoch: 3,
  });
  assert.deepEqual(replay(curve, { patience: 3 }), {
    status: "converged",
    epochs: 9,
    bestEpoch: 6,
  });
  // An improvement must exceed 18 % of the best: 10 → 8 does, 8 → 7 does not, 8 → 6 does, 6 → 5 does not.
  const coarse = replay(curve, { patience: 4, minDelta: 0.18 });
  assert.deepEqual(coarse, { status: "converged", epochs: 10, bestEpoch: 6 });
});

Deno.test("replay() tells a cap from a curve that ends before the rule does", () => {
  assert.deepEqual(replay(curve, { patience: 9, maxEpochs: 4 }), {
    status: "max_epochs",
    epochs: 4,
    bestEpoch: 3,
  });
  assert.deepEqual(replay(curve, { patience: 9 }), {
    status: "censored",
    epochs: 10,
    bestEpoch: 10,
  });
  assert.equal(replay(curve, { patience: 9, maxEpochs: 10 }).status, "max_epochs");
});

Deno.test("replay() lets a run diverge only if no rule ends it before", () => {
  const diverged = true;
  assert.deepEqual(replay([3, 2], { diverged }), { status: "diverged", epochs: 3, bestEpoch: 2 });
  assert.equal(replay([3, 2], { diverged, maxEpochs: 2 }).status, "max_epochs");
  assert.equal(replay([3, 4], { diverged, patience: 1 }).status, "converged");
  assert.deepEqual(replay([], { diverged }), { status: "diverged", epochs: 1, bestEpoch: 0 });
});

Deno.test("replay() neither counts nor reports the epochs of a warm-up, and waits for the least number of epochs", () => {
  // The lowest of all is epoch 1, whose loss lacked a part; from epoch 3 on the best is 6.
  const warmed = [1, 2, 7, 7.5, 7.4, 6, 6.5, 6.6];
  const rule = { patience: 2, klWarmup: 3, maxEpochs: 8 };
  // 3 improves, 4 and 5 do not: two epochs without improvement end it at 5.
  assert.deepEqual(replay(warmed, rule), { status: "converged", epochs: 5, bestEpoch: 3 });
  assert.deepEqual(replay(warmed, { ...rule, minEpochs: 6 }), {
    status: "converged",
    epochs: 8,
    bestEpoch: 6,
  });
});
