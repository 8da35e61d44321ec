import { dirname, resolve } from "node:path";
import { requireCohortFiles } from "../data/require_cohort_files.ts";
import { checkEmbeddingPath, openEmbeddingFile } from "../embedding/open_embedding_file.ts";
import { reconstructionPath } from "../embedding/reconstruction_path.ts";
import { type EmbedOptions, embedSamples, requireEmbeddable } from "../embedding/embed_samples.ts";
import { describeEmbedding } from "../embedding/describe_embedding.ts";
import { InputError } from "../errors.ts";
import { makeFolder } from "../files/make_folder.ts";
import { removeLeftOvers } from "../files/remove_left_overs.ts";
import { complain, print } from "../format/print.ts";
import { checkOptions, DATA_OPTIONS, EXECUTION_OPTIONS } from "../options/mod.ts";
import { projectFolders } from "../project.ts";
import { openResultFolder } from "../sweep/open_result_folder.ts";
import { loadTensorFlow } from "../tensorflow/load.ts";
import { showActivity } from "./_activity.ts";
import { commandLine } from "./_command_line.ts";
import { flagOf } from "./_flag.ts";
import { Interruption } from "./_interruption.ts";
import { latestFolder } from "./_latest_folder.ts";
import { main } from "./_main.ts";
import { addNetworkFlags, chosenRun, type NetworkFlags, toldNetwork } from "./_network_flags.ts";
import { showReading } from "./_reading.ts";
import { requireNew } from "./_require_new.ts";
import { restartToWrite } from "./_restart_to_write.ts";

const { layer, geneColumn } = DATA_OPTIONS, { maxMemory } = EXECUTION_OPTIONS;
const scale = { ...DATA_OPTIONS.scale, default: null, otherwise: "as those of the training" };
const READING = { scale, layer, geneColumn, maxMemory };

type Reading = Pick<EmbedOptions, "scale" | "layer" | "geneColumn" | "maxMemory">;

interface Flags extends NetworkFlags {
  readonly data?: string;
  readonly out?: string;
  readonly logVariance?: boolean;
  readonly reconstruct?: boolean;
}

/**
 * The command `deno task embed`: puts the samples of a file through a network of a sweep.
 *
 * @returns 0.
 * @throws {InputError} If the folder, the run, the file or an option is not valid, or the file has none of the genes.
 */
export async function embed(args: readonly string[]): Promise<number> {
  const command = addNetworkFlags(
    commandLine("embed").allowExcessArguments(false)
      .description(
        "Puts the samples of a file through a network of a sweep and writes where they lie in its latent space.\n" +
          "A configuration whose network the folder does not hold is trained once more.",
      )
      .argument("[folder]", "result folder (default: the most recent one in outputs/)")
      .option(
        "--data <name|path>",
        "the samples: a matrix in any format that a sweep reads, or a cohort",
      )
      .option("--out <file>", "what is written: .h5ad (AnnData), .parquet or .csv"),
  )
    .option("--log-variance", "write the log variances of the latent means too")
    .option(
      "--reconstruct",
      "write the reconstructions too: a layer of the .h5ad, or FILE.reconstruction.csv (.parquet)",
    );
  for (const [name, row] of Object.entries(READING)) command.addOption(flagOf(name, row));
  command.parse([...args], { from: "user" });
  const folder = command.args[0] ?? latestFolder("embed samples"),
    { data, out, ...flags } = command.opts<Flags>();
  const { best: _, run: __, logVariance, reconstruct, ...reading } = flags;
  if (data === undefined || out === undefined) {
    throw new InputError(
      `--${
        data === undefined ? "data" : "out"
      }: it is missing; give --data the samples' file and --out a name such as ` +
        "latent.h5ad",
    );
  }
  checkEmbeddingPath(out);
  if (resolve(out) === resolve(data)) {
    throw new InputError(
      `--out: got "${out}", which is the file with the samples; choose another name`,
    );
  }
  // Reconstructions of an earlier call would stand beside means that they are not of.
  const beside = reconstructionPath(out);
  requireNew("--out", out, ...beside === null ? [] : [beside]);
  const options: Reading = checkOptions(reading, READING);
  requireCohortFiles(data, { dataFolder: projectFolders().dataFolder });
  const results = openResultFolder(folder, "use"), chosen = chosenRun(results, flags);
  const ended = await restartToWrite("embed", folder, dirname(out));
  if (ended !== null) return ended;
  makeFolder(dirname(out));
  removeLeftOvers(dirname(out));
  const activity = showActivity();
  using interruption = new Interruption();
  try {
    const { maxMemory } = options, own = { ...projectFolders(), ...options, folder: dirname(out) };
    const aligning = () => ({ ...own, onProgress: showReading(activity).onProgress });
    const { trained } = await toldNetwork(results, chosen, {
      ...{ activity, maxMemory },
      // Who waits for a training wants to know first that it is of use.
      beforeTraining: (dataset) => requireEmbeddable(data, dataset, aligning()),
    });
    await loadTensorFlow();
    const { run, validation_mse, test_mse } = chosen.row;
    const provenance = {
      ...{ run, folder: resolve(folder), data, chosen: chosen.why },
      ...typeof validation_mse === "number" && { validation_mse },
      ...typeof test_mse === "number" && { test_mse },
    };
    using file = await openEmbeddingFile(out, trained, { reconstruct, provenance });
    const embedding = await embedSamples(trained, data, {
      ...aligning(),
      logVariance,
      onEmbedded(done, total) {
        activity.say("embedding", { done, total });
        interruption.signal.throwIfAborted();
      },
      ...reconstruct && {
        onReconstruction(some) {
          interruption.listen(); // there is going to be much in the file, which is removed at Ctrl-C
          file.reconstruction(some);
        },
      },
    });
    interruption.signal.throwIfAborted();
    activity.say("writing");
    const files = file.write(embedding);
    activity.hide();
    const { lines, warnings } = describeEmbedding(embedding, trained, data);
    for (const { what, text } of lines) print(`${what.padEnd(9)} ${text}`);
    if (warnings.length > 0) complain(...warnings);
    print(...files);
    return 0;
  } catch (error) {
    activity.hide();
    return interruption.exit(error);
  } finally {
    activity.stop();
  }
}

if (import.meta.main) await main(embed);
