import { InvalidArgumentError, Option } from "commander";
import { POPULATION_CASES, type PopulationCase } from "../bench/population_cases.ts";
import { type Part, PARTS } from "../bench/report.ts";
import type { PeerLayout } from "../bench/peers.ts";
import { shortPath } from "../format/short_path.ts";
import { EXECUTION_OPTIONS } from "../options/mod.ts";
import type { Precision } from "../tensorflow/device.ts";
import { commandLine } from "./_command_line.ts";

/** Options of `deno task bench`. */
export interface BenchOptions {
  readonly only: readonly Part[];
  readonly quick: boolean;
  /** Threads of the processes that steps are timed in. */
  readonly threads: readonly number[];
  readonly repeats: number;
  readonly peer: string;
  readonly matrix: string;
  /** Undefined: the project's environment, or else the one on the PATH. */
  readonly python?: string;
  readonly layouts: readonly PeerLayout[];
  /** What is measured of populations, and of which on a card. */
  readonly cases: readonly PopulationCase[];
  readonly slots: readonly number[];
  readonly precisions: readonly Precision[];
  readonly out: string;
}

const CORES = navigator.hardwareConcurrency;

/** Layouts that are tried by default: a process per core, and one process with all of them. */
const LAYOUTS = [CORES, 1].flatMap((workers) => [`${workers}`, `${workers}+compile`]);

const PRECISIONS = EXECUTION_OPTIONS.precision.choices;

/** Every part but the longest. */
const USUAL = PARTS.filter((part) => part !== "sweep" && part !== "fullsize");

/**
 * Parses the arguments of `deno task bench`.
 *
 * @param root The project's folder, with a slash at its end.
 * @throws {CommanderError} If an option is not valid.
 */
export function parseBenchCommand(args: readonly string[], root: string): BenchOptions {
  const command = commandLine("bench").allowExcessArguments(false)
    .description(
      "Measures how fast training is: steps against tfjs and their floor, the sweep against PyTorch, " +
        "start, memory, growth and the report. Prints tables, writes bench.json and a figure.",
    )
    .addOption(
      new Option(
        "--only <parts>",
        `parts among ${PARTS.join(",")}; sweep is the 360 default runs, fullsize all of TCGA`,
      )
        .argParser(someOf(PARTS)).default(USUAL, USUAL.join(",")),
    )
    .option("--quick", "small versions, to check that it works", false)
    .addOption(
      new Option("--threads <list>", "numbers of threads to time steps with").argParser(counts)
        .default([...new Set([1, CORES])], `1,${CORES}`),
    )
    .addOption(
      new Option("--repeats <n>", "repeats of the sweep and its peers").argParser(count).default(3),
    )
    .option("--peer <path>", "PyTorch's program", `${root}../shared/peers/torch_sweep.py`)
    .option(
      "--matrix <path>",
      "expression matrix, gzipped",
      `${root}../shared/data/tcga/rtcga350.geneExp.xena.gz`,
    )
    .option("--python <path>", "a Python with PyTorch (default: .venv/bin/python, else python3)")
    .addOption(
      new Option("--layouts <list>", "numbers of PyTorch processes; +compile uses torch.compile")
        .argParser(layouts).default(layouts(LAYOUTS.join()), LAYOUTS.join(",")),
    )
    .addOption(
      new Option("--cases <list>", `of population, among ${POPULATION_CASES.join(",")}`)
        .argParser(someOf(POPULATION_CASES)).default(POPULATION_CASES, POPULATION_CASES.join(",")),
    )
    .addOption(
      new Option("--slots <list>", "of population, on a card: numbers of trainings at once")
        .argParser(counts).default([1, 15, 45, 90], "1,15,45,90"),
    )
    .addOption(
      new Option("--precisions <list>", `of population, on a card: among ${PRECISIONS.join(",")}`)
        .argParser(someOf(PRECISIONS)).default(PRECISIONS, PRECISIONS.join(",")),
    )
    .option("--out <folder>", "where results go", shortPath(`${root}outputs/bench`));
  return command.parse([...args], { from: "user" }).opts<BenchOptions>();
}

function list(text: string): string[] {
  return text.split(",").map((item) => item.trim()).filter((item) => item !== "");
}

/** Reads a list of names, each once and in the order of those there are. */
function someOf<Name extends string>(names: readonly Name[]): (text: string) => Name[] {
  return (text) => {
    const wanted = list(text), unknown = wanted.some((name) => !names.includes(name as Name));
    if (wanted.length && !unknown) return names.filter((name) => wanted.includes(name));
    throw new InvalidArgumentError(`It takes a list of ${names.join(", ")}.`);
  };
}

function count(text: string): number {
  const number = Number(text);
  if (text.trim() !== "" && Number.isInteger(number) && number >= 1) return number;
  throw new InvalidArgumentError("It takes an integer of at least 1.");
}

function counts(text: string): number[] {
  const numbers = list(text).map(count);
  if (numbers.length) return numbers;
  throw new InvalidArgumentError("It takes one number or more, separated by commas.");
}

function layouts(text: string): PeerLayout[] {
  const found = list(text).map((item) => {
    const [, workers, compile] = /^(\d+)(\+compile)?$/.exec(item) ?? [];
    if (!workers) {
      throw new InvalidArgumentError("It takes numbers of processes, such as 2,2+compile,1.");
    }
    return { workers: count(workers), compile: compile !== undefined };
  });
  if (found.length) return found;
  throw new InvalidArgumentError("It takes one layout or more, such as 2,2+compile,1.");
}
