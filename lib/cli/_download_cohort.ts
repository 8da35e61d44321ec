import { type CatalogueEntry, DOWNLOAD_HOSTS, type Source } from "../data/download/catalogue.ts";
import { download, type DownloadOptions } from "../data/download/download.ts";
import { cohortPaths } from "../data/resolve_cohort.ts";
import { shortPath } from "../format/short_path.ts";
import { projectFolders } from "../project.ts";
import { countProgress } from "./_byte_progress.ts";
import { complain, print } from "../format/print.ts";

/** Where a cohort goes, and which hosts may be contacted. */
export interface DownloadCohortOptions extends Partial<DownloadOptions> {
  /** @default data/ in the project */
  readonly folder?: string;
}

/** Gets both files of a cohort, showing its progress; returns false if a signal stopped it. */
export async function downloadCohort(
  entry: CatalogueEntry,
  { folder = projectFolders().dataFolder, hosts = DOWNLOAD_HOSTS, ...options }:
    DownloadCohortOptions = {},
): Promise<boolean> {
  const stopping = new AbortController(), stop = () => stopping.abort(new Stopped());
  Deno.addSignalListener("SIGINT", stop);
  try {
    const paths = cohortPaths(entry, folder),
      common = { hosts, signal: stopping.signal, ...options };
    for (const kind of ["matrix", "phenotype"] as const) {
      await downloadOne(entry[kind], paths[kind], common);
    }
    return true;
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    complain("Stopped; what has arrived is kept, and the same command resumes from there.");
    return false;
  } finally {
    Deno.removeSignalListener("SIGINT", stop);
  }
}

/** Ctrl-C was pressed. */
class Stopped extends Error {}

async function downloadOne(source: Source, path: string, options: DownloadOptions): Promise<void> {
  const shown = shortPath(path), progress = countProgress(source.file, "MB");
  try {
    const how = await download(source, path, {
      ...options,
      onProgress: (received, total) => progress.update(received, total),
      onWait: () => progress.note(`${source.file}: another process downloads it; waiting for that`),
      onRetry: (problem, seconds) =>
        progress.note(`${source.file}: ${problem}; next attempt in ${seconds.toFixed(0)} s`),
    });
    progress.stop();
    const size = `${((await Deno.stat(path)).size / 1e6).toFixed(1)} MB`;
    print(
      `${shown}: ${size}, ${how === "there" ? "already there and intact" : "downloaded"}`,
    );
  } finally {
    progress.stop();
  }
}
