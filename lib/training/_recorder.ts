import * as tf from "@tensorflow/tfjs";
import type { NativeAccess, OpAttribute as Attribute } from "../tensorflow/native_backend.ts";
import { type Operand, ruleOf } from "./batching/mod.ts";
import { add, reshape, withSlots } from "./batching/operands.ts";
import { emptyTensor } from "./_empty_tensor.ts";
import { bytesOf, type GraphBuilder } from "./graph.ts";
import { INFERRED, productShape, rewrite, UNSEEDED } from "./_operations.ts";

/** What a recorded tensor is called in the graph, and its shape there. */
interface Known {
  readonly name: string;
  readonly shape: readonly number[];
  /** Whether the node's value has the axis of slots in front of `shape`. */
  readonly batched?: boolean;
  /** Whether it is made only of constants, so that reading it back gives the same at every step. */
  readonly constant?: boolean;
}

/**
 * Records the operations that tfjs runs, its gradients' too, as nodes of a graph.
 *
 * With `slots`, what depends on a batched symbol is computed for so many trainings at once: its nodes have a leading axis
 * of slots, of which the recorded formula, written for one training, sees nothing. All else is recorded once for all.
 */
export class Recorder {
  readonly #native: NativeAccess;
  readonly #graph: GraphBuilder;
  readonly #subject: string;
  readonly #slots: number | undefined;
  readonly #known = new Map<object, Known>();

  /**
   * @param subject What is recorded, for error messages, such as `the loss of vae`.
   * @param options.slots The length of the leading axis of batched symbols; without it there are none.
   */
  constructor(
    native: NativeAccess,
    graph: GraphBuilder,
    subject: string,
    { slots }: { readonly slots?: number } = {},
  ) {
    this.#native = native;
    this.#graph = graph;
    this.#subject = subject;
    this.#slots = slots;
  }

  /**
   * A tensor that stands for a node's value while recording; its own content is undefined.
   *
   * @param shape That of one training.
   * @param options.batched Whether the node's value has the axis of slots in front. @default false
   * @param options.dtype @default "float32"
   */
  symbol(
    node: string,
    shape: readonly number[],
    { batched, dtype }: { readonly batched?: boolean; readonly dtype?: tf.DataType } = {},
  ): tf.Tensor {
    const tensor = emptyTensor(this.#native, shape, dtype);
    this.#known.set(tensor.dataId, { name: node, shape, batched });
    return tensor;
  }

  /** The node that computes a tensor, with the axis of slots if the tensor depends on a batched symbol. */
  nameOf(tensor: tf.Tensor | tf.TensorInfo): string {
    const known = this.#known.get(tensor.dataId);
    if (!known) return this.#constant(tensor);
    if (known.shape.join() === tensor.shape.join()) return known.name;
    // Some tfjs operations only relabel a tensor's shape and share its data.
    const dtype = this.#native.backend.getDTypeInteger(tensor.dtype);
    const shape = known.batched ? [this.#slots!, ...tensor.shape] : tensor.shape;
    return reshape(this.#graph, { name: known.name, dtype }, shape);
  }

  /** The node that computes a tensor in each slot; what all slots share is repeated. Without slots: `nameOf`. */
  batchedNameOf(tensor: tf.Tensor | tf.TensorInfo): string {
    const slots = this.#slots;
    if (slots === undefined) return this.nameOf(tensor);
    return withSlots({ graph: this.#graph, slots }, this.#operand(tensor));
  }

  /** Runs `body`, recording; everything it makes but does not return is freed. */
  record<Result extends tf.TensorContainer>(body: () => Result): Result {
    const { backend } = this.#native;
    const single = backend.executeSingleOutput, multiple = backend.executeMultipleOutputs;
    const readSync = backend.readSync, read = backend.read, random = Math.random;
    const reading = this.#refusal(
      "reads a tensor back to JavaScript (dataSync, data, array or print)",
    );
    let readLater = false;
    backend.executeSingleOutput = (operation, attributes, inputs) => {
      const output = operation === "BatchMatMulV2"
        ? emptyTensor(this.#native, productShape(attributes, inputs), inputs[0]!.dtype)
        : single.call(backend, operation, attributes, inputs);
      this.#add(operation, attributes, inputs, [output]);
      return output;
    };
    backend.executeMultipleOutputs = (operation, attributes, inputs, count) => {
      const outputs = multiple.call(backend, operation, attributes, inputs, count);
      this.#add(operation, attributes, inputs, outputs);
      return outputs;
    };
    backend.readSync = (dataId) => {
      if (this.#varies({ dataId })) throw reading;
      return readSync.call(backend, dataId);
    };
    backend.read = (dataId) => {
      if (!this.#varies({ dataId })) return read.call(backend, dataId);
      readLater = true;
      return new Promise(() => {}); // a rejection would go unseen, as nothing awaits it
    };
    Math.random = () => {
      throw this.#refusal(
        "draws random numbers of its own (Math.random, tf.randomNormal, dropout)",
      );
    };
    try {
      return tf.tidy(() => {
        const result = body();
        if (readLater) throw reading;
        return result;
      });
    } finally {
      Object.assign(backend, {
        executeSingleOutput: single,
        executeMultipleOutputs: multiple,
        readSync,
        read,
      });
      Math.random = random;
    }
  }

  #refusal(what: string): TypeError {
    return new TypeError(
      `Cannot compile ${this.#subject} into a graph: it ${what}, which would happen once instead of at every step. ` +
        "Use tensor operations and the model's noise instead, or train with the eager engine (--engine eager)",
    );
  }

  #add(
    operation: string,
    attributes: readonly Attribute[],
    inputs: readonly tf.TensorInfo[],
    outputs: readonly tf.TensorInfo[],
  ): void {
    if (UNSEEDED.has(operation)) {
      throw this.#refusal(`draws random numbers of its own (${operation})`);
    }
    const operands = inputs.map((input) => this.#operand(input));
    const types = operands.map(({ dtype }) => dtype);
    const given = attributes.length ? attributes : INFERRED[operation]?.(this.#graph, types);
    if (!given) {
      throw new TypeError(
        `Cannot compile ${this.#subject} into a graph: there is no rule for the operation ${operation}. ` +
          "The eager engine runs it (--engine eager)",
      );
    }
    const batched = operands.some((operand) => operand.batched);
    const slots = this.#slots!, subject = this.#subject;
    const shapes = operands.map(({ shape, batched }) => ({
      shape: batched ? [slots, ...shape] : shape,
    }));
    const rewritten = rewrite(operation, given, shapes);
    const call = { ...rewritten, graph: this.#graph, slots, subject, inputs: operands, outputs };
    const names = batched ? ruleOf(call)(call) : add(call, operands.map(({ name }) => name));
    // Products are not computed while recording, so not even those of constants can be read.
    const constant = operation !== "BatchMatMulV2" && operands.every(({ values }) => values);
    outputs.forEach(({ dataId, shape }, i) =>
      this.#known.set(dataId, { name: names[i]!, shape, batched, constant })
    );
  }

  #operand(tensor: tf.TensorInfo): Operand {
    const { backend } = this.#native, { dataId, shape, dtype } = tensor;
    const values = () => backend.readSync(dataId) as tf.backend_util.TypedArray;
    return {
      name: this.nameOf(tensor),
      shape,
      dtype: backend.getDTypeInteger(dtype),
      batched: this.#known.get(dataId)!.batched ?? false,
      values: this.#varies(tensor) ? undefined : values,
    };
  }

  #varies({ dataId }: { readonly dataId: object }): boolean {
    const known = this.#known.get(dataId);
    return known !== undefined && !known.constant;
  }

  #constant({ dataId, dtype, shape }: tf.TensorInfo): string {
    const { backend } = this.#native;
    const values = backend.readSync(dataId) as ArrayBufferView;
    const name = this.#graph.constant(backend.getDTypeInteger(dtype), shape, bytesOf(values));
    this.#known.set(dataId, { name, shape, constant: true });
    return name;
  }
}
