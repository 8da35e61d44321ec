import * as tf from "@tensorflow/tfjs";

/** An attribute of a TensorFlow op, as the addon takes it: `type` is one of its `TF_ATTR_*`. */
export interface OpAttribute {
  name: string;
  type: number;
  value: unknown;
}

/** A tensor of the library's. */
export interface NativeTensor {
  readonly id: number;
  readonly shape: number[];
  readonly dtype: number;
}

/** The addon itself: constants, and ops on tensors that it knows by number. */
export interface NativeBinding {
  readonly TF_Version: string;
  readonly TF_FLOAT: number;
  readonly TF_INT32: number;
  readonly TF_INT64: number;
  readonly TF_BOOL: number;
  readonly TF_STRING: number;
  readonly TF_COMPLEX64: number;
  readonly TF_RESOURCE: number;
  readonly TF_UINT8: number;
  readonly TF_ATTR_STRING: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_FLOAT: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_TYPE: number;
  readonly TF_ATTR_SHAPE: number;
  readonly TF_ATTR_RESOURCE: number;
  /** Runs an op; what it makes is known by number until `deleteTensor`. */
  executeOp(
    name: string,
    attributes: readonly OpAttribute[],
    inputs: readonly number[],
    outputs: number,
  ): NativeTensor[];
  tensorDataSync(id: number): tf.backend_util.TypedArray;
  deleteTensor(id: number): void;
  /** Loads a SavedModel folder as a session; returns its number. */
  loadSavedModel(folder: string, tags: string): number;
  /** Runs a session: names are `node:output`, separated by commas. */
  runSavedModel(
    session: number,
    inputs: readonly number[],
    feeds: string,
    fetches: string,
  ): NativeTensor[];
  deleteSavedModel(session: number): void;
  /** Whether tensors are on a card. */
  isUsingGpuDevice(): boolean;
  /** The number of tensors that the library holds. */
  getNumOfTensors(): number;
  /** The number of sessions that loaded SavedModels hold. */
  getNumOfSavedModels(): number;
}

/** tfjs's backend over the addon: every kernel passes through its two `execute` functions. */
export interface NativeBackend {
  readonly binding: NativeBinding;
  executeSingleOutput(name: string, attributes: OpAttribute[], inputs: tf.TensorInfo[]): tf.Tensor;
  executeMultipleOutputs(
    name: string,
    attributes: OpAttribute[],
    inputs: tf.TensorInfo[],
    outputs: number,
  ): tf.Tensor[];
  /** The library's numbers of tensors. */
  getInputTensorIds(tensors: readonly tf.TensorInfo[]): number[];
  createOutputTensor(tensor: NativeTensor): tf.Tensor;
  getDTypeInteger(dtype: tf.DataType): number;
  readSync(dataId: object): tf.backend_util.BackendValues;
  read(dataId: object): Promise<tf.backend_util.BackendValues>;
}

/** What {@linkcode nativeBackend} gives access to. */
export interface NativeAccess {
  backend: NativeBackend;
  binding: NativeBinding;
}

/**
 * The native backend behind the tfjs interface, for what tfjs has no call for. It is tfjs-node's
 * own and not public there: the version of the package is pinned.
 *
 * @throws {Error} if `loadTensorFlow` has not loaded the native backend before
 */
export function nativeBackend(): NativeAccess {
  const backend = tf.findBackend("tensorflow") as unknown as NativeBackend | null;
  if (!backend) {
    throw new Error("Cannot reach the native backend: call loadTensorFlow() before, once set up");
  }
  return { backend, binding: backend.binding };
}
