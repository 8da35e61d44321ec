import { strict as assert } from "node:assert";
import { Buffer } from "node:buffer";
import pl from "nodejs-polars";
import { syneTuneFiles } from "../../lib/export/syne_tune.ts";
import { findPython } from "../_python.ts";
import { bytesOf, textOf } from "./_contents.ts";
import { withFolder } from "./_folder.ts";

const json = (files: Parameters<typeof textOf>[0], name: string) => JSON.parse(textOf(files, name));

Deno.test("syneTuneFiles(): domains, configurations, objectives and seeds", () =>
  withFolder((input) => {
    const files = syneTuneFiles(input), uniform = { sampler_cls: "Uniform", sampler_kwargs: {} };
    assert.deepEqual(json(files, "configspace.json"), {
      model: {
        domain_cls: "Categorical",
        domain_kwargs: { categories: ["vae", "iwae"] },
        ...uniform,
      },
      learning_rate: {
        domain_cls: "OrdinalNearestNeighbor",
        domain_kwargs: { categories: [0.001, 0.1], log_scale: true },
      },
      kl_weight: {
        domain_cls: "Categorical",
        domain_kwargs: { categories: ["not applicable", "0.5", "1"] },
        ...uniform,
      },
    });
    assert.deepEqual(json(files, "fidelityspace.json"), {
      epoch: { domain_cls: "Integer", domain_kwargs: { lower: 1, upper: 2 }, ...uniform },
    });
    assert.deepEqual(json(files, "metadata.json"), {
      metric_elapsed_time: "elapsed_seconds",
      metric_default: "validation_mse",
      time_attr: "epoch",
      seeds: [{ seed: 0, split_seed: 0 }, { seed: 1, split_seed: 1 }],
      objectives_names: [
        ...["validation_mse", "validation_loss", "train_loss"],
        ...["elapsed_seconds", "diverged"],
      ],
      task_names: ["mine"],
    });
    const parquet = Buffer.from(bytesOf(files, "hyperparameters.parquet"));
    const configurations = pl.readParquet(parquet).toRecords();
    assert.equal(configurations.length, 6);
    assert.deepEqual(configurations[0], {
      model: "iwae",
      learning_rate: 0.1,
      kl_weight: "not applicable",
    });
  }));

/** The numbers of a run: epochs × objectives. */
function numbersOf(run: "run01" | "run02" | "run05" | "run11"): (number | null)[][] {
  return withFolder((input) => {
    const files = syneTuneFiles(input), bytes = bytesOf(files, "objectives_evaluations.npy");
    const table = new Float32Array(bytes.slice(128).buffer);
    assert.equal(table.length, 6 * 2 * 2 * 5);
    // In the order in which they began, and by configuration: 10 and 4, 9 and 3, 8 and 2, 7 and 1, 6 and 0, 5 and 11.
    const place = { run11: [5, 1], run05: [5, 0], run02: [2, 0], run01: [3, 0] }[run];
    const at = (place[0]! * 2 + place[1]!) * 10;
    return [0, 5].map((epoch) =>
      Array.from(
        table.subarray(at + epoch, at + epoch + 5),
        (value) => Number.isNaN(value) ? null : Number(value.toFixed(6)),
      )
    );
  });
}

Deno.test("syneTuneFiles(): losses of each epoch, cumulative seconds", () => {
  assert.deepEqual(numbersOf("run01"), [[0.75, 4, 3, 0.1, 0], [0.5, null, 2, 0.3, 0]]);
});

Deno.test("syneTuneFiles(): diverged is 1 from its epoch on, whose losses are NaN; seconds stay", () => {
  assert.deepEqual(numbersOf("run02"), [[0.875, 6, 5, 0.25, 0], [null, null, null, 0.25, 1]]);
});

Deno.test("syneTuneFiles(): runs that failed or are not there have no number", () => {
  const nothing = [Array(5).fill(null), Array(5).fill(null)];
  assert.deepEqual(numbersOf("run05"), nothing);
  assert.deepEqual(numbersOf("run11"), nothing);
});

const python = await findPython("numpy", "reading the table of a black box");

Deno.test({
  name: "syneTuneFiles(): NumPy reads the table's and the epochs' shape and type",
  ignore: !python,
  fn: () =>
    withFolder(async (input) => {
      const files = syneTuneFiles(input);
      const program =
        "import numpy, sys; a = numpy.load(sys.argv[1]); print(a.dtype, a.shape, a.flat[0])";
      const read = async (name: string) => {
        const path = `${input.folder}/${name}`;
        Deno.writeFileSync(path, bytesOf(files, name));
        const args = ["-c", program, path];
        const { stdout } = await new Deno.Command(python!, { args }).output();
        return new TextDecoder().decode(stdout).trim();
      };
      assert.equal(await read("objectives_evaluations.npy"), "float32 (1, 6, 2, 2, 5) 0.75");
      assert.equal(await read("fidelities_values.npy"), "int64 (2,) 1");
    }),
});
