import { fileURLToPath } from "node:url";
import type { Precision } from "../tensorflow/device.ts";
import { jsonLines } from "./json_lines.ts";
import type { PopulationSizes } from "./population_task.ts";
import { benchDataset } from "./bench_dataset.ts";

/** How PyTorch takes steps: as users write them, captured as one CUDA graph, or of many trainings stacked by hand. */
export type PeerWay = "one" | "captured" | "stacked";

/** What PyTorch is to be timed with. */
export interface PopulationPeerTask extends PopulationSizes {
  /** A Python that has PyTorch for the card. */
  readonly python: string;
  readonly precisions: readonly Precision[];
  readonly ways: readonly PeerWay[];
  /** Numbers of stacked trainings. */
  readonly trainings: readonly number[];
  /** Epochs of whole runs, each with its pass over the validation split. @default 0 */
  readonly epochs?: number;
}

/** Milliseconds of a step of PyTorch's. */
export interface PeerStep {
  readonly way: PeerWay;
  readonly trainings: number;
  readonly precision: Precision;
  readonly milliseconds: number;
}

/** What PyTorch says: what it is, a step, or the seconds of whole epochs. */
export type PeerLine =
  | { readonly kind: "versions"; readonly torch: string; readonly cuda: string }
  | ({ readonly kind: "peer" } & PeerStep)
  | { readonly kind: "epochs"; readonly precision: Precision; readonly seconds: readonly number[] };

/**
 * Times PyTorch on the card, on data of the same sizes; each line as soon as it is there.
 *
 * @throws {Error} If its program fails; it has said why on standard error.
 */
export async function* populationPeer(task: PopulationPeerTask): AsyncGenerator<PeerLine> {
  const { train, validation } = benchDataset(task.samples, 1);
  const process = new Deno.Command(task.python, {
    args: [
      fileURLToPath(new URL("./_population_peer.py", import.meta.url)),
      ...["--genes", `${task.genes}`, "--hidden", `${task.hiddenSize}`],
      ...["--latent", `${task.latentSize}`, "--batch", `${task.batchSize}`],
      ...["--rows", `${train.rows}`, "--validation-rows", `${validation.rows}`],
      ...["--ways", task.ways.join(), "--trainings", task.trainings.join()],
      ...["--precisions", task.precisions.join(), "--epochs", `${task.epochs ?? 0}`],
    ],
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  yield* jsonLines<PeerLine>(process.stdout);
  const { code } = await process.status;
  if (code !== 0) throw new Error(`Cannot time PyTorch: its program ended with code ${code}`);
}
