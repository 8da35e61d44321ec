import type { RobustnessRow } from "./claim_robustness.ts";

/** The choices that changed something, with their levels, and those that changed nothing or say nothing. */
function choices(rows: readonly RobustnessRow[]) {
  const groups = [...Map.groupBy(rows, ({ choice }) => choice)].map(([choice, rows]) => ({
    choice: choice.replaceAll("_", " "),
    levels: rows.filter(({ flips }) => flips === true).map(({ level }) =>
      level.replaceAll("_", " ")
    ),
    known: rows.some(({ flips }) => flips !== null),
  }));
  return {
    changing: groups.filter(({ levels }) => levels.length > 0)
      .map(({ choice, levels }) => `${choice} (${levels.join("; ")})`),
    holding: groups.filter(({ levels, known }) => known && levels.length === 0)
      .map(({ choice }) => choice),
    silent: groups.filter(({ known }) => !known).map(({ choice }) => choice),
  };
}

/**
 * What would change each answer, in a sentence per claim and `within`.
 *
 * @param rows Those of `claimRobustness`, in their order.
 *
 * @example
 * ```ts
 * import { robustnessSentences } from "./robustness_sentences.ts";
 * const row = { claim: 1, within: "", value: 1, low: null, high: null, threshold: 0, holds_in: 1, seeds: 1, note: "" };
 * const said = robustnessSentences([
 *   { ...row, choice: "as reported", level: "", flips: false, verdict: "no verdict" },
 *   { ...row, choice: "lower cap on epochs", level: "50", flips: true, verdict: "no verdict" },
 *   { ...row, choice: "models", level: "without vae", flips: false, verdict: "no verdict" },
 * ]);
 * if (said[0] !== "Claim 1 (no verdict) changes with: lower cap on epochs (50). The answer stays under: models.") throw new Error(said[0]);
 * ```
 */
export function robustnessSentences(rows: readonly RobustnessRow[]): string[] {
  const groups = [...Map.groupBy(rows, ({ claim, within }) => `${within} ${claim}`).values()];
  return groups.map((rows) => {
    const reported = rows.find(({ choice }) => choice === "as reported")!;
    const { claim, within, verdict, value } = reported;
    const subject = `Claim ${claim} (${[within, verdict].filter(Boolean).join(", ")})`;
    if (value === null) return `${subject} has no estimate here.`;
    const found = choices(rows.filter((row) => row !== reported));
    const { changing, holding, silent } = found;
    return [
      changing.length > 0
        ? `${subject} changes with: ${changing.join(", ")}.`
        : `${subject} changes with none of the choices that were tried.`,
      holding.length > 0 ? `The answer stays under: ${holding.join(", ")}.` : "",
      silent.length > 0 ? `Not known under: ${silent.join(", ")}.` : "",
    ].filter(Boolean).join(" ");
  });
}
