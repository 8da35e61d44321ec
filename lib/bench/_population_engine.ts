import { nativeBackend } from "../tensorflow/native_backend.ts";
import { GraphEngine } from "../training/graph_engine.ts";
import { PopulationEngine } from "../training/population_engine.ts";

/** The engine of a worker with so many slots: the plain one where there is one. */
export function populationEngine(slots: number): GraphEngine | PopulationEngine {
  return slots === 1
    ? new GraphEngine(nativeBackend())
    : new PopulationEngine(nativeBackend(), { slots });
}
