import { strict as assert } from "node:assert";
import { CleanProject } from "../documents/_clean_project.ts";
import { blocksOf } from "../documents/_documents.ts";
import { findPython } from "../_python.ts";

const python = await findPython("scanpy", "the example of docs/use.md");

/** What each command has to say, in their order. */
const SAYS = [
  /^next: deno task sweep --data data\/first\.tsv\.gz/m,
  /16 of 16 runs finished/,
  /^next: deno task sweep --data data\/new\.tsv\.gz/m,
  /^genes +\d+ of the network's 200 are in the file \(100 %\)[^]*^unlike +\d+ of 400 samples[^]*^outputs\/latent\.h5ad$/m,
  /^1 network in outputs\/first\/models$/m,
  /^outputs\/first\/export\/\S+\.safetensors\noutputs\/first\/export\/\S+\.md$/m,
];

Deno.test("the example of docs/use.md works as it stands in a new copy of the project, to the picture of scanpy", async (t) => {
  await using project = await CleanProject.make();
  const blocks = blocksOf("docs/use.md");
  const commands = blocks.filter(({ language }) => language === "sh").flatMap(({ lines }) => lines);
  assert.equal(commands.length, SAYS.length);
  for (const [i, command] of commands.entries()) {
    const { code, out, err } = await project.run(command);
    assert.equal(code, 0, err);
    assert.match(out, SAYS[i]!, err);
  }
  await t.step({
    name: "in Python",
    ignore: !python,
    async fn() {
      const [program] = blocks.filter(({ language }) => language === "python");
      const { success, stderr } = await new Deno.Command(python!, {
        args: ["-W", "ignore", "-c", program!.lines.join("\n")],
        cwd: project.folder,
      }).output();
      assert.ok(success, new TextDecoder().decode(stderr));
      assert.ok(Deno.statSync(`${project.folder}/outputs/umap.png`).size > 10_000);
    },
  });
});
