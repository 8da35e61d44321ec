/**
 * The process that computes baselines and downstream references: a request for each dataset comes in on standard input, and
 * what was found goes out on standard output. It holds one dataset at a time and ends when its input does.
 *
 * @module
 */
import { setPriority } from "node:os";
import { loadDataset } from "../data/dataset_file.ts";
import { InputError } from "../errors.ts";
import { EXACT, leadingComponents } from "../tensorflow/leading_components.ts";
import { type Backend, loadTensorFlow } from "../tensorflow/load.ts";
import { baselineRows } from "./baselines.ts";
import type { ReferenceMessage, ReferenceRequest, ReferenceSetup } from "./_references_protocol.ts";
import { sayMessage } from "./execute/json_messages.ts";
import { referenceRows } from "./references.ts";

/** Of 20, how far it stands back: beside training it gets a tenth of a processor, and all that training leaves. */
const NICENESS = 10;

function say(message: ReferenceMessage): void {
  try {
    sayMessage(message);
  } catch (error) {
    // Who asked was killed: nobody needs the answer.
    if (error instanceof Deno.errors.BrokenPipe) Deno.exit(0);
    throw error;
  }
}

const progress = (text: string) => say({ type: "progress", text });

/** Says the baselines and the references of a dataset, by one decomposition. */
async function answer(
  { path, splitSeed: seed, baselines, references, raw }: ReferenceRequest,
  { backend, network }: ReferenceSetup,
): Promise<void> {
  progress("reading");
  const dataset = await loadDataset(path), columns = dataset.genes.length;
  const train = { ...dataset.train, columns };
  if (Math.min(train.rows, columns) > EXACT) {
    await loadTensorFlow({ backend: backend as Backend });
  }
  progress("principal components");
  const found = leadingComponents(train, {
    components: Math.max(...baselines, ...references),
    onProgress: (share) => progress(`principal components, ${Math.round(100 * share)} %`),
  });
  if (baselines.length > 0) {
    say({ type: "baselines", rows: baselineRows(dataset, baselines, found) });
  }
  const options = { ...network, seed, raw, found, onProgress: progress };
  const rows = references.length > 0 ? referenceRows(dataset, references, options) : [];
  say({ type: "references", rows });
}

async function* requests(): AsyncGenerator<ReferenceRequest> {
  let text = "";
  for await (const piece of Deno.stdin.readable.pipeThrough(new TextDecoderStream())) {
    const lines = (text + piece).split("\n");
    text = lines.pop()!;
    for (const line of lines) yield JSON.parse(line);
  }
}

if (import.meta.main) {
  setPriority(NICENESS);
  // The coordinator decides what a signal means; terminals and clusters send it to every process.
  const signals = Deno.build.os === "windows"
    ? ["SIGINT"] as const
    : ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) Deno.addSignalListener(signal, () => {});
  const setup: ReferenceSetup = JSON.parse(Deno.args[0]!);
  for await (const request of requests()) {
    try {
      await answer(request, setup);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      say({ type: "refused", message: error.message });
    }
  }
  Deno.exit(0);
}
