/** Modules of the page import each other by relative paths only: nothing from npm belongs in a report. */
const FILES = {
  name: "files",
  // deno-lint-ignore no-explicit-any -- esbuild's own type, whose module is loaded where it is used
  setup(build: any) {
    type At = { readonly path: string; readonly importer: string };
    build.onResolve({ filter: /^(\.|file:)/ }, ({ path, importer }: At) => ({
      path: new URL(path, importer || undefined).href,
      namespace: "page",
    }));
    build.onLoad({ filter: /.*/, namespace: "page" }, async ({ path }: At) => ({
      contents: await Deno.readTextFile(new URL(path)),
      loader: "ts",
    }));
  },
};

async function bundle(): Promise<string> {
  const esbuild = await import("esbuild-wasm/esm/browser.js");
  const wasm = await Deno.readFile(new URL(import.meta.resolve("esbuild-wasm/esbuild.wasm")));
  await esbuild.initialize({ wasmModule: await WebAssembly.compile(wasm), worker: false });
  try {
    const { outputFiles } = await esbuild.build({
      entryPoints: [import.meta.resolve("./page/main.ts")],
      plugins: [FILES],
      bundle: true,
      format: "iife",
      target: "es2024",
      charset: "utf8",
      write: false,
    });
    return outputFiles[0]!.text;
  } finally {
    await esbuild.stop();
  }
}

let script: Promise<string> | undefined;

/** The script of the page, one file made of the modules in page/ and those of the figures that they import. */
export function pageScript(): Promise<string> {
  // `deno bundle` would need the permission to run programs, and a network when it is first called.
  script ??= bundle();
  return script;
}
