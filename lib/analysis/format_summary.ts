import { optionWords } from "../options/mod.ts";
import { formatNumber } from "../format/number.ts";
import { plural } from "../format/plural.ts";
import { formatTable, type TableColumn } from "../format/table.ts";
import { RUN_STATUSES } from "../sweep/store/run_status.ts";
import type { BestConfiguration, OutcomeCounts, Summary } from "./summary.ts";

/** A mean with its standard deviation, both to the same decimal place. */
function withDeviation(mean: number | null, deviation: number | null): string {
  if (mean === null || deviation === null) return formatNumber(mean);
  const digits = deviation > 0 ? Math.max(0, 1 - Math.floor(Math.log10(deviation))) : 3;
  return digits > 6
    ? `${formatNumber(mean)} ± ${formatNumber(deviation, 2)}`
    : `${mean.toFixed(digits)} ± ${deviation.toFixed(digits)}`;
}

function bestColumns({ best, seeds, splits }: Summary): TableColumn<BestConfiguration>[] {
  const axes = [...new Set(best.flatMap((row) => Object.keys(row.further)))];
  const column = (title: string, value: (row: BestConfiguration) => unknown) => ({ title, value });
  return [
    column("model", (row) => row.model),
    column("optimizer", (row) => row.optimizer),
    column("learning rate", (row) => row.learning_rate),
    column("latent size", (row) => row.latent_size),
    ...axes.map((axis) => column(optionWords(axis), (row) => row.further[axis])),
    seeds * splits > 1
      ? column("test MSE", (row) => withDeviation(row.test_mse, row.test_mse_sd))
      : column("test MSE", (row) => row.test_mse),
    column("test R²", (row) => row.test_r2),
    column("epochs", (row) => row.epochs),
    column("status", (row) => row.status ?? "no run finished"),
    ...(seeds * splits > 1 ? [column("finished", (row) => `${row.finished} of ${row.runs}`)] : []),
  ];
}

const OUTCOME_COLUMNS: readonly TableColumn<OutcomeCounts>[] = [
  { title: "optimizer", value: (row) => row.optimizer },
  ...RUN_STATUSES.map((status) => ({
    title: status,
    value: (row: OutcomeCounts) => row[status],
  })),
  { title: "runs", value: (row) => row.runs },
];

/**
 * A summary as text for a terminal: two tables.
 *
 * @example
 * ```ts
 * import { formatSummary } from "./format_summary.ts";
 * const text = formatSummary({ runs: 0, seeds: 0, splits: 1, best: [], outcomes: [] });
 * if (!text.startsWith("Best configuration")) throw new Error(text);
 * ```
 */
export function formatSummary(summary: Summary): string {
  const { runs, seeds, splits, best, outcomes } = summary;
  const chosen = best[0]?.chosen_on === "test"
    ? "chosen on the test samples themselves: these results have no validation MSE"
    : "chosen on validation samples, reported on test samples, by which they are listed";
  const of = splits > 1
    ? `${plural(seeds, "seed")} on each of ${splits} splits`
    : plural(seeds, "seed");
  const means = seeds * splits > 1
    ? `; mean ± standard deviation over the finished runs of ${of}`
    : "";
  const sizes = best.some(({ further }) => "genes" in further);
  return [
    `Best configuration of each model${sizes ? " and number of genes" : ""} (${chosen}${means})`,
    formatTable(best, bestColumns(summary)),
    "",
    runs === 1 ? "How one run ended" : `How ${runs} runs ended`,
    formatTable(outcomes, OUTCOME_COLUMNS),
  ].join("\n");
}
