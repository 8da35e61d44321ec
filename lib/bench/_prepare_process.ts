/**
 * Prepares a cohort in a process of its own, which ends with its peak memory as a line of JSON.
 *
 * @module
 */
import { prepareOnce } from "../data/prepare_once.ts";
import { peakGigabytes } from "./peak_memory.ts";

if (import.meta.main) {
  const [matrix, phenotype, cache] = Deno.args;
  const { dataset, fromCache } = await prepareOnce(matrix!, { phenotype, cache: cache! });
  const samples = dataset.train.rows + dataset.validation.rows + dataset.test.rows;
  console.log(JSON.stringify({
    ...{ samples, genes: dataset.genes.length, fromCache },
    peakGigabytes: await peakGigabytes("self"),
  }));
}
