import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { normal } from "../../lib/random.ts";
import type { NativeAccess } from "../../lib/tensorflow/native_backend.ts";
import { GraphBuilder } from "../../lib/training/graph.ts";
import { Recorder } from "../../lib/training/_recorder.ts";
import { GraphSession } from "../../lib/training/session.ts";
import { largestDifference } from "./_setup.ts";

const SLOTS = 3;

/** What a formula is given: numbers of one training. */
export interface Input {
  readonly shape: readonly number[];
  readonly dtype?: "float32" | "int32" | "bool";
  /** Turns a standard normal number into one that the operation takes. */
  readonly from?: (value: number) => number;
}

/** A formula for one training. */
export interface Formula {
  readonly inputs: readonly Input[];
  readonly body: (...inputs: tf.Tensor[]) => tf.Tensor | tf.Tensor[];
  /** Whether tfjs has a derivative of it. @default true */
  readonly gradients?: boolean;
  /** Largest error, relative for numbers above 1. @default 1e-6 */
  readonly tolerance?: number;
  /** Which inputs differ between the slots, one choice after the other. @default every choice of one or more */
  readonly batched?: readonly (readonly boolean[])[];
}

/**
 * Records a formula, and its gradients, once for every choice of which inputs differ between the slots; compares what
 * the graph gives with the formula, run for each slot in turn.
 *
 * @returns The operations that tfjs was seen to do.
 */
export function compareWithLoop(formula: Formula, native: NativeAccess): Set<string> {
  const seen = new Set<string>(), graph = new GraphBuilder(native), checks: Check[] = [];
  const { batched: choices = everyChoice(formula.inputs.length) } = formula;
  choices.forEach((batched, choice) =>
    checks.push(record(formula, { native, graph, batched, choice, seen }))
  );
  const session = new GraphSession(graph.nodes, native, "the formula");
  try {
    for (const { fetches, feeds, expected } of checks) {
      const found = session.run(fetches, feeds);
      found.forEach((values, i) => {
        const difference = largestDifference(values, expected[i]!);
        assert.ok(
          difference <= (formula.tolerance ?? 1e-6),
          `output ${i}: ${difference}; ${values}; ${expected[i]}`,
        );
      });
      tf.dispose(feeds);
    }
  } finally {
    session.close();
  }
  return seen;
}

/** Every way to choose one or more of so many. */
function everyChoice(count: number): boolean[][] {
  return Array.from(
    { length: 2 ** count - 1 },
    (_, choice) => Array.from({ length: count }, (_, i) => ((choice + 1) & (1 << i)) > 0),
  );
}

interface Check {
  readonly fetches: readonly string[];
  readonly feeds: Readonly<Record<string, tf.Tensor>>;
  /** Values of all slots by fetch. */
  readonly expected: readonly Float32Array[];
}

interface Recording {
  readonly native: NativeAccess;
  readonly graph: GraphBuilder;
  readonly batched: readonly boolean[];
  /** A number of this choice. */
  readonly choice: number;
  readonly seen: Set<string>;
}

function record(formula: Formula, { native, graph, batched, choice, seen }: Recording): Check {
  const { inputs } = formula, { backend } = native;
  const recorder = new Recorder(native, graph, "the formula", { slots: SLOTS });
  const values = inputs.map((input, i) => numbers(input, choice * 100 + i, batched[i]!));
  const feeds = Object.fromEntries(inputs.map(({ shape, dtype = "float32" }, i) => {
    const whole = batched[i] ? [SLOTS, ...shape] : [...shape];
    return [`input_${choice}_${i}`, tf.tensor(values[i]!, whole, dtype)];
  }));
  const fetches: string[] = [];
  tf.tidy(() => {
    const symbols = Object.entries(feeds).map(([name, { dtype, shape }], i) => {
      const node = graph.placeholder(name, backend.getDTypeInteger(dtype), shape);
      return recorder.symbol(node, inputs[i]!.shape, { batched: batched[i], dtype });
    });
    recorder.record(() => {
      for (const output of results(formula, symbols)) {
        const name = `output_${choice}_${fetches.length}`, node = recorder.batchedNameOf(output);
        const types = [
          graph.type("SrcT", backend.getDTypeInteger(output.dtype)),
          graph.type("DstT", graph.float),
        ];
        fetches.push(graph.add("Cast", [node], types, { name }));
      }
    });
  });
  const slots = Array.from({ length: SLOTS }, (_, slot) =>
    tf.tidy(() => {
      const own = Object.values(feeds).map((feed, i) =>
        batched[i]
          ? feed.toFloat().slice([slot], [1]).reshape([...inputs[i]!.shape]).cast(feed.dtype)
          : feed
      );
      const outputs = spied(native, seen, () => results(formula, own));
      return outputs.map((output) => output.toFloat().dataSync() as Float32Array);
    }));
  const expected = fetches.map((_, i) => Float32Array.from(slots.flatMap((one) => [...one[i]!])));
  return { fetches, feeds, expected };
}

/** What a formula gives, and the derivatives of a weighted sum of it. */
function results({ inputs, body, gradients = true }: Formula, given: tf.Tensor[]): tf.Tensor[] {
  const outputs = [body(...given)].flat();
  if (!gradients) return outputs;
  const isFloat = (_: unknown, i: number) => (inputs[i]!.dtype ?? "float32") === "float32";
  const grads = tf.grads((...own) => {
    const left = [...own];
    const all = given.map((tensor, i) => isFloat(tensor, i) ? left.shift()! : tensor);
    const terms = [body(...all)].flat().map((output, i) =>
      output.mul(weights(output.shape, i)).sum()
    );
    return terms.reduce((sum, term) => sum.add(term));
  });
  return [...outputs, ...grads(given.filter(isFloat))];
}

function weights(shape: number[], index: number): tf.Tensor {
  return tf.tensor(normal([7, index], tf.util.sizeFromShape(shape)), shape);
}

function numbers({ shape, from = (value) => value, dtype }: Input, seed: number, batched: boolean) {
  const count = shape.reduce((product, size) => product * size, batched ? SLOTS : 1);
  const values = normal([11, seed], count).map(from);
  return dtype === undefined || dtype === "float32" ? values : Int32Array.from(values);
}

/** Notes the operations that reach the backend, by the names that rules have. */
function spied<Result>({ backend }: NativeAccess, seen: Set<string>, body: () => Result): Result {
  const { executeSingleOutput: single, executeMultipleOutputs: multiple } = backend;
  const note = (name: string) => seen.add(name === "Add" ? "AddV2" : name);
  backend.executeSingleOutput = (name, ...more) => {
    note(name);
    return single.call(backend, name, ...more);
  };
  backend.executeMultipleOutputs = (name, ...more) => {
    note(name);
    return multiple.call(backend, name, ...more);
  };
  try {
    return body();
  } finally {
    Object.assign(backend, {
      executeSingleOutput: single,
      executeMultipleOutputs: multiple,
    });
  }
}
