import { strict as assert } from "node:assert";
import pl from "nodejs-polars";
import { writeReport } from "../../lib/report/write_report.ts";
import { makeFolder, SMALL } from "./_folder.ts";

Deno.test("writeReport() writes every table twice, every figure three times and one page", async () => {
  const folder = makeFolder();
  const { page, tables, figures, missing } = await writeReport(folder);
  for (const path of [page, ...tables, ...figures]) assert.ok(Deno.statSync(path).size > 0, path);
  const undrawn = missing.filter((line) => line.startsWith("Figure"));
  assert.equal(undrawn.length, 1, missing.join("\n"));
  assert.match(undrawn[0]!, /visible_difference.*run a second seed/);
  assert.equal(figures.length, 16 * 3);
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

Deno.test("writeReport() shows no number where every run diverged, and still has its page", async () => {
  const none = { status: "diverged", test_mse: null, test_r2: null, test_reconstruction: null };
  const folder = makeFolder({ change: (rows) => rows.map((row) => ({ ...row, ...none })) });
  const { missing, page } = await writeReport(folder);
  assert.ok(missing.some((line) => line.startsWith("Figure parallel: ")), missing.join("\n"));
  assert.ok(Deno.readTextFileSync(page).includes("16 diverged"));
  await Deno.remove(folder, { recursive: true });
});

Deno.test("writeReport() reads the tables where the journals were not handed on", async () => {
  const folder = makeFolder();
  const { openFolder } = await import("../../lib/report/open_folder.ts");
  const { results, history } = openFolder(folder);
  results.writeParquet(`${folder}/results.parquet`);
  history.writeParquet(`${folder}/history.parquet`);
  await Deno.remove(`${folder}/runs`, { recursive: true });
  assert.equal(openFolder(folder).results.height, 16);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("writeReport() fits the poster's grid with 5 seeds into less than 8 MB", async () => {
  const { models: _m, optimizers: _o, learningRates: _l, latentSizes: _s, ...rest } = SMALL;
  const folder = makeFolder({ axes: { ...rest, seeds: [0, 1, 2, 3, 4] }, epochs: 40 });
  const { page } = await writeReport(folder), size = Deno.statSync(page).size / 1e6;
  assert.ok(size < 8, `${size} MB`);
  await Deno.remove(folder, { recursive: true });
});
