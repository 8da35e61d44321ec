import { strict as assert } from "node:assert";
import pl from "nodejs-polars";
import { expandGrid, POSTER_GRID } from "../../../lib/sweep/plan/grid.ts";
import { historyFrame, resultsFrame, writeResults } from "../../../lib/sweep/store/results.ts";
import { recordOf, trainedRecord } from "../_records.ts";
import { temporaryFolder } from "../../_temporary.ts";

const [vae] = expandGrid({ ...POSTER_GRID, models: ["vae"] });
const [iwae] = expandGrid({ ...POSTER_GRID, models: ["iwae"] });

Deno.test("resultsFrame() has the documented columns, further axes after the seed", () => {
  const columns = resultsFrame([], ["klWeight"]).columns;
  assert.equal(
    columns.join(),
    "run,model,learning_rate,latent_size,optimizer,seed,split_seed,kl_weight,status,epochs,best_epoch,train_loss," +
      "validation_loss,validation_mse,test_loss,test_reconstruction,test_mse,test_r2,test_log_likelihood," +
      "active_units,effective_rank," +
      "knn_accuracy,logistic_accuracy,diverged_epoch,diverged_step,diverged_part,seconds,steps_per_second,engine," +
      "backend,threads,population,device,precision,host,started_at,failure,error",
  );
});

Deno.test("resultsFrame() keeps every run, with null where there is no number", () => {
  const records = [
    trainedRecord("b"),
    recordOf("a", { status: "diverged", error: null, divergedStep: 3 }),
  ];
  const rows = resultsFrame(records).toRecords();
  assert.deepEqual(rows.map(({ run, test_mse, diverged_step }) => [run, test_mse, diverged_step]), [
    ["a", null, 3],
    ["b", 0.5, null],
  ]);
});

Deno.test("resultsFrame() does not depend on the order in which runs ended", () => {
  const records = expandGrid(POSTER_GRID).map((configuration, i) =>
    trainedRecord(`${i}`, { configuration })
  );
  assert.equal(
    resultsFrame(records).writeCSV().toString(),
    resultsFrame([...records].reverse()).writeCSV().toString(),
  );
});

Deno.test("resultsFrame() leaves a further axis empty for models without that option", () => {
  const records = [
    trainedRecord("a", { configuration: vae! }),
    trainedRecord("b", { configuration: iwae! }),
  ];
  const values = resultsFrame(records, ["klWeight"]).getColumn("kl_weight").toArray();
  assert.deepEqual(values, [null, 1]); // iwae sorts before vae
});

Deno.test("historyFrame() has a row per run and epoch, and null where a curve was not finite", () => {
  const mmd = trainedRecord("b", {
    history: {
      trainLoss: [1],
      validationLoss: [2],
      parts: { reconstruction: [2], mmd: [0.1] },
      seconds: [1],
    },
  });
  const rows = historyFrame([trainedRecord("a"), mmd]).toRecords();
  assert.deepEqual(
    rows.map((
      { run, epoch, validation_loss, validation_mse, kl, mmd },
    ) => [run, epoch, validation_loss, validation_mse, kl, mmd]),
    [
      ["a", 1, 4, 0.75, 0.5, null],
      ["a", 2, null, 0.5, 0.25, null],
      ["b", 1, 2, null, null, 0.1], // as a record of before has it
    ],
  );
});

Deno.test("writeResults() writes CSV with empty cells and Parquet with the same content", async () => {
  const folder = temporaryFolder();
  const hostile = recordOf("a", { error: 'line one\n"quoted", and a comma' });
  await writeResults(folder, [hostile, trainedRecord("b")]);
  const parquet = pl.readParquet(`${folder}/results.parquet`);
  const csv = pl.readCSV(Deno.readTextFileSync(`${folder}/results.csv`), { inferSchemaLength: 0 });
  assert.deepEqual(parquet.getColumn("error").toArray(), csv.getColumn("error").toArray());
  assert.deepEqual(parquet.getColumn("test_mse").toArray(), [null, 0.5]);
  assert.match(
    Deno.readTextFileSync(`${folder}/results.csv`),
    /\nb,vae,0\.1,10,adam,0,0,converged,2,1,,,0\.45,,,0\.5,,,,,,/,
  );
  assert.ok(![...Deno.readDirSync(folder)].some(({ name }) => name.endsWith(".tmp")));
});
