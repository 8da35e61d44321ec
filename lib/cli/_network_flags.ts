import type { Command } from "commander";
import { InputError } from "../errors.ts";
import type { ChooseRunOptions, ChosenRun } from "../embedding/choose_run.ts";
import { chooseRun } from "../embedding/choose_run.ts";
import { type Network, networkOf, type NetworkOfOptions } from "../embedding/network_of.ts";
import { formatDuration } from "../format/duration.ts";
import { complain, print } from "../format/print.ts";
import { formatSignificant } from "../format/format_significant.ts";
import { projectFolders } from "../project.ts";
import { describeRow } from "../sweep/describe_run.ts";
import type { ResultFolder } from "../sweep/open_result_folder.ts";
import type { Activity } from "./_activity.ts";
import { showReading } from "./_reading.ts";
import { Interruption } from "./_interruption.ts";
import { setUp } from "./_set_up.ts";

/** Which network is taken, as flags say it. */
export interface NetworkFlags {
  readonly best?: string | true;
  readonly run?: string;
}

/** Adds the flags that choose a network. */
export function addNetworkFlags(command: Command): Command {
  return command
    .option(
      "--best [model]",
      "of the best configuration, of this model or of all, chosen on validation samples (default: of all)",
    )
    .option("--run <id>", "of this run: its identity in results.csv, or how that begins");
}

/** The run that flags choose. @throws {InputError} If they name two, or none that has a network. */
export function chosenRun(results: ResultFolder, { best, run }: NetworkFlags): ChosenRun {
  if (best !== undefined && run !== undefined) {
    throw new InputError("--run: --best is given too; leave one of them out");
  }
  const options: ChooseRunOptions = { best, run };
  return chooseRun(results, options);
}

/** Its network, from the folder or trained once more; says which it is and where it comes from. */
export async function toldNetwork(
  results: ResultFolder,
  { row, why }: ChosenRun,
  { activity, ...options }:
    & { readonly activity: Activity }
    & Pick<NetworkOfOptions, "maxMemory" | "beforeTraining">,
): Promise<Network> {
  const error = formatSignificant(Number(row.test_mse));
  activity.hide();
  print(
    `${"network".padEnd(9)} ${
      describeRow(row, results.axes)
    } (run ${row.run}): ${why}; test MSE ${error}`,
  );
  const interruption = new Interruption();
  const network = await networkOf(results, row, {
    ...projectFolders(),
    ...options,
    setUp,
    onProgress: (...given) => showReading(activity).onProgress(...given),
    signal: interruption.signal,
    onTraining(seconds) {
      interruption.listen();
      const time = seconds === null ? "" : `, which took ${formatDuration(seconds)} in the sweep`;
      activity.print(
        `${results.folder} holds no network of this run (--save-models keeps them): it is trained once more${time}`,
      );
    },
    onEpoch: (done, total) => activity.say("training", { done, total }),
  }).catch((error) => interruption.exit(error)).finally(() => interruption[Symbol.dispose]());
  const { training, path } = network;
  if (training) {
    const { seconds, testMse, before } = training;
    activity.hide();
    print(
      `${"trained".padEnd(9)} in ${formatDuration(seconds)}, test MSE ${
        formatSignificant(testMse)
      }; kept as ${path}`,
    );
    // Other numbers of threads and processors sum in another order, which a training may multiply.
    if (Math.abs(testMse - before) > 1e-6 * before) {
      complain(
        `The sweep's network had a test MSE of ${before}, this one ${testMse}: sums are rounded in another way here`,
      );
    }
  }
  return network;
}
