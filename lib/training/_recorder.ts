import * as tf from "@tensorflow/tfjs";
import type { NativeAccess, OpAttribute as Attribute } from "../tensorflow/native_backend.ts";
import { bytesOf, type GraphBuilder } from "./graph.ts";
import { productShape, rewrite } from "./_operations.ts";

/** What a recorded tensor is called in the graph, and its shape there. */
interface Known {
  readonly name: string;
  readonly shape: readonly number[];
  /** Whether it is made only of constants, so that reading it back gives the same at every step. */
  readonly constant?: boolean;
}

/** Attributes that tfjs-node leaves for TensorFlow to infer, which a graph has to spell out. */
const INFERRED: Readonly<
  Record<string, (graph: GraphBuilder, inputs: readonly number[]) => Attribute[]>
> = {
  ExpandDims: (graph, [T, Tdim]) => [graph.type("T", T!), graph.type("Tdim", Tdim!)],
  LogicalAnd: () => [],
  LogicalNot: () => [],
  LogicalOr: () => [],
};

/** Operations that draw numbers from their own state: the same seed would not give the same run. */
const UNSEEDED = new Set([
  "Multinomial",
  "RandomStandardNormal",
  "RandomUniform",
  "TruncatedNormal",
]);

/** Records the operations that tfjs runs, its gradients' too, as nodes of a graph. */
export class Recorder {
  readonly #native: NativeAccess;
  readonly #graph: GraphBuilder;
  readonly #subject: string;
  readonly #known = new Map<object, Known>();

  /** @param subject What is recorded, for error messages, such as `the loss of vae`. */
  constructor(native: NativeAccess, graph: GraphBuilder, subject: string) {
    this.#native = native;
    this.#graph = graph;
    this.#subject = subject;
  }

  /** A tensor that stands for a node's value while recording; its own content is undefined. */
  symbol(node: string, shape: readonly number[]): tf.Tensor {
    const tensor = this.#empty(shape);
    this.#known.set(tensor.dataId, { name: node, shape });
    return tensor;
  }

  /** The node that computes a tensor. */
  nameOf(tensor: tf.Tensor | tf.TensorInfo): string {
    const known = this.#known.get(tensor.dataId);
    if (!known) return this.#constant(tensor);
    if (known.shape.join() === tensor.shape.join()) return known.name;
    // Some tfjs operations only relabel a tensor's shape and share its data.
    const { backend } = this.#native, graph = this.#graph;
    const attributes = [
      graph.type("T", backend.getDTypeInteger(tensor.dtype)),
      graph.type("Tshape", graph.int),
    ];
    return graph.add("Reshape", [known.name, graph.integers(tensor.shape)], attributes);
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
        ? this.#empty(productShape(attributes, inputs), inputs[0]!.dtype)
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
    const types = inputs.map(({ dtype }) => this.#native.backend.getDTypeInteger(dtype));
    const given = attributes.length ? attributes : INFERRED[operation]?.(this.#graph, types);
    if (!given) {
      throw new TypeError(
        `Cannot compile ${this.#subject} into a graph: there is no rule for the operation ${operation}. ` +
          "The eager engine runs it (--engine eager)",
      );
    }
    const rewritten = rewrite(operation, given, inputs);
    const sources = inputs.map((input) => this.nameOf(input));
    const name = this.#graph.add(rewritten.operation, sources, rewritten.attributes);
    // Products are not computed while recording, so not even those of constants can be read.
    const constant = operation !== "BatchMatMulV2" && !inputs.some((input) => this.#varies(input));
    outputs.forEach(({ dataId, shape }, i) =>
      this.#known.set(dataId, { name: i ? `${name}:${i}` : name, shape, constant })
    );
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

  /** Memory of a shape, not filled: a recording needs shapes, and computing the products would take longest. */
  #empty(shape: readonly number[], dtype: tf.DataType = "float32"): tf.Tensor {
    const graph = this.#graph, { binding, backend } = this.#native;
    const size = tf.tensor1d([...shape], "int32");
    const [output] = binding.executeOp(
      "Empty",
      [graph.type("dtype", backend.getDTypeInteger(dtype)), graph.flag("init", false)],
      backend.getInputTensorIds([size]),
      1,
    );
    size.dispose();
    return backend.createOutputTensor(output!);
  }
}
