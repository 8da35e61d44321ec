/**
 * The process that writes the tables of runs and the figure of a result folder while its sweep runs. It takes no lock,
 * replaces each file whole, and ends when its input ends.
 *
 * @module
 */
import { setPriority } from "node:os";
import { requireManifest } from "../sweep/store/manifest.ts";
import { writeRunTables } from "../sweep/write_run_tables.ts";
import { drawBubble } from "./_draw_bubble.ts";
import { exitCode } from "./_main.ts";

/** As `nice` has it: beside workers that are busy it gets a tenth of a processor. */
const LOW = 10;

if (import.meta.main) {
  const { folder } = JSON.parse(Deno.args[0]!) as { readonly folder: string };
  // The sweep decides what a signal means; terminals send it to every process.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    if (Deno.build.os !== "windows" || signal === "SIGINT") {
      Deno.addSignalListener(signal, () => {});
    }
  }
  (async () => {
    for await (const _ of Deno.stdin.readable);
    Deno.exit(0);
  })();
  setPriority(LOW);
  Deno.exit(
    await exitCode(async () => {
      await writeRunTables(folder, requireManifest(folder, "refresh"));
      await drawBubble(folder);
      return 0;
    }),
  );
}
