import assert from "node:assert/strict";
import {
  afterEpoch,
  STOPPING_START,
  type StoppingRule,
} from "../../lib/training/early_stopping.ts";

/** Epochs until the end, and the best of them; with a patience of 3 unless told otherwise. */
function stopped(
  losses: readonly number[],
  given: StoppingRule = {},
): [epochs: number, best: number] {
  const rule = { patience: 3, ...given };
  let state = STOPPING_START;
  for (const loss of losses) {
    state = afterEpoch(state, loss, rule);
    if (state.stop) break;
  }
  return [state.stop ? state.epoch : Infinity, state.bestEpoch];
}

Deno.test("afterEpoch() stops after three epochs without improvement", () => {
  assert.deepEqual(stopped([10, 9, 8, 8, 8, 8, 8]), [6, 3]);
  assert.deepEqual(stopped([1, 2, 3, 4]), [4, 1]);
  assert.deepEqual(stopped([5, 6, 6, 4, 6, 6, 6]), [7, 4]); // an improvement starts the count anew
  assert.deepEqual(stopped([5, 6, 6]), [Infinity, 1]);
});

Deno.test("afterEpoch() takes any patience, ten epochs unless it is told", () => {
  assert.deepEqual(stopped([5, 6, 4], { patience: 1 }), [2, 1]);
  assert.deepEqual(stopped([5, 6, 6, 6, 6, 6], { patience: 5 }), [6, 1]);
  let state = afterEpoch(STOPPING_START, 1);
  for (let later = 1; later < 10; later++) {
    assert.ok(!(state = afterEpoch(state, 2)).stop, `${later}`);
  }
  assert.ok(afterEpoch(state, 2).stop);
});

Deno.test("afterEpoch() ends no training before its least number of epochs", () => {
  const flat = [9, 8, 8, 8, 8, 8, 8, 8];
  assert.deepEqual(stopped(flat, { minEpochs: 0 }), [5, 2]);
  assert.deepEqual(stopped(flat, { minEpochs: 5 }), [5, 2]); // reached by then
  assert.deepEqual(stopped(flat, { minEpochs: 7 }), [7, 2]); // at once, the patience being over
  assert.deepEqual(stopped(flat, { minEpochs: 9 }), [Infinity, 2]);
  // What improves meanwhile counts, and starts the patience anew.
  assert.deepEqual(stopped([9, 9, 9, 9, 9, 8, 8, 8, 8], { minEpochs: 6 }), [9, 6]);
});

Deno.test("afterEpoch() does not take a tie, nor less than the threshold, for an improvement", () => {
  assert.deepEqual(stopped([7, 7, 7, 7]), [4, 1]);
  assert.deepEqual(stopped([7, 7, 7, 7], { minDelta: 0 }), [4, 1]);
  // 1e-4 of 1000 is 0.1: 999.91 is within it, 999.89 is not.
  assert.deepEqual(stopped([1000, 999.91, 999.91, 999.91]), [4, 1]);
  assert.deepEqual(stopped([1000, 999.89, 999.89, 999.89, 999.89]), [5, 2]);
});

Deno.test("afterEpoch() measures improvement against the best, so that small steps add up", () => {
  // 0.06 an epoch where 0.1 is asked for: every second epoch, up to the 29th, improves on the best.
  const losses = Array.from({ length: 30 }, (_, i) => 1000 - 0.06 * i);
  assert.deepEqual(stopped(losses), [Infinity, 29]);
});

Deno.test("afterEpoch() is relative: scaling all losses changes nothing", () => {
  const losses = [3, 2.5, 2.4999, 2.4, 2.41, 2.39999, 2.4, 2.4];
  for (const scale of [1e-6, 1, 1e6]) {
    assert.deepEqual(stopped(losses.map((loss) => loss * scale)), stopped(losses));
  }
});

Deno.test("afterEpoch() takes lower for better below zero, too", () => {
  assert.deepEqual(stopped([2, -1, -3, -3.0001, -3, -2]), [6, 3]); // 1e-4 of 3 is 0.0003
  assert.deepEqual(stopped([-3, -3.0004, -3, -3, -3]), [5, 2]);
  assert.deepEqual(stopped([0, -1e-9, 0, 0, 0]), [5, 2]); // a best of zero has no size to exceed
});

Deno.test("afterEpoch() tells whether the last epoch improved, and remembers the best loss", () => {
  let state = afterEpoch(STOPPING_START, 5);
  assert.deepEqual([state.improved, state.bestLoss], [true, 5]);
  state = afterEpoch(state, 6);
  assert.deepEqual([state.improved, state.bestLoss, state.epoch], [false, 5, 2]);
});

Deno.test("afterEpoch() refuses a loss that is not finite", () => {
  for (const loss of [NaN, Infinity, -Infinity]) {
    assert.throws(() => afterEpoch(STOPPING_START, loss), RangeError);
  }
});
