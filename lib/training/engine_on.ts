import { InputError } from "../errors.ts";
import type { Backend } from "../tensorflow/load.ts";
import type { Engine } from "./engine.ts";

/**
 * The engine that is used on a backend: the fastest there is, unless told otherwise.
 *
 * @throws {InputError} If the graph engine is asked for where the native backend is not in use.
 */
export function engineOn(backend: Backend, engine?: Engine["name"]): Engine["name"] {
  if (engine === "graph" && backend !== "tensorflow") {
    throw new InputError(
      `--engine graph: got backend "${backend}", needs "tensorflow"; run \`deno task setup\` or use --engine eager`,
    );
  }
  return engine ?? (backend === "tensorflow" ? "graph" : "eager");
}
