/**
 * The command `deno task data` on a catalogue of one cohort, whose files a server on this machine has.
 * Arguments: the server's host and the folder that files go to.
 *
 * @module
 */
import { exitCode } from "../../lib/cli/_main.ts";
import { downloadCohort } from "../../lib/cli/_download_cohort.ts";

const [host, folder] = Deno.args as [string, string];
const source = (file: string) => ({ url: `http://${host}/${file}`, file });
const entry = {
  name: "local",
  title: "Local",
  matrix: source("matrix.tsv"),
  phenotype: source("types.tsv"),
  terms: "none",
};
const options = { folder, hosts: [host], backOffSeconds: 0.01, attempts: 2 };
Deno.exit(await exitCode(async () => await downloadCohort(entry, options) ? 0 : 130));
