import type { PrepareOnceOptions } from "../data/prepare_once.ts";
import type { Activity } from "./_activity.ts";

/** What is done with data, as it is said. */
const STEPS = {
  checking: "looking at the data",
  reading: "reading",
  keeping: "keeping the matrix for the next time",
  preparing: "choosing genes, scaling and splitting",
  making: "making up the cohort",
} as const;

/** Shows how far a matrix has been read, and what is done with it before and then. */
export function showReading(
  activity: Activity,
): { readonly onProgress: NonNullable<PrepareOnceOptions["onProgress"]> } {
  activity.say(STEPS.checking);
  return {
    onProgress(done, total, step = "reading") {
      activity.say(STEPS[step], step === "reading" ? { done, total, unit: "MB" } : {});
    },
  };
}
