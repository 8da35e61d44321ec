import assert from "node:assert/strict";
import { performanceProfile } from "../../lib/numbers/performance_profile.ts";
import { assertClose, REFERENCE } from "./_reference.ts";

Deno.test("performanceProfile() agrees with NumPy, unsolved problems included", () => {
  const { problems, factors, shares } = REFERENCE.profile;
  const losses = problems.map((row: (number | null)[]) => row.map((value) => value ?? Infinity));
  performanceProfile(losses, factors).forEach((profile, s) =>
    assertClose(profile, shares[s], 1e-12)
  );
});

Deno.test("performanceProfile() never falls, and someone is best in every solved problem", () => {
  const problems = [[1, 2, 4], [2, 1, 8], [3, 3, 3], [Infinity, Infinity, Infinity]];
  const profiles = performanceProfile(problems, [1, 2, 4, 100]);
  for (const profile of profiles) {
    profile.slice(1).forEach((share, i) => assert.ok(share >= profile[i]!));
  }
  // First 2 of 4, second 2 of 4, third 1 of 4; the last problem nobody solves at any factor.
  assert.deepEqual(profiles.map((profile) => profile[0]), [0.5, 0.5, 0.25]);
  assert.deepEqual(profiles.map((profile) => profile[3]), [0.75, 0.75, 0.75]);
});

Deno.test("performanceProfile() refuses losses without a ratio and factors below 1", () => {
  assert.throws(() => performanceProfile([[0, 1]], [1]), /not positive/);
  assert.throws(() => performanceProfile([[1, 2]], [0.5]), /at least 1/);
});
