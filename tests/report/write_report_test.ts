import { strict as assert } from "node:assert";
import pl from "nodejs-polars";
import { writeReport } from "../../lib/report/write_report.ts";
import { makeFolder } from "./_folder.ts";

Deno.test("writeReport() writes every table twice, every figure three times and one page", async () => {
  const folder = makeFolder();
  const { page, tables, figures, missing } = await writeReport(folder);
  for (const path of [page, ...tables, ...figures]) assert.ok(Deno.statSync(path).size > 0, path);
  const undrawn = missing.filter((line) => /figure/i.test(line));
  assert.equal(undrawn.length, 1, missing.join("\n"));
  assert.match(undrawn[0]!, /minimum_detectable_difference.*run a second seed/);
  assert.equal(figures.length, 25 * 3);
  assert.equal(tables.length, 30 * 2);
  const claims = pl.readParquet(`${folder}/analysis/claims.parquet`);
  assert.deepEqual(new Set(claims.getColumn("claim").toArray()), new Set([1, 2, 3, 4, 5]));
  await Deno.remove(folder, { recursive: true });
});

Deno.test("writeReport() reports on an unfinished sweep and says what is missing", async () => {
  const folder = makeFolder({ change: (rows) => rows.slice(0, 13) });
  const { page, missing } = await writeReport(folder);
  assert.ok(missing[0]!.startsWith("3 of 16 runs are not finished"), missing.join("\n"));
  assert.ok(Deno.readTextFileSync(page).includes("3 of 16 runs are not finished"));
  await Deno.remove(folder, { recursive: true });
});

Deno.test("writeReport() shows no count of stalled runs where the version did not record them", async () => {
  const folder = makeFolder(), { page } = await writeReport(folder);
  const html = Deno.readTextFileSync(page);
  assert.match(html, /– stalled, .*\(stalled: not recorded by the version that ran them\)/);
  assert.doesNotMatch(html, /[0-9] stalled/);
  assert.match(html, /<p>Stalled runs were not recorded by the version/);
  const budget = pl.readParquet(`${folder}/analysis/budget.parquet`);
  assert.equal(budget.getColumn("stalled").nullCount(), budget.height);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("writeReport() shows no number where every run diverged, and still has its page", async () => {
  const none = { status: "diverged", test_mse: null, test_r2: null, test_reconstruction: null };
  const folder = makeFolder({ change: (rows) => rows.map((row) => ({ ...row, ...none })) });
  const { missing, page } = await writeReport(folder);
  assert.ok(missing.some((line) => /^Figure.* parallel.*: /.test(line)), missing.join("\n"));
  assert.ok(Deno.readTextFileSync(page).includes("16 diverged"));
  await Deno.remove(folder, { recursive: true });
});

Deno.test("writeReport() reads the tables where the journals were not handed on", async () => {
  const folder = makeFolder();
  const { openResultFolder } = await import("../../lib/sweep/open_result_folder.ts");
  const { results, history } = openResultFolder(folder);
  // As earlier versions wrote them.
  results.drop(["validation_mse", "test_log_likelihood"]).writeParquet(`${folder}/results.parquet`);
  history.drop("validation_mse").writeParquet(`${folder}/history.parquet`);
  await Deno.remove(`${folder}/runs`, { recursive: true });
  const read = openResultFolder(folder);
  assert.equal(read.results.height, 16);
  for (const name of ["validation_mse", "test_log_likelihood"]) {
    assert.equal(read.results.getColumn(name).nullCount(), 16);
  }
  assert.equal(read.history.getColumn("validation_mse").nullCount(), history.height);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("writeReport() of a folder without details and baselines says what it lacks, once for each reason, and leaves nothing of that", async () => {
  const folder = makeFolder({
    names: null,
    change: (rows) => rows.map((row) => ({ ...row, knn_accuracy: null, logistic_accuracy: null })),
  });
  // Of an earlier report, when the folder held baselines and samples; and a user's own.
  for (const part of ["analysis", "figures"]) Deno.mkdirSync(`${folder}/${part}`);
  const own = ["analysis/mine.csv", "figures/mine.svg"];
  const earlier = [
    "analysis/baselines.csv",
    "analysis/baselines.parquet",
    "analysis/cancer_types.csv",
  ]
    .concat(["svg", "png", "vl.json"].map((ending) => `figures/baselines.${ending}`));
  for (const name of [...own, ...earlier]) Deno.writeTextFileSync(`${folder}/${name}`, "before");
  const { missing, tables, figures } = await writeReport(folder);
  const held = ["analysis", "figures"].flatMap((part) =>
    [...Deno.readDirSync(`${folder}/${part}`)].map(({ name }) => `${folder}/${part}/${name}`)
  );
  const expected = [...tables, ...figures, ...own.map((name) => `${folder}/${name}`)];
  assert.deepEqual(held.sort(), expected.sort());
  const said = (wanted: RegExp) =>
    assert.equal(missing.filter((line) => wanted.test(line)).length, 1);
  said(
    /^Table baselines and figure baselines: Cannot compare .* baselines\.parquet; a sweep writes it/,
  );
  said(/^Table cancer_types and figures cancer_types, cancer_type_importance: .* samples\.parquet/);
  said(/^Tables downstream, downstream_points, .* and figure downstream: .* at least two classes/);
  const use = pl.readParquet(`${folder}/analysis/latent_use.parquet`).toRecords();
  assert.ok(use.every((row) => row.kl === null && row.active_units !== null));
  await Deno.remove(folder, { recursive: true });
});

Deno.test("writeReport() of a sweep in which every run failed has its page, with the error and what is not there", async () => {
  const none = {
    ...{ status: "failed", error: "out of memory", epochs: null, test_mse: null, test_r2: null },
    ...{
      test_reconstruction: null,
      knn_accuracy: null,
      logistic_accuracy: null,
      active_units: null,
    },
  };
  const folder = makeFolder({ change: (rows) => rows.map((row) => ({ ...row, ...none })) });
  const { missing, page } = await writeReport(folder);
  assert.equal(missing[0], "16 failed: out of memory");
  assert.ok(Deno.readTextFileSync(page).includes("16 failed"));
  await Deno.remove(folder, { recursive: true });
});

Deno.test("writeReport() leaves all else where a table and a figure break, tells both, and the command ends with 1", async () => {
  const { TABLE_DEFINITIONS } = await import("../../lib/report/_table_definitions.ts");
  const { report } = await import("../../lib/cli/report.ts");
  const definitions = TABLE_DEFINITIONS as Record<string, { about: string; make: () => never }>;
  const own = definitions.importance!, folder = makeFolder();
  definitions.importance = {
    ...own,
    make: () => (undefined as unknown as { broken: never }).broken,
  };
  try {
    const { tables, missing, defects, page } = await writeReport(folder);
    assert.deepEqual(defects.map(({ name, error }) => [name, error.name]), [
      ["importance", "TypeError"],
    ]);
    assert.match(defects[0]!.error.stack!, /write_report_test/);
    assert.ok(tables.some((path) => path.endsWith("importance_by_model.csv")));
    assert.ok(tables.every((path) => !path.endsWith("/importance.csv")));
    const said = missing.find((line) => line.includes("a defect of this program"))!;
    assert.match(said, /^Table importance and figure importance: /);
    assert.ok(Deno.readTextFileSync(page).includes("a defect of this program (TypeError"));
    assert.equal(await report([folder]), 1);
  } finally {
    definitions.importance = own;
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("attempt() takes a mistake for an answer, a defect for a defect, and lets a full disk end everything", async () => {
  const { attempt } = await import("../../lib/report/_attempt.ts");
  const { InputError } = await import("../../lib/errors.ts");
  const refused = attempt(() => {
    throw new InputError("no runs");
  });
  assert.deepEqual(refused, { made: null, problem: "no runs" });
  const full = Object.assign(new Error("no space left"), { code: "ENOSPC" });
  for (const error of [full, new Error("Cannot write a.svg", { cause: full })]) {
    assert.throws(() =>
      attempt(() => {
        throw error;
      }), error);
  }
});

Deno.test("writeReport() tells what is known of the tables apart from what is missing, and so does the command", async () => {
  const folder = makeFolder(),
    { openResultFolder } = await import(
      "../../lib/sweep/open_result_folder.ts"
    );
  const { results, history } = openResultFolder(folder);
  results.writeParquet(`${folder}/results.parquet`); // as earlier versions wrote them, without a hash
  history.writeParquet(`${folder}/history.parquet`);
  await Deno.remove(`${folder}/runs`, { recursive: true });
  const said: string[] = [],
    { error } = console,
    { report } = await import(
      "../../lib/cli/report.ts"
    );
  console.error = (...lines: string[]) => said.push(...lines);
  try {
    assert.equal(await report([folder]), 0);
  } finally {
    console.error = error;
  }
  const lines = said.join("\n").split("\n");
  const about = lines.filter((line) => line.includes("carry no hash"));
  assert.equal(about.length, 1, lines.join("\n"));
  assert.ok(about[0]!.startsWith(`${folder}: ${folder}/results.parquet`), lines.join("\n"));
  const page = Deno.readTextFileSync(`${folder}/report.html`);
  const missing = page.slice(page.indexOf("<h3>What is missing"), page.indexOf("<h3>What to know"));
  assert.ok(missing.length > 0 && !missing.includes("carry no hash"));
  assert.match(page, /<h3>What to know before relying on it<\/h3><ul><li>[^<]*carry no hash/);
  await Deno.remove(folder, { recursive: true });
});
