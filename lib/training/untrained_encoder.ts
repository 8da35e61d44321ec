import type { Samples } from "../numbers/column_means.ts";
import { vae } from "../models/vae.ts";
import type { RunOptionValues } from "../options/mod.ts";
import { nativeProducts } from "../tensorflow/native_products.ts";
import { initialValues } from "./_parameters.ts";

/** Added to a variance before its root is taken, as the hidden layer does. */
const NORM_EPSILON = 1e-5;

/** What decides the encoder of the study's models, besides its latent size. */
export interface UntrainedOptions extends Pick<RunOptionValues, "hiddenSize" | "normalization"> {
  readonly seed: number;
}

/**
 * The posterior means of the study's models at their initial weights: what a latent space is worth before any training. All of
 * these models share one network. In evaluation a normalized layer uses moments of the training; before that, mean 0 and
 * variance 1, as PyTorch's start.
 *
 * @param samples Scaled expression. Hidden units take rows · genes · hiddenSize operations, once for all latent sizes.
 * @returns Means by latent size, row-major rows × size; the same as a run's of that seed before its first step.
 */
export function untrainedMeans(
  samples: readonly Samples[],
  latentSizes: readonly number[],
  options: UntrainedOptions,
): Map<number, Float64Array[]> {
  const { columns: genes } = samples[0]!, { hiddenSize: hidden } = options;
  const layer = parametersOf(genes, latentSizes[0] ?? 1, options);
  const scale = options.normalization === "none" ? 1 : 1 / Math.sqrt(1 + NORM_EPSILON);
  const activations = samples.map((part) => {
    const values = linear(part, layer("encoder_hidden/kernel"), layer("encoder_hidden/bias"));
    return { rows: part.rows, columns: hidden, values: values.map((v) => Math.max(0, v * scale)) };
  });
  return new Map(latentSizes.map((size) => {
    const own = parametersOf(genes, size, options);
    const kernel = own("mean/kernel"), bias = own("mean/bias");
    return [size, activations.map((part) => linear(part, kernel, bias))];
  }));
}

/** The initial values of a parameter by its name. */
function parametersOf(
  genes: number,
  latent: number,
  { hiddenSize: hidden, normalization, seed }: UntrainedOptions,
) {
  const specs = vae.parameters({ genes, hidden, latent, normalization });
  const names = Object.keys(specs);
  return (name: string) => initialValues(specs[name]!, seed, names.indexOf(name));
}

/** x·W + b: by the native library in 32 bits, where it is loaded. */
function linear(samples: Samples, kernel: Float32Array, bias: Float32Array): Float64Array {
  const { rows, columns, values } = samples, width = bias.length, products = nativeProducts();
  if (products) {
    const found = products(samples, { rows: width, columns, values: transposed(kernel, width) });
    return Float64Array.from({ length: rows * width }, (_, i) => found[i]! + bias[i % width]!);
  }
  const result = new Float64Array(rows * width);
  for (let row = 0; row < rows; row++) {
    const own = result.subarray(row * width, (row + 1) * width);
    own.set(bias);
    let j = 0;
    for (; j + 4 <= columns; j += 4) { // four inputs in one pass over the units take half the time
      const from = row * columns + j, k = j * width;
      const a = values[from]!, b = values[from + 1]!, c = values[from + 2]!, d = values[from + 3]!;
      for (let unit = 0; unit < width; unit++) {
        own[unit]! += a * kernel[k + unit]! + b * kernel[k + width + unit]! +
          c * kernel[k + 2 * width + unit]! + d * kernel[k + 3 * width + unit]!;
      }
    }
    for (; j < columns; j++) {
      const value = values[row * columns + j]!;
      for (let unit = 0; unit < width; unit++) own[unit]! += value * kernel[j * width + unit]!;
    }
  }
  return result;
}

/** A row-major matrix of so many columns, its columns as rows. */
function transposed(values: Float32Array, columns: number): Float32Array {
  const rows = values.length / columns;
  return Float32Array.from(values, (_, i) => values[(i % rows) * columns + Math.floor(i / rows)]!);
}
