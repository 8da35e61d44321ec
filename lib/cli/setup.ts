import { CommanderError, Option } from "commander";
import { requireCache } from "../data/require_cache.ts";
import { InputError, StorageError } from "../errors.ts";
import { projectFolders, projectPath } from "../project.ts";
import { findCards } from "../tensorflow/cards.ts";
import { install, type Installation } from "../tensorflow/install.ts";
import { describeCards } from "./_describe_cards.ts";
import { type Processor, readProcessor } from "./_processor.ts";
import { complain, print } from "../format/print.ts";
import { commandLine } from "./_command_line.ts";

const SOURCES = {
  official: "tfjs-node's official build",
  wheel: "PyPI's wheel, addon compiled on this machine",
  cuda: "PyPI's wheel with CUDA, addon compiled on this machine",
};

/** What the command line says. */
type Flags = Readonly<Partial<Record<"quiet" | "gpu" | "cpu", true>>>;

/**
 * The command `deno task setup`: installs the native TensorFlow and says what it found. With
 * `--quiet` it says only what it does, what takes longer and what it falls back to.
 *
 * @returns the exit code: 0, also where WebAssembly is used instead; 2 for a wrong argument
 */
export async function setup(args: readonly string[]): Promise<number> {
  const command = commandLine("setup").allowExcessArguments(false)
    .description("Installs the native TensorFlow and says what it found.")
    .option("-q, --quiet", "print only what is done, what takes longer and what falls back")
    .addOption(
      new Option("--gpu", "get TensorFlow with CUDA, for NVIDIA cards too: 0.6 to 3.2 GB")
        .conflicts("cpu"),
    )
    .option("--cpu", "get TensorFlow for processors alone, and remove what --gpu brought");
  try {
    const { quiet, gpu, cpu } = command.parse(args, { from: "user" }).opts<Flags>();
    const device = gpu ? "gpu" : cpu ? "cpu" : undefined;
    const installation = await install({ device, cacheFolder: projectPath(".cache/tensorflow") });
    if (installation.backend === "wasm") complain(installation.message);
    if (!quiet) {
      for (const line of describe(installation, await readProcessor())) print(line);
      for (const line of describeCards(await findCards())) print(line);
    } else if (installation.backend === "tensorflow" && !installation.reused) {
      complain(`TensorFlow ${installation.tensorflow} is set up`);
    }
    if (!quiet) tellOfCache();
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof InputError)) throw error;
    complain(error.message);
    return 2;
  }
}

/** Data that are prepared already can be used without it, so it is no reason to fail. */
function tellOfCache(): void {
  try {
    requireCache(projectFolders().cache);
  } catch (error) {
    if (!(error instanceof InputError || error instanceof StorageError)) throw error;
    complain(error.message);
  }
}

function describe(installation: Installation, processor: Processor): string[] {
  const { name, architecture, cores, features } = processor;
  const native = installation.backend === "tensorflow";
  return [
    `Deno        ${Deno.version.deno}`,
    native
      ? `TensorFlow  ${installation.tensorflow}, ${
        SOURCES[installation.cuda ? "cuda" : installation.source]
      }`
      : "TensorFlow  none; tfjs runs on WebAssembly (SIMD)",
    `Backend     ${installation.backend}, tfjs and tfjs-node ${installation.tfjsNode}`,
    native ? "Library     node_modules/@tensorflow/tfjs-node/deps/lib" : "",
    `Processor   ${name} (${architecture}): ${features.join(" ") || "features unknown"}`,
    `Cores       ${cores}; ${threads(cores, native)}`,
  ].filter((line) => line !== "");
}

/** Worker processes with one thread each finish more runs than one process with all threads. */
function threads(cores: number, native: boolean): string {
  return native
    ? `a sweep's ${cores} worker processes get 1 thread each, a notebook all`
    : "WebAssembly uses one in each process";
}

if (import.meta.main) Deno.exit(await setup(Deno.args));
