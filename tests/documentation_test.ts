import { strict as assert } from "node:assert";
import { fileURLToPath } from "node:url";
import { CONFIGURATION, ROOT } from "./_task.ts";

const LIB = new URL("../lib/", import.meta.url);

interface Declaration {
  readonly name: string;
  readonly kind: string;
  /** Types that an export refers to are told too, as private. */
  readonly declarationKind: string;
  readonly jsDoc?: { readonly doc?: string; readonly tags?: readonly { readonly kind: string }[] };
  readonly location?: { readonly filename: string; readonly line: number };
}

function* publicFiles(folder: URL): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    if (isDirectory) yield* publicFiles(new URL(`${name}/`, folder));
    else if (/^[^_].*(?<!_test)\.ts$/.test(name)) {
      yield fileURLToPath(new URL(name, folder));
    }
  }
}

/** What each of the files exports, by the file that declares it. */
async function declarationsOf(
  files: readonly string[],
): Promise<(Declaration & { file: string; from: string })[]> {
  const args = ["doc", "--json", "--quiet", ...files];
  const { stdout, success } = await new Deno.Command(Deno.execPath(), { args }).output();
  assert.ok(success, "deno doc failed");
  const { nodes } = JSON.parse(new TextDecoder().decode(stdout));
  return Object.entries<{ symbols?: { name: string; declarations: Declaration[] }[] }>(nodes)
    .flatMap(([from, { symbols = [] }]) =>
      symbols.flatMap(({ name, declarations }) =>
        declarations.filter(({ declarationKind }) => declarationKind === "export").map(
          (declaration) => {
            const file = (declaration.location?.filename ?? "").slice(LIB.href.length);
            return { ...declaration, name, file, from: from.slice(LIB.href.length) };
          },
        )
      )
    );
}

/** Exports of every public file, without those that a file only passes on. */
const all = (await declarationsOf([...publicFiles(LIB)])).filter(({ kind, file, from }) =>
  kind !== "reference" && file === from
);
const title = ({ file, name, kind }: { file: string; name: string; kind: string }) =>
  `${file}: ${kind} ${name}`;

Deno.test("every export is documented", () => {
  assert.ok(all.length > 100, `only ${all.length} exports were found`);
  assert.deepEqual(all.filter(({ jsDoc }) => !jsDoc?.doc).map(title), []);
});

Deno.test("every function and class that an entry passes on has an example", async () => {
  const entries = Object.values(CONFIGURATION.exports).map((file) => `${ROOT}${file}`);
  const passedOn = (await declarationsOf(entries)).filter(({ kind }) =>
    kind === "function" || kind === "class"
  );
  assert.ok(passedOn.length > 80, `only ${passedOn.length} functions and classes were found`);
  const bare = passedOn.filter(({ jsDoc }) => !jsDoc?.tags?.some(({ kind }) => kind === "example"));
  assert.deepEqual([...new Set(bare.map(title))], []);
});
