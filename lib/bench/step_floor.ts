import * as tf from "@tensorflow/tfjs";
import type { NativeAccess } from "../tensorflow/native_backend.ts";
import { GraphBuilder } from "../training/graph.ts";
import { type OptimizerName, OPTIMIZERS } from "../optimizers/mod.ts";
import { GraphSession } from "../training/session.ts";

/** Sizes of a training step. */
export interface FloorSizes {
  readonly genes: number;
  readonly hidden: number;
  readonly batch: number;
  /** Latent samples that the decoder works on; IWAE's K. @default 1 */
  readonly samples?: number;
  readonly optimizer: OptimizerName;
}

/** What no implementation of a step can do without, ready to be timed. */
export interface StepFloor {
  run(): void;
  dispose(): void;
}

/**
 * The least that a training step has to do: its five large matrix products and the fused optimizer updates
 * of the two large kernels, as one TensorFlow graph. A yardstick for engines, not a model.
 */
export function stepFloor(native: NativeAccess, sizes: FloorSizes): StepFloor {
  const { genes, hidden, batch, samples = 1, optimizer } = sizes, rows = batch * samples;
  const graph = new GraphBuilder(native),
    { slots, fusedSlots = [], ...update } = OPTIMIZERS[optimizer];
  const shapes = { encoder: [genes, hidden], decoder: [hidden, genes] };
  const inputs = { x: [batch, genes], h: [batch, hidden], k: [rows, hidden], y: [rows, genes] };
  const assigned: string[] = [];
  const filled = (name: string, shape: readonly number[], value: number) => {
    const handle = graph.variable(name, shape);
    const attributes = [graph.type("T", graph.float), graph.type("index_type", graph.int)];
    const content = graph.add("Fill", [graph.integers(shape), graph.floats([value])], attributes);
    assigned.push(graph.assign(handle, content));
    return handle;
  };
  const read = Object.fromEntries(
    Object.entries(inputs).map(([name, shape]) => [name, graph.read(filled(name, shape, 0.01))]),
  );
  const weights = Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [name, filled(name, shape, 0.01)]),
  );
  const encoder = graph.read(weights.encoder!), decoder = graph.read(weights.decoder!);
  const product = (a: string, b: string, transposeA = false, transposeB = false) =>
    graph.add("MatMul", [a, b], [
      graph.type("T", graph.float),
      graph.flag("transpose_a", transposeA),
      graph.flag("transpose_b", transposeB),
    ]);
  const forward = [product(read.x!, encoder), product(read.k!, decoder)];
  const back = product(read.y!, decoder, false, true);
  const gradients = {
    encoder: product(read.x!, read.h!, true),
    decoder: product(read.k!, read.y!, true),
  };
  const scalars = update.scalars(1e-6, 1, 0).map((value) => graph.floats([value]));
  const attributes = [
    graph.type("T", graph.float),
    ...update.flags.map((name) => graph.flag(name, false)),
  ];
  const updates = (["encoder", "decoder"] as const).map((name) => {
    const own = [...slots, ...fusedSlots].map((slot) => filled(`${name}/${slot}`, shapes[name], 0));
    return graph.add(
      update.operation,
      [weights[name]!, ...own, ...scalars, gradients[name]],
      attributes,
      {
        controls: [...forward, back],
      },
    );
  });
  graph.group("initialize", assigned);
  // TensorFlow drops what is not fetched, so a corner of each product is fetched.
  const corners = [...forward, back].map((node) => graph.rows(node, graph.integers([0], []), 1, 1));
  graph.add("AddN", corners, [graph.whole("N", corners.length), graph.type("T", graph.float)], {
    name: "step",
    controls: updates,
  });
  const session = new GraphSession(graph.nodes, native, "the floor of a step");
  tf.tidy(() => session.run(["initialize"], {}));
  return { run: () => void session.run(["step"], {}), dispose: () => session.close() };
}
