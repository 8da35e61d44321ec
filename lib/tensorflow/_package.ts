import { createRequire } from "node:module";

/** Node's way to find packages from here; made when it is needed. */
const require = () => createRequire(import.meta.url);

/** The folder of an installed npm package. */
export function packageFolder(name: string): string {
  return require().resolve(`${name}/package.json`).replace(/[/\\]package\.json$/, "");
}

/** tfjs-node, once its native build is finished. A function, so that nothing loads before. */
export const importTfjsNode = () => import("@tensorflow/tfjs-node");

/** Only node-api's C headers are used; the import puts the package into the program's graph. */
export const importNodeHeaders = () => import("node-api-headers");

/** tfjs's WebAssembly backend. */
export const importWasm = () => import("@tensorflow/tfjs-backend-wasm");

/** A module inside of an installed npm package, as CommonJS loads it. */
export const requireModule = (name: string): unknown => require()(name);
