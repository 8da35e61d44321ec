import { type DataTimes, measureData } from "../bench/measure_data.ts";
import { measureEnding } from "../bench/measure_ending.ts";
import { measureExecutor } from "../bench/measure_executor.ts";
import { measureEstimates } from "../bench/measure_estimates.ts";
import { measureFullSize } from "../bench/measure_full_size.ts";
import { measurePopulation } from "../bench/measure_population.ts";
import { measurePlanning } from "../bench/measure_planning.ts";
import { measureWorkers, type WorkersMeasure } from "../bench/measure_workers.ts";
import { type PeersTask, timePeers } from "../bench/peers.ts";
import { probe } from "../bench/probe.ts";
import type { BenchReport, Part } from "../bench/report.ts";
import { STUDY_SIZES } from "../bench/study_sizes.ts";
import { timeReport } from "../bench/time_report.ts";
import { timeSweep } from "../bench/time_sweep.ts";
import { timedCommand } from "../bench/timed_command.ts";
import { MINIMIZED } from "../bench/minimize_step.ts";
import { makeFolder } from "../files/make_folder.ts";
import { MODELS } from "../models/mod.ts";
import type { BenchOptions } from "./_bench_options.ts";
import { complain } from "../format/print.ts";

const { genes: GENES } = STUDY_SIZES;

/** Samples of all of TCGA, of which ×1 is a sixteenth. */
const PAN_CANCER = 11_060;

/** All of TCGA, and two sizes whose cost per cell must be the same. */
const DATA = [
  { samples: PAN_CANCER, genes: 20_531 },
  { samples: 25_000, genes: 1000 },
  { samples: 100_000, genes: 1000 },
];
/** Small ones, to check that it works. */
const QUICK_DATA = [
  { samples: 350, genes: 2000 },
  { samples: 250, genes: 100 },
  { samples: 1000, genes: 100 },
];

const NO_PANDAS = "no Python with pandas is there; name one with --python";

/** What a part adds to the report; undefined if it was left out, with a line about why. */
export type Measured = Partial<BenchReport>;

/** How each part is measured, by its name. */
export const MEASURE: Readonly<
  Record<Part, (options: BenchOptions, root: string) => Promise<Measured>>
> = {
  async steps({ quick, threads }) {
    const task = {
      kind: "steps",
      models: quick ? ["vae", "iwae"] : Object.keys(MODELS),
      optimizers: MINIMIZED,
      latentSizes: quick ? [10] : [10, 50, 200],
      ...{ ...STUDY_SIZES, rounds: quick ? 3 : 9 },
    } as const;
    const steps = [];
    for (const count of threads) {
      for await (const times of probe({ ...task, threads: count })) steps.push(times);
    }
    return { steps };
  },
  async start({ quick }) {
    const models = quick ? ["vae"] : ["vae", "iwae", "info-vae", "logcosh-vae"];
    return {
      start: await Array.fromAsync(probe({ kind: "start", threads: 1, genes: GENES, models })),
    };
  },
  async memory({ quick }) {
    const memory: WorkersMeasure[] = [], models = quick ? ["vae"] : Object.keys(MODELS);
    for (const samples of quick ? [350] : [350, PAN_CANCER]) {
      memory.push(
        await measureWorkers({ samples, genes: GENES, workers: 1, threads: 1, models, epochs: 2 }),
      );
    }
    return { memory };
  },
  async growth({ quick }) {
    const growth: WorkersMeasure[] = [], smallest = Math.floor(PAN_CANCER / 16);
    for (const times of quick ? [1] : [1, 4, 16]) {
      for (const workers of [1, 2]) {
        const samples = smallest * times, epochs = 1 + Math.ceil(16 / times) + 1;
        const task = { samples, genes: GENES, workers, threads: 1, models: ["vae"], epochs };
        growth.push(await measureWorkers(task));
      }
    }
    return { growth };
  },
  async data(options, root) {
    const python = (await findPython(options, root, "import pandas"))?.path;
    const folder = `${options.out}/data`;
    makeFolder(folder);
    const measured: DataTimes[] = [],
      common = { folder, repeats: options.quick ? 1 : options.repeats };
    const [full, ...growing] = options.quick ? QUICK_DATA : DATA;
    const say = (line: string) => complain(line);
    measured.push(await measureData({ ...full!, ...common, python }, say));
    for (const size of growing) measured.push(await measureData({ ...size, ...common }, say));
    if (python !== undefined) return { data: measured };
    complain(`data: pandas left out, ${NO_PANDAS}`);
    return { data: measured, skipped: [`data: pandas, ${NO_PANDAS}`] };
  },
  async peers(options, root) {
    const found = await findPython(options, root, VERSIONS);
    const missing = await missingForPeers(options, found);
    if (missing) {
      complain(`peers: left out, ${missing}`);
      return { skipped: [`peers: ${missing}`] };
    }
    const peers = await timePeers(peersTask(options, found!.path), (line) => complain(line));
    const [python, torch] = found!.output.trim().split(" ");
    return { peers, versions: { python: python!, torch: torch! } };
  },
  async population(options, root) {
    const script = "import torch; torch.zeros(1).cuda()";
    const python = async () => (await findPython(options, root, script))?.path;
    return await measurePopulation({ ...options, findPython: python }, (line) => complain(line));
  },
  async report({ quick }) {
    return { report: await timeReport({ quick }) };
  },
  async runs({ quick }) {
    const planning = await measurePlanning({ quick }), ending = await measureEnding({ quick });
    return { runs: { planning, ending, executor: await measureExecutor({ quick }) } };
  },
  async sweep({ quick }) {
    const flags = ["--models", "vae", "--latent-sizes", "10", "--learning-rates", "1e-3"];
    return { sweep: await timeSweep(quick ? [...flags, "--max-epochs", "3"] : []) };
  },
  async estimates({ quick }) {
    return { estimates: await measureEstimates(quick) };
  },
  async fullsize({ quick }) {
    const size = quick ? { samples: 350, genes: 500 } : { samples: PAN_CANCER, genes: GENES };
    return { fullsize: await measureFullSize(size) };
  },
};

function peersTask(options: BenchOptions, python: string): PeersTask {
  const { quick, peer, matrix, layouts } = options;
  return {
    ...{ peer, python, matrix, layouts },
    models: quick ? ["vae"] : Object.keys(MODELS),
    learningRates: quick ? [0.001] : [0.01, 0.001, 0.0001],
    latentSizes: quick ? [10] : [10, 50, 200],
    optimizers: MINIMIZED,
    epochs: quick ? 2 : 20,
    repeats: quick ? 1 : options.repeats,
  };
}

const VERSIONS =
  "import platform, torch, pandas; print(platform.python_version(), torch.__version__)";

interface Python {
  readonly path: string;
  /** What the script printed. */
  readonly output: string;
}

/** The first Python that can run a script. */
async function findPython(
  { python }: BenchOptions,
  root: string,
  script: string,
): Promise<Python | undefined> {
  for (const path of python ? [python] : [`${root}.venv/bin/python`, "python3"]) {
    const found = await timedCommand([path, "-c", script]).catch(() => undefined);
    if (found) return { path, output: found.output };
  }
}

/** What the comparison with PyTorch lacks, and what to do about it. */
async function missingForPeers(
  { peer, matrix, python }: BenchOptions,
  found: Python | undefined,
): Promise<string | undefined> {
  if (!found) {
    return `${python ?? "neither .venv/bin/python nor python3"} has no PyTorch with pandas; ` +
      "name one that has with --python";
  }
  for (const [flag, path] of Object.entries({ peer, matrix })) {
    const there = await Deno.stat(path).catch(() => undefined);
    if (!there) return `there is no file ${path}; name one with --${flag}`;
  }
  return undefined;
}
