import type pl from "nodejs-polars";
import { cancerTypeErrors } from "../analysis/mod.ts";

/** Of which the errors are taken; the samples of many runs take much room. */
interface Samples {
  readonly samples?: pl.DataFrame | null;
}

const known = new WeakMap<Samples, readonly string[]>();

/** The error of each cancer type under each run, as `cancerTypeErrors` has them. */
export function typeErrors(frames: Samples): pl.DataFrame {
  const { errors, leftOut } = cancerTypeErrors(frames.samples!);
  known.set(frames, leftOut);
  return errors;
}

/** Types that some run has no test sample of: a figure says so after the table is made, without reading all samples again. */
export function leftOutTypes(frames: Samples): readonly string[] {
  if (!known.has(frames)) typeErrors(frames);
  return known.get(frames)!;
}
