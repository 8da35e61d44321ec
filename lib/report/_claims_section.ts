import type { ClaimRow } from "../analysis/mod.ts";
import { escapeHtml } from "../format/escape_html.ts";
import { labelOf } from "../plots/labels.ts";
import type { AnalysisTable } from "./analysis_tables.ts";
import { claimAmount, claimInterval, plainWords } from "./_claim_words.ts";
import { htmlTable } from "./_markup.ts";

const STANDARD =
  "The poster compared VAE, IWAE, Info-VAE and LogCosh-VAE on TCGA’s Pan-Cancer matrix, over the grid that is the default here; whether its five " +
  "claims hold on other data is judged by one standard. The unit is the seed with its split. A claim is reproduced if the interval over seeds of each difference that it is " +
  "about lies above its threshold, not reproduced if one does not reach above it, and undecided in between. Claims about most " +
  "(2 and 4) count, and the interval of a count goes from those that clearly hold to those that are not clearly refuted. Under " +
  "five seeds, or where the grid lacks what a claim is about, there is no verdict: the estimate stands here, and in how many seeds " +
  "the claim holds on its own.";

const TITLES = ["Claim", "Verdict", "Estimate", "Threshold", "Holds in", "Stands on", "Evidence"];

function estimate(row: ClaimRow): string {
  const { value, low, high } = row;
  return claimAmount(value, row) + (low === null ? "" : ` (${claimInterval(low, high!, row)})`);
}

function line(row: ClaimRow): string[] {
  const name = row.part === "all" ? `${row.claim}. ${row.text}` : `— ${labelOf(row.part)}`;
  return [
    row.within === "" ? name : `${name} (${plainWords(row.within)})`,
    row.verdict,
    estimate(row),
    claimAmount(row.threshold, row),
    row.holds_in === null ? "–" : `${row.holds_in} of ${row.seeds}`,
    plainWords(row.stands_on),
    plainWords(`${row.statistic}: ${row.note}`),
  ];
}

/** The poster's claims: the rows that decide, then all parts of the evidence. */
export function claimsSection(tables: readonly AnalysisTable[]): string {
  const table = tables.find(({ name }) => name === "claims")!;
  const rows = (table.frame?.toRecords() ?? []) as unknown as ClaimRow[];
  const answers = rows.filter(({ decides }) => decides);
  return `<section id="claims"><h2>The poster’s claims</h2><p>${escapeHtml(STANDARD)}</p>` +
    (table.frame ? htmlTable(TITLES, answers.map(line)) : `<p>${escapeHtml(table.problem)}</p>`) +
    (rows.length > answers.length
      ? "<details><summary>All parts of the evidence, and both treatments of diverged runs</summary>" +
        `${htmlTable(TITLES, rows.map(line))}</details>`
      : "") +
    "</section>";
}
