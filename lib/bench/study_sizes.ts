import { defaultsOf, RUN_OPTIONS } from "../options/mod.ts";

const { hiddenSize, batchSize } = defaultsOf(RUN_OPTIONS);

/** The study's sizes, on which steps and sweeps are timed. */
export const STUDY_SIZES = { genes: 5000, hiddenSize, batchSize } as const;
