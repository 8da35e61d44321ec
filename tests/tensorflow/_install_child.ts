import { install } from "../../lib/tensorflow/install.ts";

console.log(JSON.stringify(await install(JSON.parse(Deno.args[0] ?? "{}"))));
