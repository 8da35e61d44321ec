import pl from "nodejs-polars";
import { recordsStalled } from "../analysis/records_stalled.ts";
import { summarize } from "../analysis/summary.ts";
import { formatLearningRate } from "../format/learning_rate.ts";
import { plural } from "../format/plural.ts";
import { optionLabel } from "../options/mod.ts";
import { labelOf } from "../plots/labels.ts";
import { STALLED } from "../plots/outcomes.ts";
import type { AnalysisTable } from "./analysis_tables.ts";
import { escapeHtml } from "../format/escape_html.ts";
import { htmlList, htmlTable } from "./_markup.ts";
import { pcaSentence } from "./_pca_sentence.ts";
import type { ResultFolder } from "../sweep/open_result_folder.ts";
import { geneCounts } from "../sweep/store/manifest.ts";
import { RUN_STATUSES } from "../sweep/store/run_status.ts";
import { runRecords } from "./run_records.ts";
import type { ReportFigure } from "./report_figures.ts";

/** What is missing, and why: unfinished runs, failed runs with their errors, tables and figures. */
export function missingParts(
  { results, total, damaged }: ResultFolder,
  tables: readonly AnalysisTable[],
  figures: readonly ReportFigure[],
): string[] {
  const left = Math.max(0, total - results.height);
  const failed = results.filter(pl.col("status").eq(pl.lit("failed"))).toRecords();
  const errors = [...Map.groupBy(failed, (row) => String(row.error))];
  return [
    ...(left > 0
      ? [`${left} of ${total} runs are not finished: every number may still change.`]
      : []),
    ...errors.map(([error, runs]) => `${runs.length} failed: ${error}`),
    ...(damaged > 0 ? [`${damaged} damaged lines in journals were not read.`] : []),
    ...unmade(tables, figures),
  ];
}

/** Missing tables and figures, one line per reason. */
function unmade(tables: readonly AnalysisTable[], figures: readonly ReportFigure[]): string[] {
  const parts = [
    ...tables.filter(({ frame }) => !frame).map((t) => ({ ...t, kind: "table" })),
    ...figures.filter(({ spec }) => !spec).map((f) => ({ ...f, kind: "figure" })),
  ];
  return [...Map.groupBy(parts, ({ problem }) => problem)].map(([problem, alike]) => {
    const said = [...Map.groupBy(alike, ({ kind }) => kind)].map(([kind, some]) =>
      `${kind}${some.length > 1 ? "s" : ""} ${some.map(({ name }) => name).join(", ")}`
    ).join(" and ");
    return `${said[0]!.toUpperCase()}${said.slice(1)}: ${problem}`;
  });
}

export function overview(input: ResultFolder, missing: readonly string[]): string {
  const rows = runRecords(input), { axes } = input;
  const { best, outcomes, seeds, splits } = summarize(rows, { axes });
  const varied = axes.filter(({ column }) => best.some(({ further }) => column in further));
  const { data } = input.manifest,
    stalls = recordsStalled(rows),
    count = (status: string) =>
      status === "stalled" && !stalls ? null : rows.filter((r) => r.status === status).length;
  const ended = RUN_STATUSES
    .map((status) => `${count(status) ?? "–"} ${labelOf(status).toLowerCase()}`).join(", ") +
    (stalls ? "" : " (stalled: not recorded by the version that ran them)");
  const spread = best.some(({ test_mse_sd }) => test_mse_sd !== null) ? ["SD over seeds"] : [];
  const genes = geneCounts(input.manifest), pca = pcaSentence(input.baselines, best);
  const about =
    `On ${data.name} (${genes.join(", ")} genes): ${rows.length} of ${input.total} runs, ` +
    `${plural(seeds, "seed")}${
      splits > 1 ? ` on each of ${splits} splits` : ""
    }; ${ended}. Another cohort may answer otherwise.`;
  return `<section id="overview"><h2>Overview</h2><p>${escapeHtml(about)}</p>` +
    (genes.length > 1 ? `<p>${DIFFERENT_GENES}</p>` : "") +
    (missing.length > 0
      ? `<div class="missing"><h3>What is missing</h3>${htmlList(missing)}</div>`
      : "") +
    (input.notices.length > 0
      ? `<div class="missing"><h3>What to know before relying on it</h3>${
        htmlList(input.notices)
      }</div>`
      : "") +
    `<h3>Best configuration of each model${genes.length > 1 ? " and number of genes" : ""}</h3>` +
    `<p>${
      best[0]?.chosen_on === "test"
        ? "Chosen on the test samples themselves, as these results have no validation MSE: the lowest of many looks better than it is."
        : "Chosen on validation samples, reported on test samples, by which they are listed."
    }</p>` +
    htmlTable(
      ["Model", "Optimizer", "Learning rate", "Latent size"]
        .concat(varied.map(({ label }) => label), "Test MSE", ...spread, "Test R²", "Epochs"),
      best.map((b) => [
        labelOf(b.model),
        b.optimizer === null ? null : labelOf(b.optimizer),
        b.learning_rate,
        b.latent_size,
        ...varied.map(({ column }) => b.further[column]),
        b.test_mse,
        ...spread.map(() => b.test_mse_sd),
        b.test_r2,
        b.epochs,
      ]),
      { measured: ["Test MSE", "Test R²"] },
    ) + (pca === "" ? "" : `<p>${escapeHtml(pca)}</p>`) + "<h3>How the runs ended</h3>" +
    htmlTable(
      ["Optimizer", ...RUN_STATUSES.map(labelOf), "Runs"],
      outcomes.map((row) => [
        labelOf(row.optimizer),
        ...RUN_STATUSES.map((status) => status === "stalled" && !stalls ? null : row[status]),
        row.runs,
      ]),
    ) + (stalls ? "" : `<p>${UNRECORDED}</p>`) +
    (stalls && count("stalled")! > 0 ? `<p>${STALLED}</p>` : "") + "</section>";
}

export function methods(input: ResultFolder, tables: readonly AnalysisTable[]): string {
  const { manifest, axes } = input, { fixed, data, machine, versions } = manifest;
  const one = (value: unknown) =>
    typeof value === "number" ? formatLearningRate(value) : String(value ?? "–");
  const text = (value: unknown) => [value].flat().map(one).join(", ");
  const pairs = (values: Readonly<Record<string, unknown>>) =>
    htmlTable(["", ""], Object.entries(values).map(([name, value]) => [name, text(value)]));
  const grid = axes.map(({ label, levels, models }) => [
    models ? `${label} (${models.map(labelOf).join(", ")})` : label,
    levels,
  ]);
  const kept = Object.entries(fixed).filter(([name]) => !axes.some((axis) => axis.name === name))
    .map(([name, value]) => [optionLabel(name), value]);
  const files = tables.filter(({ frame }) => frame)
    .map((t) => [`analysis/${t.name}.csv`, t.about, t.frame!.height]);
  return `<section id="methods"><h2>Methods and provenance</h2>${htmlList(METHODS)}` +
    `<h3>Grid</h3>${pairs(Object.fromEntries(grid))}` +
    `<h3>Fixed options</h3>${pairs(Object.fromEntries(kept))}` +
    `<h3>Data</h3>${
      pairs({ name: data.name, genes: geneCounts(manifest), ...hashes(data.hashes) })
    }` +
    `<h3>Program and machine</h3>${
      pairs({
        engine: manifest.engine,
        backend: manifest.backend,
        ...versions,
        ...machine,
        randomness: manifest.seedRule,
        command: manifest.command,
        updated: manifest.updatedAt,
      })
    }<h3>Tables</h3>${
      htmlTable(["File (also as .parquet)", "What it answers", "Rows"], files)
    }</section>`;
}

const UNRECORDED =
  "Stalled runs were not recorded by the version that ran these: they are among the converged.";

/** What has to be known where the number of genes is an axis. */
const DIFFERENT_GENES =
  "Errors of runs with different numbers of genes are means over different genes, of which those that vary less come in " +
  "later: compare each with its own mean predictor (test R²) and baselines, not with another’s error.";

const hashes = (all: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(all).map(([seed, hash]) => [`content hash, split seed ${seed}`, hash]),
  );

const METHODS = [
  "Models: VAE, IWAE, Info-VAE (MMD) and LogCosh-VAE. Info-VAE is the variant with the maximum mean discrepancy (α = 1, no KL " +
  "term). The squared error has no factor ½: β = 1 here is β = 0.5 where it has one.",
  "Importance: exact functional analysis of variance of the full factorial (cell means, no surrogate model); noise between " +
  "seeds is subtracted where there are several.",
  "Diverged runs are never dropped: their share is an outcome in itself; where a number is needed, the loss clipped at the mean " +
  "predictor’s and ranks with diverged runs last are both used, and each figure says which.",
  "Failed runs (an exception) have no outcome; they are left out and counted.",
  "Every axis of the sweep is its own hyper-parameter: nothing is averaged over an axis that a table or figure does not " +
  "name. An option that only some models have is analysed within those; over all models it is nested in the model: “vae " +
  "(kl_weight 2)” is listed next to “iwae”.",
  "Optimizers are compared at their own best learning rate as well as over the whole grid.",
  "Baselines: the mean predictor, and principal components fitted to the same training samples, as many as the latent size.",
  "Downstream: labels (the cancer type unless others were named) are predicted from the posterior means by 5 nearest neighbours " +
  "and logistic regression, which learn from training samples and are judged on test samples by balanced accuracy and by the area " +
  "under the curve (one class against the rest, mean over classes). The same is done with raw genes, principal components, a " +
  "Gaussian random projection and an untrained encoder on the same splits. What many runs reach tells nothing apart: tables " +
  "give the share of runs at 0.99 or above.",
  "Latent health: active units (variance of the posterior mean over test samples above 0.01), effective rank of the posterior " +
  "means, and KL divergence from the prior.",
  "Not part of this report: a picture of the latent space needs the data and a trained network; notebooks 02 " +
  "to 05 draw it.",
];
