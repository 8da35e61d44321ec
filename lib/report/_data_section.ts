import { describeData } from "../data/describe_data.ts";
import { describeNotices } from "../data/notices.ts";
import type { ResultFolder } from "../sweep/open_result_folder.ts";
import { geneCounts } from "../sweep/store/manifest.ts";
import { htmlList, htmlTable } from "./_markup.ts";

/** The cohort and what was understood of its files; sweeps of earlier versions tell no more than its name. */
export function dataSection({ manifest }: ResultFolder): string {
  const { data, understood } = manifest, head = '<section id="data"><h2>The data</h2>';
  if (!understood) {
    const known = [["data", `${data.name}, ${geneCounts(manifest).join(", ")} genes`]];
    return `${head}${
      htmlTable(["", ""], known)
    }<p>The folder does not tell what was understood of the files.</p></section>`;
  }
  const { splitSeeds, seeds } = manifest.axes, genes = geneCounts(manifest);
  const trained = { genes, seeds: splitSeeds ?? seeds };
  const { lines, others } = describeData(understood, understood.notices, trained);
  const about = htmlTable(["", ""], lines.map(({ what, text }) => [what, text]));
  return `${head}${about}${others.length > 0 ? htmlList(describeNotices(others)) : ""}</section>`;
}
