import { type ClaimRow, type RobustnessRow, robustnessSentences } from "../analysis/mod.ts";
import { escapeHtml } from "../format/escape_html.ts";
import type { AnalysisTable } from "./analysis_tables.ts";
import { claimAmount, claimInterval, plainWords } from "./_claim_words.ts";
import { htmlList } from "./_markup.ts";

/** How verdicts are written in a cell, so that they differ without colour too. */
const SIGNS: Readonly<Record<RobustnessRow["verdict"], string>> = {
  "reproduced": "✓",
  "not reproduced": "✗",
  "undecided": "?",
  "no verdict": "",
};

const LEGEND =
  "A row is a choice that could have been made otherwise, a column a claim of the poster’s. A cell has the estimate (a claim " +
  "needs more than its threshold) and ✓ where the claim is reproduced, ✗ where it is not, ? where it is undecided, none where " +
  "there is no verdict, – where the estimate is not known or the choice does not touch the claim; orange and ⇄ where the estimate changes sides or the verdict is another than the one reported. Point " +
  "at a cell for its interval.";

type Group = readonly [key: string, rows: readonly RobustnessRow[]];

/** Columns: each claim, within each level of what sets studies apart. */
const columnOf = ({ claim, within }: Pick<RobustnessRow, "claim" | "within">) =>
  `${claim} ${within}`;

/** Two digits; three of ranks, and where two might not tell on which side of its threshold an estimate is. */
function digitsOf({ claim, value, threshold }: RobustnessRow): number {
  return claim === 3 || Math.abs(value! - threshold) < 0.01 ? 3 : 2;
}

function cell(row: RobustnessRow | undefined): string {
  if (!row || row.value === null) return '<td class="unknown">–</td>';
  const interval = row.low === null ? "" : `, ${claimInterval(row.low, row.high!, row)}`;
  const holds = row.holds_in === null ? "" : `; holds in ${row.holds_in} of ${row.seeds} seeds`;
  const said = `${row.verdict}: ${claimAmount(row.value, row)}${interval}${holds}` +
    (row.note === "" ? "" : `; ${row.note}`);
  const flips = row.flips === true;
  return `<td${flips ? ' class="flips"' : ""} title="${escapeHtml(said)}">` +
    `${flips ? "⇄ " : ""}${escapeHtml(claimAmount(row.value, row, digitsOf(row)))} ${
      SIGNS[row.verdict]
    }</td>`;
}

/** The rows of one choice, a line per level; one line says so where the results know of none. */
function lines([choice, rows]: Group, columns: readonly string[]): string {
  const known = rows.filter(({ value }) => value !== null);
  const levels = [
    ...Map.groupBy(known.length > 0 ? known : rows.slice(0, 1), ({ level }) => level),
  ];
  return levels.map(([level, own], i) => {
    const of = Map.groupBy(own, columnOf);
    const head = i === 0
      ? `<th rowspan="${levels.length}">${escapeHtml(plainWords(choice))}</th>`
      : "";
    const cells = columns.map((column) => cell(of.get(column)?.[0]));
    return `<tr>${head}<td class="level">${escapeHtml(plainWords(level))}</td>${
      cells.join("")
    }</tr>`;
  }).join("\n");
}

function grid(rows: readonly RobustnessRow[], claims: readonly ClaimRow[]): string {
  const reported = rows.filter(({ choice }) => choice === "as reported");
  const columns = reported.map(columnOf);
  const heads = reported.map(({ claim, within, threshold }) => {
    const text = claims.find((row) => row.claim === claim)?.text ?? "";
    const part = within === "" ? "" : ` (${plainWords(within)})`;
    return `<th>${escapeHtml(`${claim}. ${text}${part}`)}<br><span>needs more than ${
      escapeHtml(claimAmount(threshold, { claim, threshold }))
    }</span></th>`;
  });
  const body = [...Map.groupBy(rows, ({ choice }) => choice)].map((group) => lines(group, columns));
  return '<div class="table"><table class="grid"><thead><tr><th>Choice</th><th></th>' +
    `${heads.join("")}</tr></thead><tbody>\n${body.join("\n")}\n</tbody></table></div>`;
}

/** What would change the answers: a sentence per claim, and every claim under every choice. */
export function robustnessSection(tables: readonly AnalysisTable[]): string {
  const of = (name: string) => tables.find((table) => table.name === name)!;
  const { frame, problem } = of("claim_robustness");
  const head = '<section id="changes"><h2>What would change this answer</h2>';
  if (!frame) return `${head}<p>${escapeHtml(problem)}</p></section>`;
  const rows = frame.toRecords() as unknown as RobustnessRow[];
  const claims = (of("claims").frame?.toRecords() ?? []) as unknown as ClaimRow[];
  return `${head}${htmlList(robustnessSentences(rows).map(plainWords))}<p>${
    escapeHtml(LEGEND)
  }</p>` +
    `${grid(rows, claims)}</section>`;
}
