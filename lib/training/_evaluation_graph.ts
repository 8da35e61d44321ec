import * as tf from "@tensorflow/tfjs";
import type { Moments } from "../models/network.ts";
import { PURPOSE } from "../random.ts";
import { lossTerms } from "./_loss_terms.ts";
import type { RecordedNetwork } from "./_recorded_network.ts";
import { posteriorOf, reconstructionOf } from "./_posterior.ts";
import type { Recorder } from "./_recorder.ts";

/**
 * Fetches for `rows` rows of a split from `start` on, all in evaluation mode: `evaluate/…` the loss terms,
 * `error/…` the summed squared error of the posterior mean's reconstruction, `sample_errors/…` its mean for
 * each row, `mean/…` and `log_variance/…` the encoding.
 */
export function addEvaluation(network: RecordedNetwork, rows: number): void {
  const { builder: graph, job } = network, recorder = network.recorder(), suffix = String(rows);
  const name = (node: string, operation: string) =>
    graph.float32("Identity", [node], `${network.prefix}${operation}/${suffix}`);
  tf.tidy(() => {
    const weights = network.weightSymbols(recorder),
      moments = movingSymbols(network, recorder, suffix);
    const noise = network.noiseSymbols(recorder, rows, PURPOSE.evaluationNoise);
    const x = network.rowsSymbol(recorder, rows);
    recorder.record(() => {
      const params = { weights, moments };
      const terms = lossTerms(job, params, x, noise);
      name(network.packTerms(recorder, terms), "evaluate");
      const { mean, logVariance } = posteriorOf(job, params, x);
      name(recorder.batchedNameOf(mean), "mean");
      name(recorder.batchedNameOf(logVariance), "log_variance");
      const squares = reconstructionOf(job, params, x).squaredDifference(x);
      name(recorder.batchedNameOf(squares.sum()), "error");
      name(recorder.batchedNameOf(squares.mean(1)), "sample_errors");
    });
  });
}

/** Moving averages without the bias of their start, whose remaining weight is fed as `bias_correction/<layer>`. */
export function movingSymbols(
  network: RecordedNetwork,
  recorder: Recorder,
  suffix: string,
): Record<string, Moments> {
  const { builder: graph, moving } = network;
  return Object.fromEntries(
    Object.entries(moving).map(([layer, handles]) => {
      const fed = `${network.prefix}bias_correction/${layer}/${suffix}`;
      const startWeight = network.fedNumber(fed, handles.shape.length);
      const correction = graph.float32("Sub", [graph.floats([1]), startWeight]);
      const corrected = (value: string) =>
        network.symbol(recorder, graph.float32("RealDiv", [value, correction]), handles.shape);
      const mean = corrected(graph.read(handles.mean));
      const variance = corrected(graph.float32("Sub", [graph.read(handles.variance), startWeight]));
      return [layer, { mean, variance }];
    }),
  );
}
