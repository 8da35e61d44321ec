import pl from "nodejs-polars";
import text from "../fixtures/choice.json" with { type: "text" };

/** What make_choice.py wrote: a sweep, and what pandas finds in it. */
export const CHOICE = JSON.parse(text);

/** Its axes, of which one is not the study's. */
export const AXES = ["batch_size", "latent_size", "learning_rate", "model", "optimizer"];

/** The sweep as a results frame. */
export function choiceSweep(): pl.DataFrame {
  const columns = CHOICE.columns as Record<string, (string | number | null)[]>;
  return pl.DataFrame(
    Object.entries(columns).map(([name, values]) => {
      const words = values.some((value) => typeof value === "string");
      return pl.Series(name, values, words ? pl.Utf8 : pl.Float64);
    }),
  );
}
