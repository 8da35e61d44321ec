import type { ClaimRow } from "../analysis/mod.ts";
import { formatNumber } from "../format/number.ts";
import { MODELS } from "../models/mod.ts";
import { OPTIMIZERS } from "../optimizers/mod.ts";
import { labelOf } from "../plots/labels.ts";

/** What the number of a claim is: a difference of shares, a share or a difference of mean ranks. */
function unitOf({ claim, threshold }: Pick<ClaimRow, "claim" | "threshold">) {
  if (claim === 3) return "ranks";
  return threshold === 0 ? "points" : "share";
}

/** A claim's number, threshold or end of an interval in its unit, such as "23 points", "67 %" or "1.05 ranks". */
export function claimAmount(
  value: number | null,
  claim: Pick<ClaimRow, "claim" | "threshold">,
  digits = 3,
): string {
  const unit = unitOf(claim);
  if (value === null) return formatNumber(value);
  const number = formatNumber(unit === "ranks" ? value : 100 * value, digits);
  if (unit === "share") return `${number} %`;
  return `${number} ${Math.abs(Number(number)) === 1 ? unit.slice(0, -1) : unit}`;
}

/** An interval in a claim's unit, which is named once, such as "13 to 33". */
export function claimInterval(
  low: number,
  high: number,
  claim: Pick<ClaimRow, "claim" | "threshold">,
): string {
  const scale = unitOf(claim) === "ranks" ? 1 : 100;
  return `${formatNumber(scale * low)} to ${formatNumber(scale * high)}`;
}

/** Columns, models and optimizers in a text, as figures name them: "learning rate" for learning_rate, "Info-VAE" for info-vae. */
export function plainWords(text: string): string {
  return text.replaceAll(
    /[a-z][a-z0-9_-]*/g,
    (word) =>
      Object.hasOwn(OPTIMIZERS, word) || Object.hasOwn(MODELS, word)
        ? labelOf(word)
        : word.replaceAll("_", " "),
  );
}
