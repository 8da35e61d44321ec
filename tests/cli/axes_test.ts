/** Sweeps of further axes, through the command: what it says and what its report makes of them. */
import { strict as assert } from "node:assert";
import { fileURLToPath } from "node:url";
import type pl from "nodejs-polars";
import { analysisTables } from "../../lib/report/analysis_tables.ts";
import { openResultFolder } from "../../lib/sweep/open_result_folder.ts";
import { reportFigures } from "../../lib/report/report_figures.ts";
import { reportHtml } from "../../lib/report/report_html.ts";
import { labelOf } from "../../lib/plots/labels.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

// The easier cohort: some run has to become better than the mean predictor for each cancer type.
const SHORT = "--data synthetic-1-120x60 --genes 40 --hidden-size 8 --max-epochs 12 --seeds 0,1 " +
  "--learning-rates 0.01,0.001 --latent-sizes 2,3";

interface Axis {
  readonly option: string;
  readonly column: string;
  readonly words: string;
  readonly levels: readonly number[];
  readonly models: readonly string[];
}

interface Case {
  readonly models: readonly string[];
  readonly optimizers: string;
  readonly axes: readonly Axis[];
}

const klWeight = (levels: readonly number[]): Axis => ({
  option: "kl-weight",
  column: "kl_weight",
  words: "KL weight",
  levels,
  models: ["vae", "logcosh-vae"],
});

const batchSize: Axis = {
  option: "batch-size",
  column: "batch_size",
  words: "batch size",
  levels: [16, 32],
  models: ["vae", "iwae", "info-vae", "logcosh-vae"],
};

const CASES: Readonly<Record<string, Case>> = {
  "an option that two of four models have": {
    models: ["vae", "iwae", "info-vae", "logcosh-vae"],
    optimizers: "adam",
    axes: [klWeight([0.1, 10])],
  },
  "an option of the training": { models: ["vae"], optimizers: "adam,sgd", axes: [batchSize] },
  "both": {
    models: ["vae", "iwae"],
    optimizers: "adam,sgd",
    axes: [klWeight([0.1, 10]), batchSize],
  },
};

type Row = Readonly<Record<string, string>>;

interface Swept {
  readonly folder: string;
  readonly out: string;
  readonly err: string;
  readonly rows: readonly Row[];
}

async function sweep({ models, optimizers, axes }: Case): Promise<Swept> {
  const folder = `${await Deno.makeTempDir()}/results`;
  const options = [`--models ${models} --optimizers ${optimizers} --out ${folder}`]
    .concat(axes.map(({ option, levels }) => `--axis ${option}=${levels}`)).join(" ");
  const args = ["run", "-q", "-A", "lib/cli/sweep.ts", ...`${SHORT} ${options}`.split(" ")];
  const command = new Deno.Command(Deno.execPath(), { args, cwd: ROOT, env: { NO_COLOR: "1" } });
  const { code, stdout, stderr } = await command.output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  const out = text(stdout), err = text(stderr);
  assert.equal(code, 0, err);
  const [header, ...lines] = Deno.readTextFileSync(`${folder}/results.csv`).trim().split("\n");
  const names = header!.split(",");
  const rows = lines.map((line) =>
    Object.fromEntries(line.split(",").map((cell, i) => [names[i]!, cell]))
  );
  return { folder, out, err, rows };
}

/** The closing table by hand: per model the test error of the configuration with the lowest validation error over its two seeds. */
function bestOf(rows: readonly Row[], model: string, axes: readonly Axis[]) {
  const columns = [
    "optimizer",
    "learning_rate",
    "latent_size",
    ...axes.map(({ column }) => column),
  ];
  const own = rows.filter((row) => row.model === model);
  const groups = Object.values(Object.groupBy(own, (row) => columns.map((c) => row[c]).join()));
  const means = groups.map((runs) => {
    assert.equal(runs!.length, 2, "a configuration has two runs: one of each seed");
    const [one, two] = runs as [Row, Row];
    return {
      row: one,
      merit: Number(one.validation_mse) * Number(two.validation_mse), // of the geometric mean
      mse: (Number(one.test_mse) + Number(two.test_mse)) / 2,
    };
  });
  const { row, mse } = means.reduce((best, next) => next.merit < best.merit ? next : best);
  return { levels: columns.map((column) => row[column]!), mse };
}

function checkClosingTable({ out, rows }: Swept, { models, axes }: Case): void {
  for (const model of models) {
    const { levels, mse } = bestOf(rows, model, axes);
    const line = out.split("\n").find((line) => line.startsWith(`${model} `))!;
    const cells = line.split(/ {2,}/);
    const shown = cells.slice(1, 1 + levels.length);
    const number = (text: string) => text === "" || text === "–" ? "–" : Number(text) || text;
    assert.deepEqual(shown.map(number), levels.map(number), line);
    const mean = cells[1 + levels.length]!.split(" ± ")[0]!, digits = mean.split(".")[1]!.length;
    assert.equal(mean, mse.toFixed(digits), line);
  }
}

function checkPlan({ out }: Swept, { models, axes }: Case): void {
  for (const { option, levels, models: having } of axes) {
    const own = models.filter((model) => having.includes(model));
    const only = own.length < models.length ? ` (${own.join(", ")} only)` : "";
    const line = out.split("\n").find((line) => line.startsWith(`${option} `))!;
    assert.equal(line.replace(/ {2,}/, " "), `${option} ${levels.join(", ")}${only}`);
  }
}

function checkProgress({ err }: Swept, { axes }: Case): void {
  const lines = err.split("\n").filter((line) => /^\[\d+\/\d+\] /.test(line));
  assert.ok(lines.length > 0, err);
  for (const line of lines) {
    const model = line.split(" ")[1]!;
    for (const { words, levels, models } of axes) {
      const named = levels.some((level) => line.includes(` ${words} ${level}`));
      assert.equal(named, models.includes(model), line);
    }
  }
}

/** Every table says what it does with each axis: in a column's name or in words. */
function namesAxis(frame: pl.DataFrame, column: string): boolean {
  const named = (name: string) => name === column || name === `${column}_from`;
  return frame.columns.some(named) ||
    frame.toRecords().some((row) =>
      Object.values(row).some((cell) => typeof cell === "string" && cell.includes(column))
    );
}

/** Means of ranks by level, diverged runs last: what `effects` has, from results.csv alone. */
function meanRank(rows: readonly Row[], keep: (row: Row) => boolean): number {
  const errors = rows.map((row) => row.test_mse === "" ? Infinity : Number(row.test_mse));
  const rank = (mse: number) =>
    errors.filter((other) => other < mse).length +
    errors.filter((other) => other === mse).length / 2;
  const kept = rows.flatMap((row, i) => keep(row) ? [rank(errors[i]!) / rows.length] : []);
  return kept.reduce((sum, value) => sum + value, 0) / kept.length;
}

function checkEffects(effects: pl.DataFrame, rows: readonly Row[]): void {
  const main = effects.toRecords().filter((row) => row.treatment === "rank" && row.axis_2 === null);
  assert.ok(main.length > 0);
  for (const { axis_1, level_1, mean } of main) {
    const [, model, option, level] = /^(\S+) \((\w+) (\S+)\)$/.exec(String(level_1)) ?? [];
    const keep = (row: Row) =>
      model !== undefined
        ? row.model === model && Number(row[option!]) === Number(level)
        : String(axis_1).startsWith("model")
        ? row.model === level_1
        : (Number(row[String(axis_1)]) || row[String(axis_1)]) === (Number(level_1) || level_1);
    assert.ok(Math.abs(Number(mean) - meanRank(rows, keep)) < 1e-9, `${axis_1} ${level_1}`);
  }
}

for (const [name, asked] of Object.entries(CASES)) {
  Deno.test(`sweep and report of ${name}: no axis is averaged over silently`, async (test) => {
    const swept = await sweep(asked), { axes } = asked;
    const input = openResultFolder(swept.folder), tables = analysisTables(input);
    const figures = reportFigures(input, tables);
    await test.step("the plan says which models have an axis", () => checkPlan(swept, asked));
    await test.step("the closing table is the one worked out by hand", () =>
      checkClosingTable(swept, asked));
    await test.step("a line of progress names every axis that its model has", () =>
      checkProgress(swept, asked));
    await test.step("the report lacks no table and no figure", () => {
      const all = [...tables, ...figures].filter(({ problem }) => problem !== "");
      // Seeds have splits of their own, so that nothing tells these apart.
      const problems = all.filter(({ name }) => name !== "variance_components");
      assert.equal(all.length - problems.length, 1);
      // Without a second model there is nothing to compare, and without a second optimizer likewise.
      const inherent = problems.filter(({ problem }) =>
        /^Cannot compare levels of (model|optimizer): the results vary only in/.test(problem) ||
        /^Cannot compare models: only one of them/.test(problem)
      );
      assert.deepEqual(
        problems.map(({ name, problem }) => [name, problem]),
        inherent.map(({ name, problem }) => [name, problem]),
      );
      // Each lacks a table and its figure: of models their profiles and their comparison, of optimizers their ranks.
      const [models, optimizers] = [asked.models.length > 1, asked.optimizers.includes(",")];
      assert.equal(inherent.length, (models ? 0 : 4) + (optimizers ? 0 : 2));
    });
    await test.step("every table names every axis", () => {
      for (const { name, frame } of tables) {
        // Of the claims' answers, whose own table names the axes; of one optimizer there are none.
        if (!frame || name === "claim_robustness") continue;
        if (name === "claims" && !asked.optimizers.includes(",")) continue;
        for (const { column } of axes) assert.ok(namesAxis(frame, column), `${name}: ${column}`);
      }
    });
    await test.step("effects are those of results.csv", () =>
      checkEffects(tables.find(({ name }) => name === "effects")!.frame!, swept.rows));
    await test.step("the page names the best by every axis, and fixes nothing that varied", async () => {
      const page = await reportHtml({ input, tables, figures });
      const overview = page.slice(page.indexOf('id="overview"'), page.indexOf('id="claims"'));
      for (const { column } of axes) {
        const { label } = input.axes.find((axis) => axis.column === column)!;
        assert.ok(overview.includes(`>${label}</th>`), label);
        const fixed = page.slice(
          page.indexOf("<h3>Fixed options</h3>"),
          page.indexOf("<h3>Data</h3>"),
        );
        assert.ok(fixed.includes("Hidden size") && !fixed.includes(label), fixed);
      }
      for (const model of asked.models) assert.ok(overview.includes(labelOf(model)), model);
    });
    await Deno.remove(swept.folder, { recursive: true });
  });
}
