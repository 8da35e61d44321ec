import * as tf from "@tensorflow/tfjs";
import type { NativeAccess } from "../tensorflow/native_backend.ts";
import type { GraphNode } from "./_graph.ts";
import { serializeSavedModel } from "./_saved_model.ts";

/** A graph that TensorFlow runs. Its variables live as long as it does. */
export class GraphSession {
  readonly #native: NativeAccess;
  readonly #id: number;
  #closed = false;

  /** Loads a graph by way of a temporary folder, which is removed whatever happens. */
  constructor(nodes: readonly GraphNode[], native: NativeAccess) {
    this.#native = native;
    const folder = Deno.makeTempDirSync({ prefix: "vae-sensitivity-" });
    try {
      Deno.writeFileSync(`${folder}/saved_model.pb`, serializeSavedModel(nodes, native));
      this.#id = native.binding.loadSavedModel(folder, "serve");
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

  close(): void {
    if (!this.#closed) this.#native.binding.deleteSavedModel(this.#id);
    this.#closed = true;
  }
}
