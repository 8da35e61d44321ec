import type { TrainingResult } from "../../training/training_result.ts";

/** How a run ended: as its training did, or `failed`, which is not a result and is tried again at the next call. */
export type RunStatus = TrainingResult["status"] | "failed";

/** What a run's status may be, in the order in which statuses are listed everywhere. */
export const RUN_STATUSES = [
  "converged",
  "max_epochs",
  "stalled",
  "diverged",
  "failed",
] as const satisfies readonly RunStatus[];
