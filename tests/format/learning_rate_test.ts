import { strict as assert } from "node:assert";
import { formatLearningRate } from "../../lib/format/learning_rate.ts";

Deno.test("formatLearningRate() writes each learning rate in one way, with all its digits", () => {
  const written = [1, 0.5, 0.1, 0.01, 0.001, 0.0015, 0.0001, 0.00025, 0.000_123_456_7, 1e-5, 1e-12];
  assert.deepEqual(written.map(formatLearningRate), [
    ...["1", "0.5", "0.1", "0.01", "0.001", "0.0015", "1e-4", "2.5e-4", "1.234567e-4", "1e-5"],
    "1e-12",
  ]);
});
