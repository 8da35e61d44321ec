import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs";
import { loadTensorFlow } from "../../lib/tensorflow/load.ts";
import { nativeBackend } from "../../lib/tensorflow/native_backend.ts";
import { BATCHING_RULES } from "../../lib/training/batching/mod.ts";
import { compareWithLoop, type Formula, type Input } from "./_batching.ts";
import { NATIVE } from "./_setup.ts";

const MATRIX: Input = { shape: [2, 4] }, ROW: Input = { shape: [4] }, SCALAR: Input = { shape: [] };
const positive = (value: number) => Math.abs(value) + 0.5;
const inside = (value: number) => Math.tanh(value) * 0.9;
const WHOLE = { dtype: "int32", from: (value: number) => Math.round(value * 2) } as const;
const INDEX = {
  dtype: "int32",
  from: (value: number) => Math.floor(Math.abs(value) * 50) % 4,
} as const;
const BOOL = { dtype: "bool", from: (value: number) => Number(value > 0) } as const;

const unary = (body: (x: tf.Tensor) => tf.Tensor, from?: Input["from"]): Formula[] => [
  { inputs: [{ ...MATRIX, from }], body },
  { inputs: [{ ...SCALAR, from }], body },
];
/** Two operands of all ranks that go together. */
const binary = (
  body: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor,
  { from, ...rest }: { from?: Input["from"]; gradients?: boolean } = {},
): Formula[] =>
  [[MATRIX, MATRIX], [MATRIX, ROW], [SCALAR, MATRIX], [{ shape: [2, 1] }, ROW], [
    { shape: [2, 2, 1] },
    ROW,
  ]].map((inputs) => ({ inputs: inputs.map((input) => ({ ...input, from })), body, ...rest }));
/** Where tfjs has gradients for equal shapes only. */
const withoutBroadcastGradient = (body: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor): Formula[] => [
  ...binary(body, { gradients: false }),
  { inputs: [MATRIX, MATRIX], body },
];
const truth = (body: Formula["body"]): Formula[] => [
  { inputs: [{ ...MATRIX, ...WHOLE }, { ...ROW, ...WHOLE }], body, gradients: false },
];
const discrete = (
  body: Formula["body"],
): Formula[] => [{ inputs: [MATRIX], body, gradients: false }];
/** One axis, the last, several in any order, all. */
const reduction = (
  body: (x: tf.Tensor, axes: number[] | undefined, keep: boolean) => tf.Tensor,
  options: Partial<Formula> = {},
): Formula[] =>
  [[0], [-1], [2, 0], [0, -2], undefined].flatMap((axes) =>
    [false, true].map((keep) => ({
      inputs: [{ shape: [2, 3, 4] }],
      body: (x: tf.Tensor) => body(x, axes, keep),
      ...options,
    }))
  );
/** An operation as tfjs itself never gives it, straight to the backend. */
const operation = (
  name: string,
  attributes: readonly (readonly [name: string, type: "TYPE" | "INT" | "BOOL", value: unknown])[],
  inputs: tf.Tensor[],
): tf.Tensor => {
  const { backend, binding } = nativeBackend();
  const typed = attributes.map(([name, type, value]) => ({
    name,
    type: binding[`TF_ATTR_${type}`],
    value: type === "TYPE" ? backend.getDTypeInteger(value as tf.DataType) : value,
  }));
  return backend.executeSingleOutput(name, typed, inputs);
};
const gather = (x: tf.Tensor, indices: tf.Tensor, axis: number, batchDims: number) =>
  operation("GatherV2", [
    ["batch_dims", "INT", batchDims],
    ["Tparams", "TYPE", "float32"],
    ["Tindices", "TYPE", "int32"],
    ["Taxis", "TYPE", "int32"],
  ], [x, indices, tf.scalar(axis, "int32")]);

/** Pictures of two channels, and filters that make three of them. */
const PICTURES: Input = { shape: [2, 4, 5, 2] }, FILTERS: Input = { shape: [3, 2, 2, 3] };
const convolution: Formula[] = [
  {
    inputs: [PICTURES, FILTERS],
    body: (x, filters) => tf.conv2d(x as tf.Tensor4D, filters as tf.Tensor4D, 1, "same"),
  },
  {
    inputs: [{ shape: [2, 6, 1] }, { shape: [3, 1, 2] }],
    body: (x, filters) => tf.conv1d(x as tf.Tensor3D, filters as tf.Tensor3D, 2, "valid"),
  },
];
const depthwise: Formula[] = [{
  inputs: [PICTURES, FILTERS],
  body: (x, filters) => tf.depthwiseConv2d(x as tf.Tensor4D, filters as tf.Tensor4D, 1, "valid"),
}];
const pool = (kind: "avg" | "max"): Formula[] => [{
  inputs: [PICTURES],
  body: (x) => tf.pool(x as tf.Tensor4D, [2, 2], kind, "valid", undefined, 2),
}];

/** tfjs gives no axis from behind, but an operation may be given one. */
const sumOverLast = (x: tf.Tensor) =>
  operation("Sum", [["keep_dims", "BOOL", false], ["T", "TYPE", "float32"], [
    "Tidx",
    "TYPE",
    "int32",
  ]], [
    x,
    tf.tensor1d([-1], "int32"),
  ]);

/** Formulas that use each operation which has a rule. */
const FORMULAS: Readonly<Record<string, readonly Formula[]>> = {
  Abs: unary((x) => x.abs()),
  Acos: unary((x) => x.acos(), inside),
  Acosh: unary((x) => x.acosh(), (value) => positive(value) + 1),
  AddN: [
    { inputs: [MATRIX, MATRIX, MATRIX], body: (...all) => tf.addN(all) },
    { inputs: [SCALAR, SCALAR], body: (...all) => tf.addN(all) },
  ],
  AddV2: binary((a, b) => a.add(b)),
  All: reduction((x, axes, keep) => x.greater(-1.5).all(axes, keep), { gradients: false }),
  Any: reduction((x, axes, keep) => x.greater(1.5).any(axes, keep), { gradients: false }),
  ArgMax: [0, 1, -1].map((axis) => ({
    inputs: [MATRIX],
    body: (x) => x.argMax(axis),
    gradients: false,
  })),
  ArgMin: [0, -1].map((axis) => ({
    inputs: [MATRIX],
    body: (x) => x.argMin(axis),
    gradients: false,
  })),
  Asin: unary((x) => x.asin(), inside),
  Asinh: unary((x) => x.asinh()),
  Atan: unary((x) => x.atan()),
  Atan2: binary((a, b) => tf.atan2(a, b)),
  Atanh: unary((x) => x.atanh(), inside),
  AvgPool: pool("avg"),
  AvgPoolGrad: pool("avg"),
  BatchMatMulV2: [
    { inputs: [{ shape: [2, 3] }, { shape: [3, 4] }], body: (a, b) => tf.matMul(a, b) },
    { inputs: [{ shape: [3, 2] }, { shape: [3, 4] }], body: (a, b) => tf.matMul(a, b, true) },
    {
      inputs: [{ shape: [2, 3] }, { shape: [4, 3] }],
      body: (a, b) => tf.matMul(a, b, false, true),
    },
    { inputs: [{ shape: [3, 2] }, { shape: [4, 3] }], body: (a, b) => tf.matMul(a, b, true, true) },
    { inputs: [{ shape: [5, 2, 3] }, { shape: [5, 3, 4] }], body: (a, b) => tf.matMul(a, b) },
    {
      inputs: [{ shape: [5, 2, 3] }, { shape: [3, 4] }],
      body: (a, b) => tf.matMul(a, b),
      gradients: false, // tfjs's is wrong where it broadcasts
    },
  ],
  Cast: [
    { inputs: [{ ...MATRIX, ...WHOLE }], body: (x) => x.toFloat().mul(0.5), gradients: false },
    { inputs: [MATRIX], body: (x) => [x.toInt(), x.toBool()], gradients: false },
  ],
  Ceil: unary((x) => x.ceil()),
  ConcatV2: [0, 1, -1].map((axis) => ({
    inputs: [MATRIX, MATRIX, MATRIX],
    body: (...all) => tf.concat(all, axis),
  })),
  Conv2D: convolution,
  Conv2DBackpropFilter: convolution,
  Conv2DBackpropInput: convolution,
  Cos: unary((x) => x.cos()),
  Cosh: unary((x) => x.cosh()),
  Cumprod: [0, 1].map((axis) => ({
    inputs: [MATRIX],
    body: (x) => tf.cumprod(x, axis, axis === 0, axis === 1),
    gradients: false, // tfjs has none
  })),
  Cumsum: [0, 1, -1].map((axis) => ({
    inputs: [MATRIX],
    body: (x) => x.cumsum(axis, axis === 0, axis === 1),
    gradients: axis === 1, // tfjs's fails at another one, or a negative one
  })),
  DepthwiseConv2dNative: depthwise,
  DepthwiseConv2dNativeBackpropFilter: depthwise,
  DepthwiseConv2dNativeBackpropInput: depthwise,
  Diag: [{ inputs: [ROW], body: (x) => tf.diag(x), gradients: false }],
  Einsum: [
    {
      inputs: [{ shape: [2, 3] }, { shape: [3, 4] }],
      body: (a, b) => tf.einsum("ij,jk->ik", a, b),
      gradients: false,
    },
    { inputs: [{ shape: [2, 3] }], body: (a) => tf.einsum("Ai->i", a), gradients: false },
  ],
  Elu: unary((x) => x.elu()),
  EluGrad: unary((x) => x.elu()),
  Equal: truth((a, b) => a!.equal(b!)),
  Erf: unary((x) => x.erf()),
  Exp: unary((x) => x.exp()),
  ExpandDims: [0, 1, -1].map((axis) => ({ inputs: [MATRIX], body: (x) => x.expandDims(axis) })),
  Expm1: unary((x) => x.expm1()),
  Floor: unary((x) => x.floor()),
  FloorDiv: binary((a, b) => a.floorDiv(b), { from: positive }),
  FloorMod: binary((a, b) => a.mod(b), { from: positive }),
  FusedBatchNorm: [
    {
      inputs: [MATRIX, ROW, { ...ROW, from: positive }, ROW, ROW],
      body: (x, mean, variance, offset, scale) =>
        tf.batchNorm2d(
          x as tf.Tensor2D,
          mean as tf.Tensor1D,
          variance as tf.Tensor1D,
          offset as tf.Tensor1D,
          scale as tf.Tensor1D,
        ),
    },
  ],
  GatherNd: [{
    inputs: [{ shape: [4, 4, 2] }, { shape: [3, 2], ...INDEX }],
    body: (x, indices) => tf.gatherND(x, indices),
    gradients: false,
  }],
  GatherV2: [
    { inputs: [MATRIX], body: (x) => tf.gather(x, tf.tensor1d([3, 0, 0], "int32"), 1) },
    { inputs: [MATRIX], body: (x) => tf.gather(x, tf.tensor1d([1, 1], "int32")) },
    {
      inputs: [MATRIX],
      body: (x) => tf.gather(x, tf.tensor2d([[1, 3, 0], [2, 2, 1]], [2, 3], "int32"), 1, 1),
      gradients: false,
    },
    ...[[0, 0], [1, 0], [-1, 0], [1, 1], [1, -1], [2, 2]].map(([axis, batchDims]): Formula => ({
      inputs: [{ shape: [4, 4, 4] }, { shape: [4, 4], ...INDEX }],
      body: (x, indices) => gather(x, indices, axis!, batchDims!),
      gradients: false,
    })),
  ],
  Greater: truth((a, b) => a!.greater(b!)),
  GreaterEqual: truth((a, b) => a!.greaterEqual(b!)),
  IsFinite: discrete((x) => x!.log().isFinite()),
  IsInf: discrete((x) => x!.relu().log().isInf()),
  IsNan: discrete((x) => x!.log().isNaN()),
  LeakyRelu: unary((x) => x.leakyRelu(0.3)),
  Less: truth((a, b) => a!.less(b!)),
  LessEqual: truth((a, b) => a!.lessEqual(b!)),
  Log: unary((x) => x.log(), positive),
  Log1p: unary((x) => x.log1p(), positive),
  LogicalAnd: truth((a, b) => a!.greater(0).logicalAnd(b!.greater(0))),
  LogicalNot: discrete((x) => x!.greater(0).logicalNot()),
  LogicalOr: truth((a, b) => a!.greater(0).logicalOr(b!.greater(0))),
  Max: reduction((x, axes, keep) => x.max(axes, keep)),
  MaxPool: pool("max"),
  MaxPoolGrad: pool("max"),
  Maximum: withoutBroadcastGradient((a, b) => a.maximum(b)),
  Mean: reduction((x, axes, keep) => x.mean(axes, keep)),
  Min: reduction((x, axes, keep) => x.min(axes, keep)),
  Minimum: withoutBroadcastGradient((a, b) => a.minimum(b)),
  MirrorPad: (["reflect", "symmetric"] as const).map((mode) => ({
    inputs: [MATRIX],
    body: (x) => tf.mirrorPad(x, [[1, 0], [1, 2]], mode),
  })),
  Mul: binary((a, b) => a.mul(b)),
  Neg: unary((x) => x.neg()),
  NotEqual: truth((a, b) => a!.notEqual(b!)),
  OneHot: [
    {
      inputs: [{ shape: [2, 3], ...INDEX }],
      body: (x) => tf.oneHot(x, 4, 2, -1),
      gradients: false,
    },
    {
      inputs: [{ shape: [3], ...INDEX }],
      body: (x) =>
        operation(
          "OneHot",
          [["axis", "INT", 0], ["T", "TYPE", "float32"], ["TI", "TYPE", "int32"]],
          [
            x,
            tf.scalar(4, "int32"),
            tf.scalar(1),
            tf.scalar(0),
          ],
        ),
      gradients: false,
    },
  ],
  OnesLike: discrete((x) => tf.onesLike(x!)),
  Pack: [0, 1, 2, -1].map((axis) => ({
    inputs: [MATRIX, MATRIX],
    body: (...all) => tf.stack(all, axis),
  })),
  PadV2: [
    { inputs: [MATRIX], body: (x) => x.pad([[1, 0], [0, 2]], 3) },
    { inputs: [ROW], body: (x) => x.pad([[1, 2]]) },
  ],
  Pow: binary((a, b) => a.pow(b), { from: positive }),
  Prod: [
    ...reduction((x, axes, keep) => x.prod(axes, keep), { gradients: false }),
    { inputs: [MATRIX], body: (x) => x.prod(0) }, // tfjs has no gradient at a negative axis
  ],
  RealDiv: binary((a, b) => a.div(b), { from: positive }),
  Reciprocal: unary((x) => x.reciprocal(), positive),
  Relu: unary((x) => x.relu()),
  Relu6: unary((x) => x.relu6(), (value) => value * 6),
  Reshape: [
    { inputs: [MATRIX], body: (x) => x.reshape([4, -1]) },
    { inputs: [{ shape: [1, 1] }], body: (x) => x.reshape([]) },
    { inputs: [{ shape: [1, 4, 1] }], body: (x) => x.squeeze() },
  ],
  ReverseV2: [0, 1, -1].map((axis) => ({ inputs: [MATRIX], body: (x) => x.reverse(axis) })),
  Round: unary((x) => x.round()),
  Rsqrt: unary((x) => x.rsqrt(), positive),
  ScatterNd: [{
    inputs: [{ shape: [3, 1], ...INDEX }, { shape: [3, 2] }],
    body: (indices, updates) => tf.scatterND(indices, updates, [4, 2]),
    gradients: false,
  }],
  Select: [
    {
      inputs: [{ ...MATRIX, ...BOOL }, MATRIX, MATRIX],
      body: (condition, a, b) => tf.where(condition, a, b),
    },
    {
      inputs: [{ ...SCALAR, ...BOOL }, SCALAR],
      body: (condition, a) => tf.where(condition, a, NaN).greater(0),
      gradients: false,
    },
    {
      inputs: [{ ...ROW, ...BOOL }, MATRIX, SCALAR],
      body: (condition, a, b) => tf.where(condition, a, b),
      gradients: false,
    },
  ],
  Selu: unary((x) => x.selu()),
  Sigmoid: unary((x) => x.sigmoid()),
  Sign: unary((x) => x.sign()),
  Sin: unary((x) => x.sin()),
  Sinh: unary((x) => x.sinh()),
  Slice: [
    { inputs: [MATRIX], body: (x) => x.slice([1, 1], [1, 2]) },
    { inputs: [ROW], body: (x) => x.slice(1) },
  ],
  Softmax: [{ inputs: [MATRIX], body: (x) => x.softmax() }, {
    inputs: [ROW],
    body: (x) => [x.softmax(), x.logSoftmax()],
  }],
  Softplus: unary((x) => x.softplus()),
  SplitV: [
    { inputs: [MATRIX], body: (x) => tf.split(x, [1, 3], 1) },
    { inputs: [MATRIX], body: (x) => tf.split(x, 2, 0) },
    { inputs: [MATRIX], body: (x) => tf.split(x, 2, -1) },
  ],
  Sqrt: unary((x) => x.sqrt(), positive),
  Square: unary((x) => x.square()),
  SquaredDifference: withoutBroadcastGradient((a, b) => a.squaredDifference(b)),
  StridedSlice: [
    { inputs: [MATRIX], body: (x) => x.stridedSlice([0, 3], [2, 0], [1, -2]), gradients: false },
    {
      inputs: [{ shape: [3, 4, 5] }],
      // As x[1, ..., newaxis, :3] in Python.
      body: (x) => tf.stridedSlice(x, [1, 0, 0, 0], [2, 0, 0, 3], [1, 1, 1, 1], 8, 0, 2, 4, 1),
      gradients: false,
    },
  ],
  Sub: binary((a, b) => a.sub(b)),
  Sum: [...reduction((x, axes, keep) => x.sum(axes, keep)), {
    inputs: [MATRIX],
    body: (x) => sumOverLast(x),
    gradients: false,
  }],
  Tan: unary((x) => x.tan(), inside),
  Tanh: unary((x) => x.tanh()),
  TensorScatterUpdate: [{
    inputs: [{ shape: [4, 2] }, { shape: [1, 1], ...INDEX }, { shape: [1, 2] }],
    body: (x, indices, updates) => tf.tensorScatterUpdate(x, indices, updates),
    gradients: false,
  }],
  Tile: [
    { inputs: [MATRIX], body: (x) => x.tile([2, 3]) },
    { inputs: [ROW], body: (x) => x.broadcastTo([3, 4]) },
  ],
  TopKV2: [{
    inputs: [MATRIX],
    body: (x) => {
      const { values, indices } = tf.topk(x, 2);
      return [values, indices];
    },
    gradients: false,
  }],
  Transpose: [
    { inputs: [MATRIX], body: (x) => x.transpose() },
    { inputs: [{ shape: [2, 3, 4] }], body: (x) => x.transpose([2, 0, 1]) },
  ],
  Unpack: [0, 1, -1].map((axis) => ({ inputs: [MATRIX], body: (x) => tf.unstack(x, axis) })),
  UnsortedSegmentSum: [
    {
      inputs: [MATRIX],
      body: (x) => tf.unsortedSegmentSum(x as tf.Tensor2D, tf.tensor1d([2, 0], "int32"), 3),
    },
    {
      inputs: [MATRIX, { shape: [2], ...INDEX, from: (value) => Math.sign(Math.round(value)) }],
      body: (x, segments) => tf.unsortedSegmentSum(x as tf.Tensor2D, segments as tf.Tensor1D, 2),
      gradients: false,
    },
  ],
  ZerosLike: discrete((x) => tf.zerosLike(x!)),
};

Deno.test("every batching rule has a formula that tests it", () => {
  assert.deepEqual(Object.keys(FORMULAS).sort(), Object.keys(BATCHING_RULES).sort());
});

for (const [name, formulas] of Object.entries(FORMULAS)) {
  Deno.test({
    name: `the rule of ${name} gives what a loop over slots does, its gradients' too`,
    ignore: !NATIVE,
    async fn() {
      await loadTensorFlow({ backend: "tensorflow" });
      const native = nativeBackend(), before = tf.memory().numTensors;
      for (const formula of formulas) {
        assert.ok(compareWithLoop(formula, native).has(name), `${name} was not done`);
      }
      assert.equal(tf.memory().numTensors, before);
    },
  });
}
