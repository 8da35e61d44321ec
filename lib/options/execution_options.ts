import type { OptionRows } from "./row.ts";

/** Models besides the registered ones. */
export const MODEL_OPTIONS = {
  model: {
    type: "texts",
    path: true,
    default: null,
    placeholder: "file",
    help: "a module whose default export is your own model; its code is run; repeatable",
    otherwise: "the registered models alone",
  },
} as const satisfies OptionRows;

/** How and where a sweep is computed and kept; engine and backend decide results in their last digits. */
export const EXECUTION_OPTIONS = {
  out: {
    type: "text",
    path: true,
    default: null,
    placeholder: "folder",
    help: "result folder",
    otherwise: "outputs/<name of the data>",
  },
  workers: {
    integer: true,
    minimum: 1,
    default: null,
    placeholder: "n",
    help: "worker processes, or array tasks of Slurm",
    otherwise: "one per core, 16 on a cluster",
  },
  maxMemory: {
    above: 0,
    default: null,
    unit: "GB",
    placeholder: "GB",
    help:
      "memory that reading a file may take: 8 bytes a number, ids, and what a format's library takes; more is refused",
    otherwise: "three quarters of the machine's, or of its control group's",
  },
  threads: {
    integer: true,
    minimum: 1,
    default: 1,
    placeholder: "n",
    help: "threads of each worker; results depend on it in the last digits",
  },
  population: {
    integer: true,
    minimum: 1,
    words: ["auto"],
    default: "auto",
    placeholder: "n|auto",
    help:
      "runs of one model and size that each worker trains at once; results depend on it in the last digits",
    otherwise: "auto: what a card has memory for, 1 on a CPU and on a cluster",
  },
  executor: {
    choices: ["local", "slurm"],
    default: "local",
    placeholder: "name",
    help: "worker processes here, or array jobs of Slurm",
  },
  backend: {
    choices: ["tensorflow", "wasm", "cpu"],
    default: null,
    placeholder: "name",
    help: "what runs the tensor operations",
    otherwise: "tensorflow, or wasm where it is not set up",
  },
  engine: {
    choices: ["graph", "eager"],
    default: null,
    placeholder: "name",
    help: "how steps are run: as one graph, or operation by operation",
    otherwise: "graph on tensorflow, else eager",
  },
  device: {
    choices: ["auto", "cpu", "gpu"],
    default: "auto",
    placeholder: "name",
    help:
      "what computes: auto takes a working NVIDIA card where the set-up can use one, and in a folder with results what they have",
  },
  precision: {
    choices: ["float32", "tf32"],
    default: "float32",
    placeholder: "name",
    help: "of a card's matrix products: tf32 is faster and has 10 bits after the point, not 23",
  },
  retries: {
    integer: true,
    minimum: 0,
    default: 1,
    placeholder: "n",
    help: "further attempts after a crash before a run counts as failed",
  },
  hangTimeout: {
    integer: true,
    minimum: 1,
    default: 300,
    unit: "seconds",
    placeholder: "s",
    help: "seconds without progress after which a run is ended, longer where epochs take long",
  },
  saveModels: {
    type: "flag",
    default: false,
    help: "keep every trained network in models/ (safetensors)",
  },
} as const satisfies OptionRows;

/** Options of the command line and its configuration files only. */
export const COMMAND_OPTIONS = {
  config: {
    type: "text",
    path: true,
    default: null,
    placeholder: "file",
    help: "the same options from a JSON or TypeScript file, paths from its folder; flags win",
  },
  dryRun: {
    type: "flag",
    default: false,
    help: "print the grid, what is left and an estimate; run nothing",
  },
} as const satisfies OptionRows;
