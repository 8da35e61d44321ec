import * as distributions from "../../lib/numbers/_distributions.ts";
import { assertClose, REFERENCE } from "./_reference.ts";

const { distributions: reference } = REFERENCE as { distributions: Record<string, number[][]> };

/** Each row of the reference: arguments, then the value. */
function check(rows: number[][], actual: (...values: number[]) => number, tolerance: number): void {
  assertClose(
    rows.map((row) => actual(...row.slice(0, -1))),
    rows.map((row) => row.at(-1)!),
    tolerance,
  );
}

Deno.test("normalQuantile() and normalCumulative() agree with SciPy", () => {
  check(reference.normal_quantile!, distributions.normalQuantile, 1e-9);
  check(reference.normal_cumulative!, distributions.normalCumulative, 1e-9);
});

Deno.test("studentQuantile() agrees with SciPy", () => {
  check(reference.student_quantile!, distributions.studentQuantile, 1e-6);
});

Deno.test("chiSquareTail() and fTail() agree with SciPy", () => {
  check(reference.chi_square_tail!, distributions.chiSquareTail, 1e-10);
  check(reference.f_tail!, distributions.fTail, 1e-7);
});

Deno.test("chiSquareTail() and fTail() keep their digits far out in the tail, by hand", () => {
  const { chiSquareTail, fTail } = distributions;
  // In closed form: exp(−x / 2) with 2 degrees of freedom, times 1 + x / 2 with 4; (1 + 2f / n)^(−n / 2) with 2 and n.
  assertClose(
    [
      chiSquareTail(96, 2) / Math.exp(-48),
      chiSquareTail(200, 4) / (101 * Math.exp(-100)),
      chiSquareTail(1, 2) / Math.exp(-0.5),
      chiSquareTail(0, 2),
      fTail(300, 2, 94) / (1 + 600 / 94) ** -47,
      fTail(0, 2, 94),
    ],
    [1, 1, 1, 1, 1, 1],
    1e-9,
  );
});

Deno.test("studentizedRangeQuantile() agrees with SciPy, infinite degrees of freedom", () => {
  check(reference.studentized_range!, (k) => distributions.studentizedRangeQuantile(0.95, k), 1e-6);
});
