import { dirname } from "node:path";
import { InputError } from "../errors.ts";
import { exportNetwork } from "../embedding/export_network.ts";
import { type KeptNetwork, keptNetworks } from "../embedding/kept_networks.ts";
import { formatTable } from "../format/table.ts";
import { plural } from "../format/plural.ts";
import { formatSignificant } from "../format/format_significant.ts";
import { complain, print } from "../format/print.ts";
import { describeRow } from "../sweep/describe_run.ts";
import { openResultFolder } from "../sweep/open_result_folder.ts";
import { loadTensorFlow } from "../tensorflow/load.ts";
import { showActivity } from "./_activity.ts";
import { commandLine } from "./_command_line.ts";
import { latestFolder } from "./_latest_folder.ts";
import { main } from "./_main.ts";
import { addNetworkFlags, chosenRun, type NetworkFlags, toldNetwork } from "./_network_flags.ts";
import { requireNew } from "./_require_new.ts";
import { restartToWrite } from "./_restart_to_write.ts";

interface Flags extends NetworkFlags {
  readonly export?: string | true;
}

/**
 * The command `deno task models`: which networks a result folder has kept; one of them as a file that needs nothing else.
 *
 * @returns 0.
 * @throws {InputError} If the folder holds no sweep, or an option is not valid.
 */
export async function models(args: readonly string[]): Promise<number> {
  const command = addNetworkFlags(
    commandLine("models").allowExcessArguments(false)
      .description(
        "Lists the networks that a result folder has kept: settings, errors, sizes.\n" +
          "--export writes one as a .safetensors with a page beside it that shows how Python loads it.",
      )
      .argument("[folder]", "result folder (default: the most recent one in outputs/)")
      .option(
        "--export [file]",
        "write a network there (default: FOLDER/export/MODEL-RUN.safetensors)",
      ),
  );
  command.parse([...args], { from: "user" });
  const folder = command.args[0] ?? latestFolder("list networks"),
    { export: to, ...flags } = command.opts<Flags>();
  const [unused] = Object.keys(flags);
  if (to === undefined && unused !== undefined) {
    throw new InputError(`--${unused}: it says which network is exported; give --export too`);
  }
  if (typeof to === "string" && !to.endsWith(".safetensors")) {
    throw new InputError(`--export: got "${to}", takes a file that ends with .safetensors`);
  }
  if (typeof to === "string") requireNew("--export", to, to.replace(/safetensors$/, "md"));
  const results = openResultFolder(folder, "list the networks of");
  if (to === undefined) {
    list(folder, keptNetworks(results), (row) => describeRow(row, results.axes));
    return 0;
  }
  const chosen = chosenRun(results, flags), { run, model } = chosen.row;
  const file = to === true ? `${folder}/export/${model}-${run}.safetensors` : to;
  const ended = await restartToWrite("models", folder, dirname(file));
  if (ended !== null) return ended;
  const activity = showActivity();
  try {
    const { trained } = await toldNetwork(results, chosen, { activity });
    await loadTensorFlow();
    const { test_mse: error } = chosen.row, chosenBy = chosen.why;
    print(...exportNetwork(trained, file, {
      run,
      "how it was chosen": chosenBy,
      "test MSE": formatSignificant(Number(error), 6),
    }));
    return 0;
  } finally {
    activity.stop();
  }
}

function list(
  folder: string,
  networks: readonly KeptNetwork[],
  describe: (row: KeptNetwork["row"]) => string,
): void {
  if (networks.length === 0) {
    complain(
      `${folder} holds no networks: a sweep keeps them with --save-models; \`deno task embed\`, and --export here, train ` +
        "the one that they need once more",
    );
    return;
  }
  const table = formatTable(networks, [
    { title: "run", value: ({ row }) => row.run },
    { title: "settings", value: ({ row }) => describe(row) },
    { title: "validation MSE", value: ({ row }) => row.validation_mse ?? null },
    { title: "test MSE", value: ({ row }) => row.test_mse },
    { title: "kB", value: ({ bytes }) => Math.round(bytes / 1000) },
  ]);
  print(...table.split("\n"));
  print(`${plural(networks.length, "network")} in ${folder}/models`);
}

if (import.meta.main) await main(models);
