import * as tf from "@tensorflow/tfjs";
import { movingSymbols } from "./_evaluation_graph.ts";
import type { RecordedNetwork } from "./_recorded_network.ts";
import { decodingErrorsOf } from "./_posterior.ts";

/** Latent vectors that are decoded at a time. */
export const DECODED_ROWS = 64;

/** What the fetch and the feeds that belong to it end in. */
export const DECODING = "decoding";

/**
 * Fetch `errors/decoding`, in evaluation mode: for each of the latent vectors fed as `latent/decoding`, the summed squared
 * error of what it decodes to, against the row of the data that `rows/decoding` names.
 */
export function addDecoding(network: RecordedNetwork): void {
  const { builder: graph, job, prefix } = network, recorder = network.recorder();
  tf.tidy(() => {
    const weights = network.weightSymbols(recorder);
    const moments = movingSymbols(network, recorder, DECODING);
    const x = network.fedRowsSymbol(recorder, `${prefix}rows/${DECODING}`, DECODED_ROWS);
    const shape = [DECODED_ROWS, job.latentSize];
    const z = network.fedSymbol(recorder, `${prefix}latent/${DECODING}`, shape);
    recorder.record(() => {
      const errors = decodingErrorsOf(job, { weights, moments }, x, z);
      graph.float32("Identity", [recorder.batchedNameOf(errors)], `${prefix}errors/${DECODING}`);
    });
  });
}
