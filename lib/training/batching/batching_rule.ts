import type { OpAttribute } from "../../tensorflow/native_backend.ts";
import type { GraphBuilder } from "../graph.ts";

/** A recorded tensor as a rule sees it. */
export interface Operand {
  /** `node` or `node:output`. */
  readonly name: string;
  /** Of one training, without the axis of slots. */
  readonly shape: readonly number[];
  readonly dtype: number;
  /** Whether the node's value has the axis of slots, in front of `shape`. */
  readonly batched: boolean;
  /** Content of a constant, such as axes or a shape; undefined for all else. */
  readonly values?: () => ArrayLike<number>;
}

/** An operation that was recorded for one training and is to be done for all slots; one input or more is batched. */
export interface BatchedCall {
  readonly graph: GraphBuilder;
  readonly slots: number;
  /** What is recorded, for error messages, such as `the loss of vae`. */
  readonly subject: string;
  readonly operation: string;
  readonly attributes: readonly OpAttribute[];
  readonly inputs: readonly Operand[];
  /** Shapes are those of one training. */
  readonly outputs: readonly { readonly shape: readonly number[] }[];
}

/** Adds nodes whose outputs have a leading axis of slots; gives their names. */
export type BatchingRule = (call: BatchedCall) => readonly string[];
