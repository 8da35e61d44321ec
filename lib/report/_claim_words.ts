import type { ClaimRow } from "../analysis/mod.ts";
import { minusSigns } from "../format/minus_signs.ts";
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
  const written = minusSigns(number);
  if (unit === "share") return `${written} %`;
  return `${written} ${Math.abs(Number(number)) === 1 ? unit.slice(0, -1) : unit}`;
}

/** An interval in a claim's unit, which is named once, such as "13 to 33". */
export function claimInterval(
  low: number,
  high: number,
  claim: Pick<ClaimRow, "claim" | "threshold">,
): string {
  const scale = unitOf(claim) === "ranks" ? 1 : 100;
  return minusSigns(`${formatNumber(scale * low)} to ${formatNumber(scale * high)}`);
}

/**
 * A text as figures have it: "learning rate" for learning_rate, "Info-VAE" for info-vae, and minus signs before negative
 * numbers.
 */
export function plainWords(text: string): string {
  return minusSigns(text).replaceAll(
    /[a-z][a-z0-9_-]*/g,
    (word) =>
      Object.hasOwn(OPTIMIZERS, word) || Object.hasOwn(MODELS, word)
        ? labelOf(word)
        : word.replaceAll("_", " "),
  );
}
