import { plural } from "../format/plural.ts";
import { kebabCase } from "../options/mod.ts";
import { projectFolders } from "../project.ts";
import { task as projectTask } from "./_task.ts";
import { temporaryFolder } from "./_temporary_folder.ts";
import { freshCopy } from "./fresh_copy.ts";
import { median } from "../numbers/median.ts";
import { pairedRatio } from "./paired_ratio.ts";
import { STUDY_SIZES } from "./study_sizes.ts";
import { timedCommand } from "./timed_command.ts";

const { genes, hiddenSize, batchSize } = STUDY_SIZES;

/** The grid that both sides train, and where things are. */
export interface PeersTask {
  /** The peer's program. */
  readonly peer: string;
  /** A Python that has PyTorch. */
  readonly python: string;
  /** The expression matrix, a .gz file. */
  readonly matrix: string;
  readonly models: readonly string[];
  readonly learningRates: readonly number[];
  readonly latentSizes: readonly number[];
  readonly optimizers: readonly string[];
  readonly epochs: number;
  readonly repeats: number;
  readonly layouts: readonly PeerLayout[];
}

/** How the peer shares out the cores. */
export interface PeerLayout {
  readonly workers: number;
  readonly compile: boolean;
}

/** Wall clock of whole processes: start, reading and preparing the matrix, training, writing. */
export interface PeerTimes {
  readonly runs: number;
  readonly epochs: number;
  /** Seconds of `deno task sweep` on each repeat. */
  readonly ours: readonly number[];
  readonly peers: readonly {
    readonly layout: string;
    readonly seconds: readonly number[];
    /** How many times as long as ours: the median over repeats. */
    readonly ratio: number;
    /** What it said about itself. */
    readonly output: string;
  }[];
}

/**
 * Times a sweep of this project against the same in PyTorch, in turn. Both read the matrix from its
 * compressed text: ours gets a copy that no cache knows and an empty result folder.
 *
 * @throws {Error} If a process fails.
 */
export async function timePeers(
  task: PeersTask,
  say: (line: string) => void = () => {},
): Promise<PeerTimes> {
  const ours: number[] = [],
    peers = task.layouts.map(() => ({ seconds: [] as number[], output: "" }));
  for (let repeat = 1; repeat <= task.repeats; repeat++) {
    ours.push(await timeOurs(task));
    say(`repeat ${repeat}, this project: ${ours.at(-1)!.toFixed(1)} s`);
    for (const [i, layout] of task.layouts.entries()) {
      const { seconds, output } = await timePeer(task, layout);
      peers[i]!.seconds.push(seconds);
      peers[i]!.output = output.trim();
      say(`repeat ${repeat}, ${describeLayout(layout)}: ${seconds.toFixed(1)} s`);
    }
  }
  const { models, learningRates, latentSizes, optimizers, epochs } = task;
  return {
    runs: models.length * learningRates.length * latentSizes.length * optimizers.length,
    epochs,
    ours,
    peers: peers.map(({ seconds, output }, i) => ({
      layout: describeLayout(task.layouts[i]!),
      seconds,
      ratio: pairedRatio(seconds, ours),
      output,
    })),
  };
}

/** The fastest of the peer's layouts. */
export function fastestPeer({ peers }: PeerTimes): PeerTimes["peers"][number] {
  return peers.reduce((best, peer) => median(peer.seconds) < median(best.seconds) ? peer : best);
}

/** A layout as tables name it. */
function describeLayout({ workers, compile }: PeerLayout): string {
  const threads = Math.max(1, Math.floor(navigator.hardwareConcurrency / workers));
  return `PyTorch, ${workers} × ${plural(threads, "thread")}${compile ? ", compiled" : ""}`;
}

async function timeOurs(task: PeersTask): Promise<number> {
  using folder = temporaryFolder();
  const { cache } = projectFolders(), before = await filesOf(cache);
  try {
    const { seconds } = await timedCommand(projectTask(
      "sweep",
      ...["--data", await freshCopy(task.matrix, folder.path), "--genes", String(genes)],
      ...gridFlags(task),
      ...["--batch-size", String(batchSize), "--hidden-size", String(hiddenSize)],
      ...["--fixed-epochs", String(task.epochs)],
      ...["--out", `${folder.path}/results`],
    ));
    return seconds;
  } finally {
    // The copy's parsed and prepared data are not used again.
    for (const name of await filesOf(cache)) {
      if (!before.has(name)) await Deno.remove(`${cache}/${name}`);
    }
  }
}

async function timePeer(task: PeersTask, { workers, compile }: PeerLayout) {
  using folder = temporaryFolder();
  return await timedCommand([
    ...[task.python, task.peer, task.matrix, "--genes", String(genes)],
    ...["--batch", String(batchSize), "--hidden", String(hiddenSize)],
    ...gridFlags(task),
    ...["--epochs", String(task.epochs), "--workers", String(workers)],
    ...["--out", `${folder.path}/peer.csv`],
    ...(compile ? ["--compile"] : []),
  ], { TORCHINDUCTOR_CACHE_DIR: `${folder.path}/compiled` });
}

function gridFlags({ models, learningRates, latentSizes, optimizers }: PeersTask): string[] {
  const lists = { models, learningRates, latentSizes, optimizers };
  return Object.entries(lists).flatMap(([name, list]) => [`--${kebabCase(name)}`, list.join(",")]);
}

async function filesOf(folder: string): Promise<Set<string>> {
  try {
    return new Set(await Array.fromAsync(Deno.readDir(folder), ({ name }) => name));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return new Set();
    throw error;
  }
}
