import { makeFolder } from "../files/make_folder.ts";
import { median } from "../numbers/median.ts";
import { MINIMIZED } from "./minimize_step.ts";
import type { Device, DeviceOptions, Precision } from "../tensorflow/device.ts";
import { largestDifference } from "./largest_difference.ts";
import type { PopulationCase } from "./population_cases.ts";
import { POPULATION_SWEEPS } from "./population_sweeps.ts";
import { populationPeer, type PopulationPeerTask } from "./population_peer.ts";
import type { PopulationRow } from "./population_rows.ts";
import type { PopulationSizes, PopulationTask } from "./population_task.ts";
import { probe } from "./probe.ts";
import { readCard } from "./read_card.ts";
import { STUDY_SIZES } from "./study_sizes.ts";
import { timePopulationSweep } from "./time_population_sweep.ts";

/** What is wanted. */
export interface PopulationOptions {
  readonly cases: readonly PopulationCase[];
  /** Numbers of trainings at once on a card. */
  readonly slots: readonly number[];
  readonly precisions: readonly Precision[];
  /** The expression matrix of the cohort. */
  readonly matrix: string;
  /** Finds a Python that has PyTorch for the card, which takes seconds; undefined where there is none. */
  readonly findPython: () => Promise<string | undefined>;
  readonly quick: boolean;
  /** For results: each is a line of population.jsonl there at once. */
  readonly out: string;
}

/** What came of it. */
export interface PopulationMeasure {
  readonly population: readonly PopulationRow[];
  readonly versions: Readonly<Record<string, string>>;
  readonly skipped: readonly string[];
}

/** The samples of all of TCGA. */
const PAN_CANCER = 11_060;

/** Enough for three steps an epoch. */
const FEW = 350;

const SIZES: PopulationSizes = { ...STUDY_SIZES, latentSize: 50, samples: PAN_CANCER };
const QUICK: PopulationSizes = { ...SIZES, genes: 100, hiddenSize: 32, samples: FEW };

/** Cases that take no card. */
const ANYWHERE: readonly PopulationCase[] = ["agreement", "cpu"];

/** Measures populations case by case; what takes a card, or PyTorch for it, is left out where there is none, and said. */
export async function measurePopulation(
  options: PopulationOptions,
  say: (line: string) => void = () => {},
): Promise<PopulationMeasure> {
  makeFolder(options.out);
  const found = await readCard(), card = typeof found === "string" ? undefined : found;
  const measurement = new Measurement(options, card !== undefined, say);
  const without = card ? [] : options.cases.filter((name) => !ANYWHERE.includes(name));
  if (without.length) measurement.skip(`${without.join(", ")}: ${found}`);
  for (const name of options.cases) {
    if (!without.includes(name)) await measurement.measure(name);
  }
  const { rows, versions, skipped } = measurement;
  return { population: rows, versions: { ...versions, ...card }, skipped };
}

class Measurement {
  readonly rows: PopulationRow[] = [];
  readonly skipped: string[] = [];
  /** Of PyTorch. */
  versions: Readonly<Record<string, string>> = {};
  readonly #sizes: PopulationSizes;
  readonly #few: PopulationSizes;

  constructor(
    readonly options: PopulationOptions,
    readonly onCard: boolean,
    readonly say: (line: string) => void,
  ) {
    this.#sizes = options.quick ? QUICK : SIZES;
    this.#few = { ...this.#sizes, samples: FEW };
  }

  async measure(name: PopulationCase): Promise<void> {
    this.say(`population: ${name} …`);
    if (name === "agreement") return await this.#agreement();
    if (name === "cpu") return await this.#steps({ ...this.#few, slots: [1, 4, 16] });
    if (name === "card") return await this.#cardSteps();
    if (name === "peers") return await this.#peers();
    await this.#sweep(name);
  }

  skip(line: string): void {
    this.say(`population: left out, ${line}`);
    this.skipped.push(`population: ${line}`);
  }

  #keep(row: PopulationRow): void {
    const line = JSON.stringify(row);
    this.rows.push(row);
    Deno.writeTextFileSync(`${this.options.out}/population.jsonl`, `${line}\n`, { append: true });
    this.say(line);
  }

  async #agreement(): Promise<void> {
    const losses = (device: Device) =>
      Array.fromAsync(probe({ kind: "losses", threads: 1, ...this.#few, epochs: 3, device }));
    const keep = (training: string, compared: string, difference: number) =>
      this.#keep({ kind: "agreement", training, compared, difference });
    const processor = await losses("cpu");
    for (const { training, alone, together } of processor) {
      keep(training, "population / alone", largestDifference(together, alone));
    }
    if (!this.onCard) return;
    for (const [i, { training, alone, together }] of (await losses("gpu")).entries()) {
      keep(training, "population / alone, on the card", largestDifference(together, alone));
      keep(training, "card / processor", largestDifference(alone, processor[i]!.alone));
    }
  }

  async #steps(
    task: PopulationSizes & Pick<PopulationTask, "slots"> & Partial<PopulationTask> & DeviceOptions,
  ): Promise<void> {
    const { precision = "float32" } = task;
    const common = { kind: "population", threads: 1, optimizers: ["adam"], rounds: 3 } as const;
    for await (const times of probe({ ...common, ...task })) {
      this.#keep({ kind: "step", precision, ...times });
    }
  }

  async #cardSteps(): Promise<void> {
    const { slots, precisions } = this.options, most = Math.max(...slots);
    for (const precision of precisions) {
      const common = { ...this.#sizes, device: "gpu", precision } as const;
      await this.#steps({ ...common, slots });
      await this.#steps({ ...common, slots: [most], optimizers: MINIMIZED });
    }
  }

  async #peers(): Promise<void> {
    const trainings = this.options.slots.filter((slots) => slots > 1);
    await this.#peer({ ways: ["one", "captured", "stacked"], trainings });
  }

  /** Keeps PyTorch's steps. @returns The median seconds of its epochs by precision; none where it is not there. */
  async #peer(what: Pick<PopulationPeerTask, "ways" | "trainings" | "epochs">) {
    const { findPython, precisions } = this.options, python = await findPython();
    const epochs = new Map<Precision, number>();
    if (python === undefined) {
      this.skip("PyTorch: no Python has it for the card; name one that has with --python");
      return epochs;
    }
    const task = { ...this.#sizes, python, precisions, ...what };
    for await (const line of populationPeer(task)) {
      if (line.kind === "peer") this.#keep(line);
      else if (line.kind === "epochs") epochs.set(line.precision, median(line.seconds));
      else this.versions = { torch: line.torch, cuda: line.cuda };
    }
    return epochs;
  }

  async #sweep(name: string): Promise<void> {
    const { precisions, matrix, out } = this.options, { samples, genes } = this.#sizes;
    const flags = POPULATION_SWEEPS[name]!({ matrix, madeUp: `synthetic-${samples}x${genes}` });
    const epochs = name === "poster"
      ? await this.#peer({ ways: [], trainings: [], epochs: 3 })
      : undefined;
    for (const precision of precisions) {
      const folder = `${out}/${name}-${precision}`;
      const measured = await timePopulationSweep({ sweep: name, flags, precision, folder });
      const epoch = epochs?.get(precision);
      const peerSeconds = epoch && epoch * measured.epochs;
      this.#keep({ kind: "sweep", ...measured, ...peerSeconds && { peerSeconds } });
    }
  }
}
