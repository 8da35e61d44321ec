import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { loadTensorFlow } from "../../lib/tensorflow/load.ts";
import { nativeBackend } from "../../lib/tensorflow/native_backend.ts";
import { NoBatchingRule } from "../../lib/training/batching/mod.ts";
import { GraphBuilder } from "../../lib/training/graph.ts";
import { Recorder } from "../../lib/training/_recorder.ts";
import { GraphSession } from "../../lib/training/session.ts";
import { NATIVE } from "./_setup.ts";

/** A graph with a placeholder of a matrix, with the axis of two slots and without. */
async function open() {
  await loadTensorFlow({ backend: "tensorflow" });
  const native = nativeBackend(), graph = new GraphBuilder(native);
  const recorder = new Recorder(native, graph, "the loss of odd", { slots: 2 });
  const own = recorder.symbol(graph.placeholder("own", graph.float, [2, 2, 3]), [2, 3], {
    batched: true,
  });
  const common = recorder.symbol(graph.placeholder("common", graph.float, [2, 3]), [2, 3]);
  return { native, graph, recorder, own, common };
}

/** Formulas with an operation, or a use of one, that has no rule, and what the message ends in. */
const REFUSED: Readonly<Record<string, readonly [(x: tf.Tensor) => tf.Tensor, string]>> = {
  "a Fourier transform": [(x) => tf.real(tf.spectral.fft(tf.complex(x, x))), "Complex"],
  "a diagonal of a matrix": [(x) => tf.diag(x), "Diag of 2 axes"],
  "axes that are computed": [
    (x) => {
      const { backend, binding } = nativeBackend();
      const attributes = [
        { name: "keep_dims", type: binding.TF_ATTR_BOOL, value: false },
        { name: "T", type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT },
        { name: "Tidx", type: binding.TF_ATTR_TYPE, value: binding.TF_INT32 },
      ];
      return backend.executeSingleOutput("Sum", attributes, [
        x,
        x.argMax(1).slice(0, 1).sub(x.argMax(1).slice(0, 1)),
      ]);
    },
    "Sum with input 1 computed",
  ],
  "a value that differs between slots where all have one": [
    (x) => {
      const { backend, binding } = nativeBackend();
      const attributes = [
        { name: "axis", type: binding.TF_ATTR_INT, value: -1 },
        { name: "T", type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT },
        { name: "TI", type: binding.TF_ATTR_TYPE, value: binding.TF_INT32 },
      ];
      const depth = tf.scalar(3, "int32"), off = tf.scalar(0);
      return backend.executeSingleOutput("OneHot", attributes, [x.argMax(1), depth, x.sum(), off]);
    },
    "OneHot with input 2 different in each",
  ],
  "a choice by rows": [
    (x) => {
      const { backend, binding } = nativeBackend();
      const type = { name: "T", type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT };
      return backend.executeSingleOutput("Select", [type], [x.sum(1).greater(0), x, x.neg()]);
    },
    "Select of different shapes",
  ],
};

for (const [name, [body, reason]] of Object.entries(REFUSED)) {
  Deno.test({
    name: `a recorder with slots refuses ${name} in one line; what all slots share it records`,
    ignore: !NATIVE,
    async fn() {
      const { recorder, own, common, graph } = await open();
      const before = graph.nodes.length;
      recorder.record(() => void body(common));
      assert.ok(graph.nodes.length > before);
      assert.throws(() => recorder.record(() => void body(own)), (error: Error) => {
        assert.ok(error instanceof NoBatchingRule && error instanceof TypeError);
        assert.equal(
          error.message,
          "Cannot compute the loss of odd for several trainings at once: " +
            `there is no batching rule for the operation ${reason}`,
        );
        return true;
      });
      tf.dispose([own, common]);
    },
  });
}

Deno.test({
  name:
    "nameOf() of a relabelled tensor keeps the axis of slots, batchedNameOf() gives it to one without",
  ignore: !NATIVE,
  async fn() {
    const { native, graph, recorder, own, common } = await open();
    const relabelled = ({ dataId, dtype }: tf.Tensor) => ({ dataId, dtype, shape: [3, 2] });
    const nodes = [own, common].flatMap((tensor) => [tensor, relabelled(tensor)])
      .flatMap((tensor) => [recorder.nameOf(tensor), recorder.batchedNameOf(tensor)]);
    const shapes = nodes.map((node, i) =>
      graph.add("Cast", [shapeOf(graph, node)], [
        graph.type("SrcT", graph.int),
        graph.type("DstT", graph.float),
      ], { name: `shape_${i}` })
    );
    const names = nodes.map((node, i) => graph.float32("Identity", [node], `value_${i}`));
    const feeds = {
      own: tf.range(0, 12).reshape([2, 2, 3]),
      common: tf.range(20, 26).reshape([2, 3]),
    };
    const session = new GraphSession(graph.nodes, native, "the formula");
    const found = session.run([...names, ...shapes], feeds).map((values) => [...values]);
    const range = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, i) => from + i);
    const all = range(0, 12), one = range(20, 26), both = [...one, ...one];
    assert.deepEqual(found.slice(0, 8), [all, all, all, all, one, both, one, both]);
    assert.deepEqual(found.slice(8), [
      [2, 2, 3],
      [2, 2, 3],
      [2, 3, 2],
      [2, 3, 2],
      [2, 3],
      [2, 2, 3],
      [3, 2],
      [2, 3, 2],
    ]);
    session.close();
    tf.dispose([own, common, ...Object.values(feeds)]);
  },
});

function shapeOf(graph: GraphBuilder, node: string): string {
  return graph.add("Shape", [node], [
    graph.type("T", graph.float),
    graph.type("out_type", graph.int),
  ]);
}
