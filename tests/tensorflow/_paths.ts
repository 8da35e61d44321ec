import { fileURLToPath } from "node:url";

/** The path of a file beside the tests of this folder. */
export const fromFileUrl = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
