import { strict as assert } from "node:assert";
import { pathToFileURL } from "node:url";
import { readJournals } from "../../../lib/sweep/store/journal.ts";
import { availableBackend } from "../../../lib/tensorflow/available.ts";
import { ROOT, sweep, temporary, TINY } from "../../faults/_sweep.ts";

const native = (await availableBackend()).backend === "tensorflow";

/** A model that has no room in a process of more than two runs, in TensorFlow's words. */
function large(): string {
  const file = `${Deno.makeTempDirSync()}/large.ts`;
  const lib = pathToFileURL(`${ROOT}lib/models/`).href;
  Deno.writeTextFileSync(
    file,
    `import { vae } from "${lib}vae.ts";
    const { population = 1 } = JSON.parse(Deno.args[0]?.startsWith("{") ? Deno.args[0] : "{}");
    export default {
      ...vae,
      name: "large",
      loss(...given) {
        if (population > 2) {
          throw new Error("RESOURCE_EXHAUSTED: OOM when allocating tensor with shape[6,60,8]");
        }
        return vae.loss.apply(this, given);
      },
    };
    `,
  );
  return file;
}

Deno.test({
  name:
    "a sweep whose runs need more memory than there is goes on with half of them at once, and says so",
  ignore: !native,
  async fn() {
    const out = temporary(), grid = TINY.filter((word) => !["--models", "vae"].includes(word));
    const { code, err } = await sweep(
      ...grid,
      ...["--model", large()],
      ..."--models large --latent-sizes 2".split(" "),
      ..."--learning-rates 1e-2,1e-3,1e-4,1e-5,1e-6,1e-7 --workers 1".split(" "),
      ...["--max-epochs", "2", "--population", "6", "--retries", "0", "--out", out],
    );
    assert.equal(code, 0, err);
    const notes = err.split("\n").filter((line) => /too little memory/.test(line));
    assert.equal(notes.length, 2, err);
    assert.match(
      notes[0]!,
      /this machine has too little memory for 6 runs at once: going on with 3$/,
    );
    assert.match(
      notes[1]!,
      /this machine has too little memory for 3 runs at once: going on with 1$/,
    );
    const { records } = readJournals(`${out}/runs`);
    assert.equal(records.length, 6, "a record of each run, and none that counts against it");
    assert.ok(records.every(({ status }) => status !== "failed"));
  },
});
