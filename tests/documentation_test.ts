import { strict as assert } from "node:assert";
import { fileURLToPath } from "node:url";

const LIB = new URL("../lib/", import.meta.url);

interface Declaration {
  readonly name: string;
  readonly kind: string;
  readonly jsDoc?: { readonly doc?: string; readonly tags?: readonly { readonly kind: string }[] };
  readonly location?: { readonly filename: string; readonly line: number };
}

function* publicFiles(folder: URL): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    if (isDirectory) yield* publicFiles(new URL(`${name}/`, folder));
    else if (name.endsWith(".ts") && !name.startsWith("_")) {
      yield fileURLToPath(new URL(name, folder));
    }
  }
}

/** Exports of every public file, without those that a file only passes on. */
async function exported(): Promise<(Declaration & { file: string })[]> {
  const args = ["doc", "--json", "--quiet", ...publicFiles(LIB)];
  const { stdout, success } = await new Deno.Command(Deno.execPath(), { args }).output();
  assert.ok(success, "deno doc failed");
  const found: (Declaration & { file: string })[] = [];
  const { nodes } = JSON.parse(new TextDecoder().decode(stdout));
  for (
    const [file, { symbols = [] }] of Object.entries<
      { symbols?: { name: string; declarations: Declaration[] }[] }
    >(nodes)
  ) {
    for (const { name, declarations } of symbols) {
      for (const declaration of declarations) {
        if (declaration.kind !== "reference" && declaration.location?.filename === file) {
          found.push({ ...declaration, name, file: file.slice(LIB.href.length) });
        }
      }
    }
  }
  return found;
}

const all = await exported();
const title = ({ file, name, kind }: { file: string; name: string; kind: string }) =>
  `${file}: ${kind} ${name}`;

Deno.test("every export is documented", () => {
  assert.ok(all.length > 100, `only ${all.length} exports were found`);
  assert.deepEqual(all.filter(({ jsDoc }) => !jsDoc?.doc).map(title), []);
});

/** The floors of sweep/ serve each other: what users call of it stands above them. */
const isInner = (file: string) => /^(sweep|data)\/[^/]+\//.test(file);

Deno.test("every exported function and class that users call has an example", () => {
  const kinds = new Set(["function", "class"]);
  const bare = all.filter(({ file, kind, jsDoc }) =>
    kinds.has(kind) && !isInner(file) && !jsDoc?.tags?.some((tag) => tag.kind === "example")
  );
  assert.deepEqual(bare.map(title), []);
});
