import { prepareOnce } from "../../lib/data/prepare_once.ts";

/** A process of its own that prepares: arguments are the cohort and the cache folder. */
const [name, cache] = Deno.args;
const { dataset, fromCache } = await prepareOnce(name!, { cache: cache! });
console.log(JSON.stringify({ hash: dataset.hash, fromCache }));
