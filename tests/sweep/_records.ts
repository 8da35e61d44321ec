import { expandGrid, POSTER_GRID } from "../../lib/sweep/plan/grid.ts";
import { failedRecord, type RunRecord } from "../../lib/sweep/store/record.ts";

const CONFIGURATIONS = expandGrid(POSTER_GRID);

/** A failed run's record, or what `changes` make of it. */
export function recordOf(run: string, changes: Partial<RunRecord> = {}): RunRecord {
  const execution = {
    run,
    configuration: CONFIGURATIONS[0]!,
    engine: "graph",
    backend: "tensorflow",
    threads: 1,
    host: "laptop",
    startedAt: "2026-01-01T00:00:00.000Z",
  };
  return { ...failedRecord(execution, "for a test", 1), ...changes };
}

/** A record as if trained for two epochs. */
export function trainedRecord(run: string, changes: Partial<RunRecord> = {}): RunRecord {
  return recordOf(run, {
    status: "converged",
    epochs: 2,
    bestEpoch: 1,
    validationMse: 0.45,
    testMse: 0.5,
    error: null,
    history: {
      trainLoss: [3, 2],
      validationLoss: [4, null],
      validationMse: [0.75, 0.5],
      parts: { reconstruction: [3.5, 2.5], kl: [0.5, 0.25] },
      seconds: [0.1, 0.2],
    },
    ...changes,
  });
}
