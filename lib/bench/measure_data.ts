import { writeSynthetic } from "../data/write_synthetic.ts";
import { program } from "./_task.ts";
import { timedCommand } from "./timed_command.ts";

/** What is read and prepared. */
export interface DataTask {
  readonly samples: number;
  readonly genes: number;
  /** Where the made-up cohort's files are kept for the next time. */
  readonly folder: string;
  /** A Python that has pandas, to read the same file; none to leave that out. */
  readonly python?: string;
  readonly repeats: number;
}

/** How long it took, and how much memory. */
export interface DataTimes {
  readonly samples: number;
  readonly genes: number;
  /** Of the .tsv.gz. */
  readonly megabytes: number;
  /** Whole processes, from the .tsv.gz to the prepared dataset, with nothing in the cache. */
  readonly prepare: readonly number[];
  /** Largest resident set of them. */
  readonly peakGigabytes: number;
  /** Whole processes that find it prepared. */
  readonly again: readonly number[];
  /** pandas.read_csv alone (C engine) of the same file, taken in turn with ours. */
  readonly pandas?: readonly number[];
  readonly pandasPeakGigabytes?: number;
}

/** Reads as a researcher would, and says seconds and peak memory in GB. */
const PANDAS = `
import json, resource, sys, time
import pandas
began = time.perf_counter()
frame = pandas.read_csv(sys.argv[1], sep="\\t", index_col=0, engine="c")
seconds = time.perf_counter() - began
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9
print(json.dumps({"seconds": seconds, "peakGigabytes": peak, "cells": frame.size}))
`;

/**
 * Times the way from a compressed text to a prepared dataset, in separate processes, against pandas. The
 * text is a synthetic cohort's; it is made where it is not there yet.
 *
 * @throws {Error} If a process fails or does not find what it should.
 */
export async function measureData(task: DataTask, say: (line: string) => void): Promise<DataTimes> {
  const { samples, genes, python, repeats } = task, { matrix, phenotype } = await files(task, say);
  const prepare: number[] = [], again: number[] = [], pandas: number[] = [];
  let peak = 0, pandasPeak = 0;
  for (let round = 0; round < repeats; round++) {
    const cache = await Deno.makeTempDir({ dir: task.folder, prefix: "cache-" });
    try {
      const first = await prepareIn(matrix, phenotype, cache, false);
      const second = await prepareIn(matrix, phenotype, cache, true);
      prepare.push(first.seconds);
      again.push(second.seconds);
      peak = Math.max(peak, first.peakGigabytes);
    } finally {
      await Deno.remove(cache, { recursive: true });
    }
    say(
      `${samples} × ${genes}: ${prepare.at(-1)!.toFixed(1)} s, again ${again.at(-1)!.toFixed(2)} s`,
    );
    if (python === undefined) continue;
    const { output } = await timedCommand([python, "-c", PANDAS, matrix]),
      read = JSON.parse(output);
    if (read.cells !== samples * genes) throw new Error(`pandas read ${read.cells} cells`);
    pandas.push(read.seconds);
    pandasPeak = Math.max(pandasPeak, read.peakGigabytes);
    say(`${samples} × ${genes}: pandas ${read.seconds.toFixed(1)} s`);
  }
  return {
    ...{ samples, genes, megabytes: (await Deno.stat(matrix)).size / 1e6 },
    ...{ prepare, peakGigabytes: peak, again },
    ...pandas.length ? { pandas, pandasPeakGigabytes: pandasPeak } : {},
  };
}

async function prepareIn(matrix: string, phenotype: string, cache: string, expected: boolean) {
  const command = program("./_prepare_process.ts", matrix, phenotype, cache);
  const { seconds, output } = await timedCommand(command);
  const { fromCache, peakGigabytes } = JSON.parse(output);
  if (fromCache !== expected) throw new Error(`Cannot measure: from the cache is ${fromCache}`);
  return { seconds, peakGigabytes: peakGigabytes as number };
}

async function files({ samples, genes, folder }: DataTask, say: (line: string) => void) {
  const name = `${folder}/synthetic-${samples}x${genes}`, matrix = `${name}.tsv.gz`;
  if (!await Deno.stat(matrix).catch(() => undefined)) {
    say(`${samples} × ${genes}: writing ${matrix}`);
    await writeSynthetic(matrix, { samples, genes });
  }
  return { matrix, phenotype: `${name}.phenotype.tsv` };
}
