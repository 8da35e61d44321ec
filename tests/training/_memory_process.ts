/**
 * Trains hundreds of small networks in one process, changing the graph every few runs and through more
 * graphs than are kept; prints the process's memory after every fifty runs as JSON.
 */
import { MODELS } from "../../lib/models/mod.ts";
import type { Backend } from "../../lib/tensorflow/load.ts";
import type { Engine } from "../../lib/training/engine.ts";
import { openEngine } from "../../lib/training/open_engine.ts";
import type { OptimizerName } from "../../lib/optimizers/mod.ts";
import { train } from "../../lib/training/train.ts";
import { toyDataset } from "./_setup.ts";

const [name, backend, runs] = Deno.args as [Engine["name"], Backend, string];
const engine = await openEngine({ engine: name, backend });
const dataset = toyDataset({ genes: 40, train: 32 }), models = Object.values(MODELS);
const optimizers: OptimizerName[] = ["adam", "sgd", "rmsprop"], resident: number[] = [];
for (let run = 0; run < Number(runs); run++) {
  const kind = Math.floor(run / 10);
  await train(models[kind % models.length]!, dataset, {
    ...{ engine, latentSize: 4, hiddenSize: 64, batchSize: 16, maxEpochs: 1, seed: run },
    optimizer: optimizers[kind % optimizers.length],
  });
  if (run % 50 === 49) resident.push(Deno.memoryUsage().rss);
}
console.log(JSON.stringify(resident));
