import pl from "nodejs-polars";
import * as analysis from "../analysis/mod.ts";
import { type Axes, type Frames, PART, type Treated } from "./_table_makers.ts";

/** Of each frame, by how diverged runs count. */
const ranges = new WeakMap<pl.DataFrame, Map<analysis.Treatment, pl.DataFrame>>();

/** Two tables are made from them, and they take longest. */
export function rangesOf(results: pl.DataFrame, { axes, treatment }: Treated): pl.DataFrame {
  if (!ranges.has(results)) ranges.set(results, new Map());
  const known = ranges.get(results)!;
  if (!known.has(treatment!)) {
    known.set(treatment!, analysis.searchRanges(results, { ...PART, axes, treatment }));
  }
  return known.get(treatment!)!;
}

/** Divergence of each optimizer, and within it of each level of the options that set studies apart. */
export function divergenceByOptimizer({ results, axes }: Frames): pl.DataFrame {
  const levelsOf = (frame: pl.DataFrame, column: string) =>
    [...new Set(frame.getColumn(column).toArray())].sort();
  const varied = analysis.STUDY_AXES.filter((column) =>
    results.columns.includes(column) && levelsOf(results, column).length > 1
  );
  const parts = (frame: pl.DataFrame, columns: readonly string[]): pl.DataFrame[] => {
    const [column, ...others] = columns;
    if (column === undefined) {
      return [analysis.divergence(frame, { axes, of: ["latent_size", "learning_rate"] })];
    }
    return levelsOf(frame, column).flatMap((level) => {
      const own = level === null ? pl.col(column).isNull() : pl.col(column).eq(pl.lit(level));
      return parts(frame.filter(own), others).map((part) => named(column, level, part));
    });
  };
  return pl.concat(parts(results, ["optimizer", ...varied]), { how: "vertical" });
}

/** A frame with a constant first column that names its subject. */
function named(column: string, value: unknown, frame: pl.DataFrame): pl.DataFrame {
  const text = value === null ? null : String(value);
  const first = pl.Series(column, Array(frame.height).fill(text), pl.Utf8);
  return pl.DataFrame([first, ...frame.columns.map((name) => frame.getColumn(name))]);
}

/** Over all models (model "all"), then within each. */
export function agreement(
  results: pl.DataFrame,
  downstream: pl.DataFrame,
  options: Axes,
): pl.DataFrame {
  const all = analysis.reconstructionAndDownstream(results, downstream, options);
  const by = { ...options, by: ["model"] };
  const each = analysis.reconstructionAndDownstream(results, downstream, by);
  return pl.concat([named("model", "all", all), each], { how: "vertical" });
}
