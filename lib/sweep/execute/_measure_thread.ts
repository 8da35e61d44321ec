/**
 * The thread that measures runs while its process trains others: pure computations, without TensorFlow.
 *
 * @module
 */
import type { LabelledSplits } from "./label_scores.ts";
import { measureRun, type NetworkOutputs } from "./measure_run.ts";

/** What the thread is sent. */
export interface MeasureRequest {
  readonly outputs: NetworkOutputs;
  readonly samples: LabelledSplits;
}

if (import.meta.main) {
  const { postMessage } = globalThis as unknown as Pick<Worker, "postMessage">;
  addEventListener("message", ({ data }: MessageEventInit<MeasureRequest>) => {
    postMessage(measureRun(data!.outputs, data!.samples));
  });
}
