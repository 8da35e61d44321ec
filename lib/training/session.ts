import { tidy } from "@tensorflow/tfjs";
import type * as tf from "@tensorflow/tfjs";
import { storing } from "../errors.ts";
import type { NativeAccess } from "../tensorflow/native_backend.ts";
import type { GraphNode } from "./graph.ts";
import { serializeSavedModel } from "./_saved_model.ts";

/** A graph that TensorFlow runs. Its variables live as long as it does. */
export class GraphSession {
  readonly #native: NativeAccess;
  readonly #id: number;
  #closed = false;

  /**
   * Loads a graph by way of a temporary folder, which is removed whatever happens.
   *
   * @param subject What the graph was made of, for error messages, such as `the loss of vae`.
   */
  constructor(nodes: readonly GraphNode[], native: NativeAccess, subject: string) {
    this.#native = native;
    const bytes = compiling(subject, () => serializeSavedModel(nodes, native));
    const writing = <Result>(write: () => Result) => storing("a temporary file", write);
    const folder = writing(() => Deno.makeTempDirSync({ prefix: "vae-sensitivity-" }));
    try {
      writing(() => Deno.writeFileSync(`${folder}/saved_model.pb`, bytes));
      this.#id = compiling(subject, () => native.binding.loadSavedModel(folder, "serve"));
    } finally {
      Deno.removeSync(folder, { recursive: true });
    }
  }

  /**
   * Runs what the fetched nodes need.
   *
   * @param fetches Node names.
   * @param feeds Tensors by placeholder name; they stay the caller's.
   * @returns The fetched values.
   */
  run(fetches: readonly string[], feeds: Readonly<Record<string, tf.Tensor>>): Float32Array[] {
    const { binding, backend } = this.#native;
    const ids = backend.getInputTensorIds(Object.values(feeds));
    const names = Object.keys(feeds).map((name) => `${name}:0`).join(",");
    const outputs = binding.runSavedModel(
      this.#id,
      ids,
      names,
      fetches.map((name) => `${name}:0`).join(","),
    );
    return outputs.map(({ id }) => {
      const values = binding.tensorDataSync(id) as Float32Array;
      binding.deleteTensor(id);
      return values;
    });
  }

  /**
   * The same; what `feeds` makes is freed after the call.
   *
   * Nothing is returned through `tidy`: it would look for tensors in that, number by number, which takes seconds for a
   * network's weights.
   */
  runOnce(
    fetches: readonly string[],
    feeds: () => Readonly<Record<string, tf.Tensor>>,
  ): Float32Array[] {
    let values: Float32Array[] = [];
    tidy(() => {
      values = this.run(fetches, feeds());
    });
    return values;
  }

  close(): void {
    if (!this.#closed) this.#native.binding.deleteSavedModel(this.#id);
    this.#closed = true;
  }
}

/** What serializing or TensorFlow refuses is due to the formula, so the message has its name and a way out. */
function compiling<Result>(subject: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new TypeError(
      `Cannot compile ${subject} into a graph: ${reason}. The eager engine runs it (--engine eager)`,
      { cause: error },
    );
  }
}
