import { strict as assert } from "node:assert";
import { existsSync } from "node:fs";
import { prepareOnce } from "../../lib/data/prepare_once.ts";
import { unlessMissing } from "../../lib/files.ts";
import { networkOf } from "../../lib/embedding/network_of.ts";
import type { ResultRow } from "../../lib/embedding/choose_run.ts";
import { projectFolders, projectPath } from "../../lib/project.ts";
import { openResultFolder } from "../../lib/sweep/open_result_folder.ts";
import { readTable } from "../../lib/sweep/store/read_table.ts";
import { loadTensorFlow } from "../../lib/tensorflow/load.ts";
import { TrainedModel } from "../../lib/training/trained_model.ts";
import { findPython } from "../_python.ts";
import { ROOT, runTask, taskProcess } from "../_task.ts";
import { until } from "../_until.ts";
import { SmallSweep } from "./_small_sweep.ts";

const python = await findPython("anndata, scanpy, sklearn", "opening embeddings with scanpy");

/** The cohort's table as cells, rows are genes. */
function cellsOf(path: string): string[][] {
  return Deno.readTextFileSync(path).trimEnd().split("\n").map((line) => line.split("\t"));
}

/** Writes a table that has the genes in columns. */
function writeTurned(path: string, cells: readonly (readonly string[])[]): void {
  const rows = cells[0]!.map((_, column) => cells.map((row) => row[column]!).join(","));
  Deno.writeTextFileSync(path, `${rows.join("\n")}\n`);
}

/** Columns of a written table, by their names. */
function tableOf(path: string): Readonly<Record<string, readonly number[]>> {
  const frame = readTable(path)!;
  const columns = frame.columns.map((name) => [name, frame.getColumn(name).toArray()]);
  return Object.fromEntries(columns);
}

/** What is read here of a sweep's runs. */
interface Run {
  readonly run: string;
  readonly model: string;
  readonly validation_mse: number;
  readonly knn_accuracy: number;
}

Deno.test("deno task embed", async (t) => {
  using sweep = await SmallSweep.run();
  const { folder, matrix, phenotype, out } = sweep, results = openResultFolder(out);
  const rows = results.results.toRecords() as unknown as Run[];
  const best = rows.toSorted((a, b) => a.validation_mse - b.validation_mse)[0]!;
  const { dataset } = await prepareOnce(matrix, {
    ...projectFolders(),
    ...{ phenotype, genes: 40, seed: 0 },
  });
  await loadTensorFlow({ backend: "wasm" });
  const network = () => TrainedModel.load(`${out}/models/${best.run}.safetensors`);

  await t.step(
    "trains what the folder does not hold once more, as the sweep did, says so and keeps it",
    async () => {
      const file = `${folder}/latent.h5ad`;
      const flags = ["--log-variance", "--reconstruct"];
      const { code, out: said, err } = await runTask(
        "embed",
        out,
        "--data",
        matrix,
        "--out",
        file,
        ...flags,
      );
      assert.equal(code, 0, err);
      assert.match(err, /holds no network of this run .* trained once more, which took [\d.]+ s/);
      assert.match(
        said,
        new RegExp(`run ${best.run}.*best configuration of 2 models on validation`),
      );
      assert.match(said, /^trained +in [\d.]+ s, test MSE/m);
      assert.doesNotMatch(err, /rounded in another way/);
      assert.match(said, /^genes +40 of the network's 40 are in the file \(100 %\)$/m);
      const again = await runTask("embed", out, "--data", matrix, "--out", `${folder}/again.csv`);
      assert.equal(again.code, 0, again.err);
      assert.equal(again.err, "");
      assert.doesNotMatch(again.out, /^trained/m);
      const left = [...Deno.readDirSync(`${out}/models`), ...Deno.readDirSync(folder)];
      assert.deepEqual(left.map(({ name }) => name).filter((name) => name.startsWith(".")), []);
    },
  );

  await t.step({
    name:
      "writes AnnData that anndata and scanpy open, from which scikit-learn finds the sweep's knn_accuracy",
    ignore: !python,
    async fn() {
      const splits = Object.fromEntries(
        (["train", "test"] as const).map((
          split,
        ) => [split, [dataset[split].samples, dataset[split].cancerTypes]]),
      );
      Deno.writeTextFileSync(`${folder}/splits.json`, JSON.stringify(splits));
      const script = projectPath("tests/embedding/_read_embedding.py");
      const { stdout, stderr, success } = await new Deno.Command(python!, {
        args: [script, `${folder}/latent.h5ad`, `${folder}/splits.json`],
      }).output();
      assert.ok(success, new TextDecoder().decode(stderr));
      const found = JSON.parse(new TextDecoder().decode(stdout)), trained = network();
      console.log(`knn_accuracy ${found.knn}, in the sweep ${best.knn_accuracy}`);
      assert.ok(Math.abs(found.knn - best.knn_accuracy) < 1e-9);
      assert.deepEqual(found.samples, cellsOf(matrix)[0]!.slice(1));
      assert.deepEqual(found.genes, dataset.genes);
      assert.equal(found.found, 40);

      assert.deepEqual(found.shapes, { X_vae: [160, 3], X_vae_log_variance: [160, 3] });
      const { uns } = found, limit = trained.content.errorLimit!;
      assert.equal(uns.run, best.run);
      assert.equal(uns.model, best.model);
      assert.equal(uns.training_data_hash, dataset.hash);
      assert.equal(uns.error_limit, limit.value);
      assert.equal(JSON.parse(uns.options).latentSize, 3);
      assert.ok(Math.abs(uns.gene_mean_slope - 1) < 0.05, `${uns.gene_mean_slope}`);
      const unlike = found.samples.filter((_: string, i: number) => found.errors[i] > limit.value);
      assert.deepEqual(found.unlike, unlike);
      // Of some test sample: what the sweep measured, and the reconstruction in the matrix's units.
      const errors = trained.errors(dataset.test.values);
      dataset.test.samples.forEach((sample, row) => {
        const error = found.errors[found.samples.indexOf(sample)];
        assert.ok(Math.abs(error - errors[row]!) < 1e-5, `${sample}: ${error}, ${errors[row]}`);
      });
      const measured = readTable(`${out}/samples.parquet`)!.toRecords().filter(({ run }) =>
        run === best.run
      );
      for (const { sample, mse: error } of measured) {
        const own = found.errors[found.samples.indexOf(sample)];
        assert.ok(Math.abs(own - Number(error)) < 1e-5, `${sample}: ${own}, ${error}`);
      }
      assert.equal(measured.length, dataset.test.rows);
      const z = Float32Array.from(found.latent[0]), estimate = trained.decode(z);
      found.layers.reconstruction[0].forEach((value: number, gene: number) => {
        const expected = estimate[gene]! * dataset.standardDeviations[gene]! + dataset.means[gene]!;
        assert.ok(Math.abs(value - expected) < 1e-4);
      });
    },
  });

  await t.step(
    "gives a file with 70 % of the genes, shuffled, with others between, what the network makes of z-scores that are 0 elsewhere",
    async () => {
      const cells = cellsOf(matrix), kept = dataset.genes.filter((_, i) => i % 10 < 7);
      const rows = cells.slice(1).filter(([gene]) =>
        kept.includes(gene!) || !dataset.genes.includes(gene!)
      );
      const [header, ...shuffled] = [cells[0]!, ...rows.toReversed()].map((row) => row.slice(0, 6));
      writeTurned(`${folder}/some.csv`, [header!, ...shuffled]);
      const file = `${folder}/some.parquet`;
      const given = ["--data", `${folder}/some.csv`, "--out", file, "--run", best.run.slice(0, 8)];
      given.push("--reconstruct");
      const { code, out: said, err } = await runTask("embed", out, ...given);
      assert.equal(code, 0, err);
      assert.match(said, /^genes +28 of the network's 40 are in the file \(70.0 %\)/m);
      assert.match(err, /Only 70.0 % of the network's genes are in/);
      const trained = network(), z = new Float32Array(5 * 40);
      for (let sample = 0; sample < 5; sample++) {
        dataset.genes.forEach((gene, at) => {
          const row = shuffled.find(([id]) => id === gene);
          if (!row) return;
          const value = Math.fround(Number(row[sample + 1]));
          z[sample * 40 + at] = (value - dataset.means[at]!) / dataset.standardDeviations[at]!;
        });
      }
      const table = tableOf(file), { mean } = trained.encode(z), estimate = trained.reconstruct(z);
      assert.deepEqual(table.sample, header!.slice(1));
      assert.match(said, /some\.parquet\n.*some\.reconstruction\.parquet\n$/);
      const reconstructed = tableOf(`${folder}/some.reconstruction.parquet`);
      assert.deepEqual(Object.keys(reconstructed), ["sample", ...dataset.genes]);
      assert.deepEqual(reconstructed.sample, table.sample);
      dataset.genes.forEach((gene, at) =>
        reconstructed[gene]!.forEach((value, sample) => {
          const own = estimate[sample * 40 + at]! * dataset.standardDeviations[at]! +
            dataset.means[at]!;
          assert.ok(Math.abs(value - own) < 1e-4, `${gene}: ${value}, ${own}`);
        })
      );
      for (let sample = 0; sample < 5; sample++) {
        for (const d of [0, 1, 2]) {
          assert.ok(Math.abs(table[`latent_${d + 1}`]![sample]! - mean[sample * 3 + d]!) < 1e-5);
        }
        // The error is that over the genes that the file has.
        const squares = dataset.genes.flatMap((gene, at) =>
          kept.includes(gene) ? [(estimate[sample * 40 + at]! - z[sample * 40 + at]!) ** 2] : []
        );
        const expected = squares.reduce((sum, square) => sum + square, 0) / 28;
        assert.ok(Math.abs(table.error![sample]! - expected) < 1e-5);
      }
    },
  );

  await t.step("counts and names samples that are unlike the training", async () => {
    const cells = cellsOf(matrix).map((row) => row.slice(0, 4));
    // The second sample is another one in every gene.
    const strange = cells.map((row, i) => i === 0 ? row : [row[0]!, row[1]!, "40", row[3]!]);
    writeTurned(`${folder}/strange.csv`, strange);
    const given = ["--data", `${folder}/strange.csv`, "--out", `${folder}/strange-latent.csv`];
    const { out: said } = await runTask("embed", out, ...given);
    const name = cells[0]![2];
    assert.match(
      said,
      new RegExp(`^unlike +1 of 3 samples \\(33.3 %; .*\\) have errors above .*: ${name}$`, "m"),
    );
    const lines = Deno.readTextFileSync(`${folder}/strange-latent.csv`).trimEnd().split("\n");
    assert.deepEqual(lines.slice(1).map((line) => line.split(",").at(-1)), [
      "false",
      "true",
      "false",
    ]);
  });

  await t.step(
    "says that numbers are natural logarithms where the training had others",
    async () => {
      const natural = cellsOf(matrix).map((row, i) =>
        i === 0 ? row : row.map((cell, at) => at === 0 ? cell : `${Number(cell) * Math.LN2}`)
      );
      writeTurned(`${folder}/natural.csv`, natural);
      const given = ["--data", `${folder}/natural.csv`, "--out", `${folder}/natural-latent.csv`];
      const { code, err } = await runTask("embed", out, ...given);
      assert.equal(code, 0, err);
      assert.match(
        err,
        /genes' means differ 0\.(?:68|69|70)\d times as much, as natural logarithms/,
      );
    },
  );

  await t.step(
    "refuses in a line a foreign matrix, a name of the file itself, and choices that there are not",
    async () => {
      Deno.writeTextFileSync(`${folder}/foreign.csv`, "id,X1,X2\nS1,1,2\nS2,3,4\n");
      const file = `${folder}/x.csv`, data = ["--data", matrix];
      const other = rows.find(({ run }) => run !== best.run)!.run;
      const table = Deno.readTextFileSync(`${out}/results.csv`);
      const stale = `${folder}/w.csv`;
      Deno.writeTextFileSync(`${folder}/w.reconstruction.csv`, "mine\n");
      Deno.symlinkSync("to nothing", `${folder}/nowhere.csv`);
      const refused: [string[], RegExp][] = [
        [["--data", `${folder}/foreign.csv`, "--out", file], /has none of the network's 40 genes/],
        [
          [...data, "--out", matrix.replace(".tsv", ".txt")],
          /takes a file that ends with \.h5ad, \.parquet or \.csv/,
        ],
        [
          ["--data", `${folder}/foreign.csv`, "--out", `${folder}/foreign.csv`],
          /is the file with the samples/,
        ],
        [
          [...data, "--out", file, "--best", "info-vae"],
          /--best: got "info-vae", but the models of .* are iwae, vae/,
        ],
        [[...data, "--out", file, "--run", "zz"], /--run: got "zz", with which no runs/],
        [[...data, "--out", file, "--run", "a", "--best"], /--best is given too/],
        // Before a network that the folder does not hold is trained.
        [
          ["--data", `${folder}/missing.csv`, "--out", file, "--run", other],
          /^Cannot read .*missing\.csv: there is no such file/,
        ],
        [
          ["--data", `${folder}/foreign.csv`, "--out", file, "--run", other],
          /^Cannot use .*foreign\.csv: it has none of the network's 40 genes/,
        ],
        [[...data, "--out", `${out}/results.csv`], /results\.csv", which is there already/],
        [
          [...data, "--out", stale, "--reconstruct"],
          /but .*w\.reconstruction\.csv, which goes with it, is there already/,
        ],
        [[...data, "--out", stale], /w\.reconstruction\.csv, which goes with it, is there already/],
        [[...data, "--out", `${folder}/nowhere.csv`], /nowhere\.csv", which is there already/],
        [[...data, "--out", `${matrix}/x.csv`], /cohort\.tsv is a file; choose another folder/],
        [[...data, "--out", `${matrix}/more/x.csv`], /is a file; choose another folder/],
        [[...data], /--out: it is missing/],
      ];
      for (const [args, message] of refused) {
        const { code, err } = await runTask("embed", out, ...args);
        assert.equal(code, 2, err);
        assert.match(err, message);
        assert.equal(err.trim().split("\n").length, 1, err);
      }
      assert.equal(Deno.readTextFileSync(`${out}/results.csv`), table);
      assert.ok(!existsSync(`${out}/models/${other}.safetensors`), "nothing was trained");
      // Of a table that somebody made up.
      const own = rows[0] as unknown as ResultRow;
      for (const run of ["../mine", "a/b", ""]) {
        await assert.rejects(networkOf(results, { ...own, run }), /is no identity of a run/);
      }
      for (const model of ["constructor", "../vae"]) {
        await assert.rejects(networkOf(results, { ...own, model }), /this version has no model/);
      }
      assert.equal(Deno.readTextFileSync(`${folder}/w.reconstruction.csv`), "mine\n");
      assert.ok(!Deno.readDirSync(folder).some(({ name }) => /^x\.|^w\.csv/.test(name)));
    },
  );

  await t.step("writes where --out and the folder are, wherever that is", async () => {
    const elsewhere = Deno.makeTempDirSync(),
      copy = `${elsewhere}/copied`,
      to = Deno.makeTempDirSync();
    await new Deno.Command("cp", { args: ["-r", out, copy] }).output();
    Deno.removeSync(`${copy}/models`, { recursive: true });
    // Only its tables, as a folder that was copied in part has.
    Deno.removeSync(`${copy}/runs`, { recursive: true });
    const given = ["--data", matrix, "--out", `${to}/new folder/latent.csv`];
    const { code, err } = await runTask("embed", copy, ...given);
    assert.equal(code, 0, err);
    for (const folder of [copy, `${to}/new folder`]) {
      assert.ok(err.includes(`${folder}: permission to write in this folder is added`), err);
    }
    const [here, there] = [`${folder}/again.csv`, `${to}/new folder/latent.csv`].map((path) =>
      Deno.readTextFileSync(path)
    );
    assert.equal(there, here);
    for (const folder of [elsewhere, to]) Deno.removeSync(folder, { recursive: true });
  });

  await t.step("ends at Ctrl-C while it trains, and leaves nothing", async () => {
    Deno.renameSync(`${out}/models`, `${folder}/models`);
    const process = taskProcess(ROOT, "embed", [out, "--data", matrix, "--out", `${folder}/y.csv`]);
    // Read to its end: to a pipe that is closed the command could not say that it is still training, and would fail.
    const reader = process.stderr.pipeThrough(new TextDecoderStream()).getReader();
    let said = "";
    while (!/trained once more/.test(said)) {
      const { value, done } = await reader.read();
      assert.ok(!done, said);
      said += value;
    }
    const made = () => [...Deno.readDirSync(`${out}/models`)].map(({ name }) => name);
    await until(() => existsSync(`${out}/models`) && made().length > 0);
    process.kill("SIGINT");
    while (!(await reader.read()).done);
    assert.equal((await process.status).code, 130);
    await process.stdout.cancel();
    assert.deepEqual(made(), []);
    assert.ok(!existsSync(`${folder}/y.csv`));
    Deno.removeSync(`${out}/models`);
    Deno.renameSync(`${folder}/models`, `${out}/models`);
  });

  await t.step("ends at Ctrl-C while it writes reconstructions, and leaves nothing", async () => {
    // A block of samples and some of another.
    const given = ["--data", "synthetic-120000x60", "--out", `${folder}/z.csv`, "--reconstruct"];
    const process = taskProcess(ROOT, "embed", [out, ...given]);
    const said = Promise.all(
      [process.stdout, process.stderr].map((one) => new Response(one).text()),
    );
    const begun = () =>
      [...Deno.readDirSync(folder)].map(({ name }) => name).filter((name) => name.endsWith(".tmp"));
    const size = (name: string) => unlessMissing(() => Deno.statSync(`${folder}/${name}`).size, 0);
    await until(() => begun().some((name) => size(name) > 0));
    process.kill("SIGINT");
    assert.equal((await process.status).code, 130, (await said).join(""));
    assert.deepEqual(begun(), []);
    assert.ok(!Deno.readDirSync(folder).some(({ name }) => name.startsWith("z.")));
  });

  await t.step("refuses to train on data that are not those of the sweep", async () => {
    const other = rows.find(({ run }) => run !== best.run)!.run;
    const text = Deno.readTextFileSync(matrix);
    Deno.writeTextFileSync(matrix, text.replace(/\d\.\d+/g, "1.5"));
    const given = ["--data", "synthetic-60x60", "--out", `${folder}/x.csv`, "--run", other];
    const { code, err } = await runTask("embed", out, ...given);
    Deno.writeTextFileSync(matrix, text);
    assert.equal(code, 2);
    assert.match(err, /Cannot train the run .* once more: the data .* have another content/);
  });
});
