import type { NativeAccess, OpAttribute as Attribute } from "../tensorflow/native_backend.ts";

/** One operation of a graph. Inputs are `node` or `node:output`; controls are nodes that must run before. */
export interface GraphNode {
  readonly name: string;
  readonly operation: string;
  readonly attributes: readonly Attribute[];
  readonly inputs: readonly string[];
  readonly controls: string[];
  /** Content, dtype and shape of a Const. */
  readonly constant?: {
    readonly dtype: number;
    readonly shape: readonly number[];
    readonly bytes: Uint8Array;
  };
}

/** A TensorFlow graph while it is put together by hand or by a recorder; every method returns a name. */
export class GraphBuilder {
  readonly nodes: GraphNode[] = [];
  readonly #binding: NativeAccess["binding"];
  readonly #constants = new Map<string, string>();

  constructor(native: NativeAccess) {
    this.#binding = native.binding;
  }

  get float(): number {
    return this.#binding.TF_FLOAT;
  }

  get int(): number {
    return this.#binding.TF_INT32;
  }

  type = (name: string, value: number): Attribute => ({
    name,
    type: this.#binding.TF_ATTR_TYPE,
    value,
  });

  flag = (name: string, value: boolean): Attribute => ({
    name,
    type: this.#binding.TF_ATTR_BOOL,
    value,
  });

  whole = (name: string, value: number): Attribute => ({
    name,
    type: this.#binding.TF_ATTR_INT,
    value,
  });

  shape = (name: string, value: readonly number[]): Attribute => ({
    name,
    type: this.#binding.TF_ATTR_SHAPE,
    value,
  });

  text = (name: string, value: string): Attribute => ({
    name,
    type: this.#binding.TF_ATTR_STRING,
    value,
  });

  add(
    operation: string,
    inputs: readonly string[],
    attributes: readonly Attribute[] = [],
    options: { readonly name?: string; readonly controls?: readonly string[] } = {},
  ): string {
    const name = options.name ?? `${operation}_${this.nodes.length}`;
    const controls = [...options.controls ?? []];
    this.nodes.push({ name, operation, attributes, inputs, controls });
    return name;
  }

  /** An operation on float32 whose only attribute is T. */
  float32(operation: string, inputs: readonly string[], name?: string): string {
    return this.add(operation, inputs, [this.type("T", this.float)], { name });
  }

  constant(dtype: number, shape: readonly number[], bytes: Uint8Array): string {
    const small = bytes.length <= 64, key = `${dtype}:${shape}:${small ? bytes.join() : ""}`;
    const known = small ? this.#constants.get(key) : undefined;
    if (known) return known;
    const name = `Const_${this.nodes.length}`, attributes = [this.type("dtype", dtype)];
    const constant = { dtype, shape, bytes };
    this.nodes.push({ name, operation: "Const", attributes, inputs: [], controls: [], constant });
    if (small) this.#constants.set(key, name);
    return name;
  }

  floats(values: readonly number[], shape: readonly number[] = []): string {
    return this.constant(this.float, shape, bytesOf(Float32Array.from(values)));
  }

  integers(values: readonly number[], shape: readonly number[] = [values.length]): string {
    return this.constant(this.int, shape, bytesOf(Int32Array.from(values)));
  }

  placeholder(name: string, dtype: number, shape: readonly number[]): string {
    return this.add("Placeholder", [], [this.type("dtype", dtype), this.shape("shape", shape)], {
      name,
    });
  }

  /** A variable's handle; its content is read and assigned by other operations. */
  variable(name: string, shape: readonly number[]): string {
    const attributes = [this.type("dtype", this.float), this.shape("shape", shape)];
    const places = [this.text("container", ""), this.text("shared_name", name)];
    return this.add("VarHandleOp", [], [...attributes, ...places], { name });
  }

  read(handle: string, controls: readonly string[] = []): string {
    return this.add("ReadVariableOp", [handle], [this.type("dtype", this.float)], { controls });
  }

  assign(handle: string, value: string, controls: readonly string[] = []): string {
    const attributes = [this.type("dtype", this.float)];
    return this.add("AssignVariableOp", [handle, value], attributes, { controls });
  }

  /** A node to fetch that is done when all the others are; its value is a zero. */
  group(name: string, controls: readonly string[]): string {
    return this.add("Identity", [this.floats([0])], [this.type("T", this.float)], {
      name,
      controls,
    });
  }

  /** Rows [start, start + rows) of a matrix of `columns`, `start` a scalar of the graph. */
  rows(matrix: string, start: string, rows: number, columns: number, dtype = this.float): string {
    const begin = this.pack([start, this.integers([0], [])]);
    const attributes = [this.type("T", dtype), this.type("Index", this.int)];
    return this.add("Slice", [matrix, begin, this.integers([rows, columns])], attributes);
  }

  /** Rows of a matrix, by their numbers. */
  gather(matrix: string, rows: string): string {
    return this.add("GatherV2", [matrix, rows, this.integers([0], [])], [
      this.whole("batch_dims", 0),
      this.type("Tparams", this.float),
      this.type("Tindices", this.int),
      this.type("Taxis", this.int),
    ]);
  }

  /** Scalars as one vector. */
  pack(scalars: readonly string[], dtype = this.int): string {
    return this.stack(scalars, { dtype });
  }

  /** Values of one shape along a new axis. */
  stack(values: readonly string[], { axis = 0, dtype = this.float } = {}): string {
    const attributes = [this.whole("N", values.length), this.type("T", dtype)];
    return this.add("Pack", values, [...attributes, this.whole("axis", axis)]);
  }

  /** The parts of a value along its first axis. */
  unstack(value: string, count: number, dtype = this.float): string[] {
    const attributes = [this.whole("num", count), this.type("T", dtype), this.whole("axis", 0)];
    const name = this.add("Unpack", [value], attributes);
    return Array.from({ length: count }, (_, i) => i ? `${name}:${i}` : name);
  }

  reshape(value: string, shape: readonly number[]): string {
    const attributes = [this.type("T", this.float), this.type("Tshape", this.int)];
    return this.add("Reshape", [value, this.integers(shape)], attributes);
  }

  /** Columns of a matrix from `start` on, as many as `shape` has. */
  columns(matrix: string, start: number, shape: readonly number[]): string {
    const attributes = [this.type("T", this.float), this.type("Index", this.int)];
    return this.add("Slice", [matrix, this.integers([0, start]), this.integers(shape)], attributes);
  }

  /** Matrices side by side. */
  concatenate(matrices: readonly string[]): string {
    if (matrices.length === 1) return matrices[0]!;
    const attributes = [this.whole("N", matrices.length), this.type("T", this.float)];
    const axis = this.integers([1], []);
    return this.add("ConcatV2", [...matrices, axis], [...attributes, this.type("Tidx", this.int)]);
  }

  /** The first value where a condition holds, else the second one. */
  select(condition: string, one: string, other: string): string {
    return this.float32("SelectV2", [condition, one, other]);
  }

  fill(shape: readonly number[], value: number): string {
    const attributes = [this.type("T", this.float), this.type("index_type", this.int)];
    return this.add("Fill", [this.integers(shape), this.floats([value])], attributes);
  }

  /** Random numbers of a seed, a vector of two integers. */
  random(operation: string, shape: readonly number[], seed: string): string {
    return this.add(operation, [this.integers(shape), seed], [
      this.type("dtype", this.float),
      this.type("T", this.int),
      this.type("Tseed", this.int),
    ]);
  }
}

/** The bytes of a typed array, not shared with its buffer. */
export function bytesOf(values: ArrayBufferView): Uint8Array {
  return new Uint8Array(values.buffer as ArrayBuffer, values.byteOffset, values.byteLength).slice();
}
