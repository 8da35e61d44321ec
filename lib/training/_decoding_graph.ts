import * as tf from "@tensorflow/tfjs";
import { movingSymbols } from "./_evaluation_graph.ts";
import type { NetworkGraph } from "./_network_graph.ts";
import { decodingErrorsOf } from "./_posterior.ts";

/** Latent vectors that are decoded at a time. */
export const DECODED_ROWS = 64;

/** What the fetch and the feeds that belong to it end in. */
export const DECODING = "decoding";

/**
 * Fetch `errors/decoding`, in evaluation mode: for each of the latent vectors fed as `latent/decoding`, the summed squared
 * error of what it decodes to, against the row of the data that `rows/decoding` names.
 */
export function addDecoding(network: NetworkGraph): void {
  const { builder: graph, job, dataset, inputs } = network, recorder = network.recorder();
  const genes = dataset.genes.length;
  tf.tidy(() => {
    const weights = network.weightSymbols(recorder);
    const moments = movingSymbols(network, recorder, DECODING);
    const rows = graph.placeholder(`rows/${DECODING}`, graph.int, [DECODED_ROWS]);
    const shape = [DECODED_ROWS, job.latentSize];
    const latent = graph.placeholder(`latent/${DECODING}`, graph.float, shape);
    const x = recorder.symbol(graph.gather(inputs.data, rows), [DECODED_ROWS, genes]);
    const z = recorder.symbol(latent, shape);
    recorder.record(() => {
      const errors = decodingErrorsOf(job, { weights, moments }, x, z);
      graph.float32("Identity", [recorder.nameOf(errors)], `errors/${DECODING}`);
    });
  });
}
