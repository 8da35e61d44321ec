import pl from "nodejs-polars";
import type { ResultFolder } from "../sweep/open_result_folder.ts";
import { parquetBytes } from "../sweep/store/parquet_bytes.ts";
import { columnMeanings } from "./column_meanings.ts";
import { type Configurations, configurationsOf } from "./configurations.ts";
import { type Curves, type ExportedRun, exportedRuns } from "./exported_runs.ts";
import { npyHeader } from "./_npy.ts";
import { type ColumnMeaning, MEDIA, type PlannedFile } from "./planned_file.ts";
import { type Repetitions, repetitionsOf } from "./repetitions.ts";
import { ABSENT, type Parameter, searchSpace } from "./search_space.ts";

/** What the table has of each epoch, in this order. */
const OBJECTIVES = [
  "validation_mse",
  "validation_loss",
  "train_loss",
  "elapsed_seconds",
  "diverged",
] as const;

/** The resource that a run takes up step by step. */
const FIDELITY = "epoch";

/**
 * A sweep as a tabular black box of Syne Tune (0.16), which its `deserialize` reads: configurations × seeds × epochs ×
 * objectives.
 *
 * Losses of epochs that a run did not reach are NaN, as are those of the epoch in which it diverged. The seconds are
 * cumulative and stay what they were when the run ended; `diverged` is 0, and 1 from the epoch on in which it
 * diverged. Runs that failed or are not there have no number.
 *
 * @throws {InputError} If nothing but seeds varies, or a run has no validation error.
 */
export function syneTuneFiles(folder: ResultFolder): readonly PlannedFile[] {
  const parameters = searchSpace(folder), { runs, curves } = exportedRuns(folder);
  const configurations = configurationsOf(runs, parameters), repetitions = repetitionsOf(runs);
  const epochs = runs.reduce((most, { epochs }) => Math.max(most, epochs ?? 0), 1);
  const json = (name: string, description: string, content: unknown): PlannedFile => ({
    ...{ name, description, mediaType: MEDIA.json },
    content: [`${JSON.stringify(content, null, 2)}\n`],
  });
  const shape = [
    1,
    configurations.values.length,
    repetitions.pairs.length,
    epochs,
    OBJECTIVES.length,
  ];
  const results = columnMeanings(folder, "results");
  return [
    json(
      "configspace.json",
      "Search space of the black box",
      Object.fromEntries(parameters.map((parameter) => [parameter.name, domainOf(parameter)])),
    ),
    json("fidelityspace.json", "Epochs of the black box", {
      [FIDELITY]: domain("Integer", { lower: 1, upper: epochs }),
    }),
    {
      name: "hyperparameters.parquet",
      mediaType: MEDIA.parquet,
      description: "Configurations, a row for each along the table's second dimension",
      columns: parameters.map((parameter) => ({
        ...results.find(({ name }) => name === parameter.name)!,
        type: !parameter.numeric ? "text" : parameter.whole ? "whole" : "real",
      })),
      content: [parquetBytes(configurationsFrame(configurations, parameters))],
    },
    {
      name: "objectives_evaluations.npy",
      mediaType: MEDIA.numpy,
      description:
        `Table of float32, tasks × configurations × seeds × epochs × objectives (${
          shape.join(" × ")
        }); ` +
        `objectives are ${OBJECTIVES.join(", ")}; NaN where there is no value`,
      columns: objectiveColumns(columnMeanings(folder, "history")),
      content: evaluations(shape, { runs, curves, configurations, repetitions }),
    },
    {
      name: "fidelities_values.npy",
      mediaType: MEDIA.numpy,
      description: "Epochs along the table's fourth dimension, int64",
      content: [
        npyHeader("int64", [epochs]),
        new Uint8Array(BigInt64Array.from({ length: epochs }, (_, i) => BigInt(i + 1)).buffer),
      ],
    },
    json("metadata.json", "Names of the table's task, objectives and seeds", {
      metric_elapsed_time: "elapsed_seconds",
      metric_default: "validation_mse",
      time_attr: FIDELITY,
      seeds: repetitions.pairs.map(([seed, split_seed]) => ({ seed, split_seed })),
      objectives_names: OBJECTIVES,
      task_names: [folder.manifest.data.name],
    }),
  ];
}

/** A parameter as `config_space` of Syne Tune writes it: the grid's levels in their order, or words. */
function domainOf({ numeric, levels, log, optional }: Parameter): object {
  if (numeric) {
    return {
      domain_cls: "OrdinalNearestNeighbor",
      domain_kwargs: { categories: levels, log_scale: log },
    };
  }
  const words = levels.map(String);
  return domain("Categorical", { categories: optional ? [ABSENT, ...words] : words });
}

function domain(kind: string, options: object): object {
  return {
    domain_cls: kind,
    domain_kwargs: options,
    sampler_cls: "Uniform",
    sampler_kwargs: {},
  };
}

function configurationsFrame(
  { values }: Configurations,
  parameters: readonly Parameter[],
): pl.DataFrame {
  return pl.DataFrame(parameters.map(({ name, numeric, whole }, i) => {
    const own = values.map((configuration) => configuration[i]!);
    if (numeric) return pl.Series(name, own as number[], whole ? pl.Int64 : pl.Float64);
    return pl.Series(name, own.map((value) => value === null ? ABSENT : String(value)), pl.Utf8);
  }));
}

interface Table {
  readonly runs: readonly ExportedRun[];
  readonly curves: Curves;
  readonly configurations: Configurations;
  readonly repetitions: Repetitions;
}

/** The table, a configuration at a time. */
function* evaluations(
  shape: readonly number[],
  { runs, curves, configurations, repetitions }: Table,
): Generator<Uint8Array> {
  const [, , seeds, epochs, objectives] = shape as [number, number, number, number, number];
  yield npyHeader("float32", shape);
  const alike = Map.groupBy(runs.keys(), (run) => configurations.indexes[run]!);
  for (const index of configurations.values.keys()) {
    const values = new Float32Array(seeds * epochs * objectives).fill(NaN);
    for (const run of alike.get(index)!) {
      const place = repetitions.indexes[run]! * epochs * objectives;
      fillRun(values.subarray(place, place + epochs * objectives), runs[run]!, curves);
    }
    yield new Uint8Array(values.buffer);
  }
}

/** The numbers of a run, epochs × objectives. */
function fillRun(
  values: Float32Array,
  { status, from, to, divergedEpoch }: ExportedRun,
  { epoch, seconds, validationMse, validationLoss, trainLoss }: Curves,
): void {
  if (status === "failed") return;
  const size = OBJECTIVES.length;
  for (let row = from; row < to; row++) {
    const losses = [validationMse[row], validationLoss[row], trainLoss[row]];
    values.set(losses.map((loss) => loss ?? NaN), (epoch[row]! - 1) * size);
  }
  let elapsed = 0;
  for (let at = 0; at * size < values.length; at++) {
    if (from + at < to) elapsed += seconds[from + at]!;
    const diverged = divergedEpoch !== null && at + 1 >= divergedEpoch ? 1 : 0;
    values.set([elapsed, diverged], at * size + size - 2);
  }
}

/** What the objectives mean: columns of the learning curves, and two of the table's own. */
function objectiveColumns(history: readonly ColumnMeaning[]): readonly ColumnMeaning[] {
  const own: readonly ColumnMeaning[] = [
    {
      name: "elapsed_seconds",
      type: "real",
      description: "Time from the run's first epoch to the end of this one",
      unit: "seconds",
    },
    {
      name: "diverged",
      type: "real",
      description: "1 from the epoch on in which the loss stopped being finite, 0 before",
      unit: null,
    },
  ];
  return OBJECTIVES.map((objective) =>
    [...own, ...history].find(({ name }) => name === objective)!
  );
}
