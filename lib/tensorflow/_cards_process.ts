/**
 * Loads TensorFlow's addon, whose path is its argument, with its log in full: on standard error it says what it makes of
 * this machine's cards. A process of its own, as a library loads once and a broken driver may crash it.
 *
 * @module
 */
import { createRequire } from "node:module";

createRequire(import.meta.url)(Deno.args[0]!);
