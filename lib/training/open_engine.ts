import type { DeviceOptions } from "../tensorflow/device.ts";
import { type Backend, loadTensorFlow } from "../tensorflow/load.ts";
import { nativeBackend } from "../tensorflow/native_backend.ts";
import { EagerEngine } from "./eager_engine.ts";
import { engineOn } from "./engine_on.ts";
import type { Engine } from "./engine.ts";
import { GraphEngine } from "./graph_engine.ts";

/** Which engine to open; what is not given is chosen. */
export interface EngineOptions extends DeviceOptions {
  /** @default "graph" on the native backend, "eager" elsewhere */
  readonly engine?: Engine["name"];
  /** @default "tensorflow", or "wasm" where it is not set up */
  readonly backend?: Backend;
}

/**
 * Loads TensorFlow and opens an engine on it: the fastest there is, unless told otherwise.
 *
 * @throws {InputError} If the graph engine is asked for where the native backend is not in use, or a card that is not there.
 *
 * @example
 * ```ts
 * import { openEngine } from "./open_engine.ts";
 * const engine = await openEngine({ backend: "cpu" });
 * if (engine.name !== "eager") throw new Error("unexpected engine");
 * ```
 */
export async function openEngine(
  { engine, backend, ...device }: EngineOptions = {},
): Promise<Engine> {
  const { backend: loaded } = await loadTensorFlow({ backend, ...device });
  return engineOn(loaded, engine) === "graph"
    ? new GraphEngine(nativeBackend())
    : new EagerEngine();
}
