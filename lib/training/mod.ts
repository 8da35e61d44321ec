/**
 * Trains a model on a dataset: opens one of two engines on a tfjs backend, minimizes the loss with early stopping,
 * and reports the best epoch.
 *
 * @module
 */

export { OPTIMIZER_NAMES, type OptimizerName } from "../optimizers/mod.ts";
export { availableBackend } from "../tensorflow/available.ts";
export type { Device, DeviceOptions, Precision } from "../tensorflow/device.ts";
export {
  type Backend,
  type LoadOptions,
  loadTensorFlow,
  type TensorFlow,
} from "../tensorflow/load.ts";
export { type ErrorLimit, errorLimit } from "./error_limit.ts";
export type { Encoding, Engine, LayerMoments, SplitName, Terms, Training } from "./engine.ts";
export { type EngineOptions, openEngine } from "./open_engine.ts";
export type { Tensor } from "./safetensors.ts";
export { train, type TrainOptions } from "./train.ts";
export { type LoadModelOptions, TrainedModel } from "./trained_model.ts";
export type { TrainedModelContent, TrainedOptions } from "./trained_model_content.ts";
export type { Divergence, EpochRecord, TrainingResult } from "./training_result.ts";
