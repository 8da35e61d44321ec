import type { Model } from "../models/model.ts";
import type { Job, LayerMoments } from "./engine.ts";
import type { ErrorLimit } from "./error_limit.ts";
import type { Tensor } from "./safetensors.ts";

/** Values of all options of a training: those of the model under `modelOptions`. */
export type TrainedOptions = Omit<Job, "model" | "initialWeights" | "noise">;

/** What a `TrainedModel` is made of. */
export interface TrainedModelContent {
  /** Formula and network. */
  readonly model: Model;
  readonly options: TrainedOptions;
  /** Parameters by name, with their shapes. */
  readonly weights: Readonly<Record<string, Tensor>>;
  /** Moments of normalized layers, by layer: moving averages, corrected for their start. */
  readonly moments: Readonly<Record<string, LayerMoments>>;
  /** The dataset's name and hash; see `Dataset`. */
  readonly dataset: { readonly name: string; readonly hash: string };
  /** Gene ids in the order of the network's inputs. */
  readonly genes: readonly string[];
  /** Training mean of each gene, in the units of the matrix; null if the dataset did not say. */
  readonly means: Float64Array | null;
  /** Training standard deviation (n − 1) of each gene; null if the dataset did not say. */
  readonly standardDeviations: Float64Array | null;
  /** How the matrix was scaled when it was read, such as "as-is" or "log2"; null if the dataset did not say. */
  readonly scale: string | null;
  /** Above which error a sample is unlike the training; null in files of earlier versions. */
  readonly errorLimit: ErrorLimit | null;
}
