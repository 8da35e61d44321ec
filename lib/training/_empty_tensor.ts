import * as tf from "@tensorflow/tfjs";
import type { NativeAccess } from "../tensorflow/native_backend.ts";

/**
 * Memory of a shape, not filled: a recording needs shapes, and computing the products would take longest. Whole numbers
 * are zeros, as what they index is done while recording.
 */
export function emptyTensor(
  { binding, backend }: NativeAccess,
  shape: readonly number[],
  dtype: tf.DataType = "float32",
): tf.Tensor {
  const size = tf.tensor1d([...shape], "int32");
  const type = { name: "dtype", type: binding.TF_ATTR_TYPE, value: backend.getDTypeInteger(dtype) };
  const filled = { name: "init", type: binding.TF_ATTR_BOOL, value: dtype !== "float32" };
  const [output] = binding.executeOp(
    "Empty",
    [type, filled],
    backend.getInputTensorIds([size]),
    1,
  );
  size.dispose();
  return backend.createOutputTensor(output!);
}
