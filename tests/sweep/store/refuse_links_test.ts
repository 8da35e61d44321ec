import { strict as assert } from "node:assert";
import { refuseLinks } from "../../../lib/sweep/store/refuse_links.ts";
import { temporaryFolder } from "../../_temporary.ts";

const UNIX = { ignore: Deno.build.os === "windows" };

Deno.test(
  "refuseLinks() names a link anywhere in what a sweep or report writes, and where it leads",
  UNIX,
  () => {
    const root = Deno.realPathSync(temporaryFolder());
    const parts = [
      "analysis",
      "models",
      "slurm",
      "results.csv",
      "runs/a.details",
      "slurm/ab/job.sh",
    ];
    for (const part of parts) {
      const folder = `${root}/${part.replaceAll("/", "-")}`, above = part.split("/").slice(0, -1);
      Deno.mkdirSync([folder, ...above].join("/"), { recursive: true });
      refuseLinks(folder, "report on");
      Deno.symlinkSync("../elsewhere", `${folder}/${part}`); // to nothing
      const leads = new URL("../elsewhere", `file://${folder}/${part}`).pathname;
      assert.throws(() => refuseLinks(folder, "report on"), {
        name: "InputError",
        message:
          `Cannot report on ${folder}: ${folder}/${part} is a link to ${leads}; remove it, or put a copy of ` +
          "that in its place",
      });
    }
  },
);

Deno.test(
  "refuseLinks() lets the folder itself be a link, and leaves the user's folders in it alone",
  UNIX,
  () => {
    const root = temporaryFolder(), link = `${root}/link`;
    Deno.mkdirSync(`${root}/real/notes`, { recursive: true });
    Deno.symlinkSync("/etc", `${root}/real/notes/etc`);
    Deno.symlinkSync(`${root}/real`, link);
    refuseLinks(link, "report on");
    refuseLinks(`${root}/none`, "report on");
  },
);

Deno.test("refuseLinks() refuses a file, and has nothing to say where there is nothing", () => {
  const file = `${temporaryFolder()}/results.csv`;
  refuseLinks(file, "report on");
  Deno.writeTextFileSync(file, "");
  assert.throws(() => refuseLinks(file, "report on"), {
    name: "InputError",
    message: `Cannot report on ${file}: it is a file; name a folder that \`deno task sweep\` wrote`,
  });
});

Deno.test("refuseLinks() names a pipe, which no reader would come back from", UNIX, () => {
  const root = temporaryFolder();
  Deno.mkdirSync(`${root}/runs`);
  assert.ok(new Deno.Command("mkfifo", { args: [`${root}/runs/a.jsonl`] }).outputSync().success);
  assert.throws(
    () => refuseLinks(root, "report on"),
    /runs\/a\.jsonl is neither a file nor a folder; remove it$/,
  );
});

Deno.test(
  "the command report refuses a link before it reads what the folder says of itself",
  UNIX,
  async () => {
    const folder = Deno.makeTempDirSync(), elsewhere = Deno.makeTempFileSync();
    Deno.writeTextFileSync(elsewhere, "not JSON");
    Deno.symlinkSync(elsewhere, `${folder}/sweep.json`);
    const { report } = await import("../../../lib/cli/report.ts");
    await assert.rejects(report([folder]), /sweep\.json is a link to /);
  },
);
