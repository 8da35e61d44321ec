import { createHash } from "node:crypto";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const encode = (text: string) => new TextEncoder().encode(text);

/** What stands for a wheel of TensorFlow. */
const TENSORFLOW: Readonly<Record<string, string>> = {
  "tensorflow/libtensorflow_cc.so.2": "the library",
  "tensorflow/libtensorflow_framework.so.2": "the framework",
  "tensorflow/include/tensorflow/c/c_api.h": "// a header",
  "tensorflow/include/Eigen/Core": "not needed",
};

/** A wheel as PyPI has it, but with a few bytes in place of the libraries: uncompressed zip. */
export function fakeWheel({ altered = false } = {}): Uint8Array<ArrayBuffer> {
  const changed = { "tensorflow/libtensorflow_framework.so.2": "the framewerk" };
  return wheelOf(TENSORFLOW, altered ? changed : {});
}

/** A wheel of TensorFlow with CUDA: its library names the place where it looks for NVIDIA's. */
export function fakeCudaWheel(): Uint8Array<ArrayBuffer> {
  const framework = "the framework, which looks in $ORIGIN/../nvidia/cudnn/lib";
  return wheelOf({ ...TENSORFLOW, "tensorflow/libtensorflow_framework.so.2": framework });
}

/** A wheel of files by name; some of them changed after their hashes were taken. */
export function wheelOf(
  files: Readonly<Record<string, string>>,
  changed: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const record = Object.entries(files).map(([name, text]) =>
    `${name},sha256=${createHash("sha256").update(text).digest("base64url")},${text.length}`
  );
  return zip({ ...files, ...changed, "own-1.0.dist-info/RECORD": record.join("\n") });
}

/** Writes a zip archive of stored files: local headers and bytes, the directory, its end. */
function zip(files: Record<string, string>): Uint8Array<ArrayBuffer> {
  const local: number[] = [], directory: number[] = [];
  const u16 = (value: number) => [value & 255, value >> 8];
  const u32 = (value: number) => [...u16(value & 0xffff), ...u16(value >>> 16)];
  for (const [name, text] of Object.entries(files)) {
    const sizes = [...u32(0), ...u32(text.length), ...u32(text.length)];
    const common = [...u16(20), ...u16(0), ...u16(0), ...u32(0), ...sizes, ...u16(name.length)];
    directory.push(...u32(0x02014b50), ...u16(20), ...common, ...u16(0), ...u16(0), ...u16(0));
    directory.push(...u16(0), ...u32(0), ...u32(local.length), ...encode(name));
    local.push(...u32(0x04034b50), ...common, ...u16(0), ...encode(name), ...encode(text));
  }
  const count = u16(Object.keys(files).length);
  const end = [...u32(0x06054b50), ...u16(0), ...u16(0), ...count, ...count];
  end.push(...u32(directory.length), ...u32(local.length), ...u16(0));
  return new Uint8Array([...local, ...directory, ...end]);
}

const ADDON = `#include <node_api.h>
static napi_value start(napi_env env, napi_value exports) {
  napi_value version;
  napi_create_string_utf8(env, VERSION, NAPI_AUTO_LENGTH, &version);
  napi_set_named_property(env, exports, "TF_Version", version);
  return exports;
}
NAPI_MODULE(stand_in, start)
`;

/** Compiles an addon that loads at once and calls itself TensorFlow of a version. */
export async function compileStandIn(folder: string, version: string): Promise<string> {
  const source = `${folder}/addon.c`, path = `${folder}/addon-${version}.node`;
  await Deno.writeTextFile(source, ADDON);
  const headers: string = require("node-api-headers").include_dir;
  const macOs = Deno.build.os === "darwin" ? ["-undefined", "dynamic_lookup"] : [];
  const args = ["-shared", "-fPIC", `-DVERSION="${version}"`, "-I", headers, source, "-o", path];
  const { success } = await new Deno.Command("cc", { args: [...args, ...macOs] }).output();
  if (!success) throw new Error("cc could not compile the stand-in");
  return path;
}

/** A stand-in `python3`: logs its calls, then copies `wheel` to where `pip download` is to put it. */
export const fakePython = (folder: string, before = "") =>
  `#!/bin/sh
case "$*" in *--version*) exit 0;; esac
echo download >> "${folder}/calls"
while [ "$1" != --dest ]; do shift; done
${before}
/bin/cp "${folder}/wheel" "$2/tensorflow_cpu-2.21.0-cp312-cp312-manylinux_2_27_x86_64.whl"
`;

/** A stand-in C++ compiler: logs its calls, then copies `addon` to its output. */
export const fakeCompiler = (folder: string, before = "") =>
  `#!/bin/sh
case "$*" in *--version*) exit 0;; esac
echo "compile $0 $1" >> "${folder}/calls"
while [ "$1" != -o ]; do shift; done
${before}
/bin/cp "${folder}/addon" "$2"
`;

/** A stand-in `python3` that logs what it is to download, and takes it from a folder of wheels named `<project>.whl`. */
export const fakeIndex = (folder: string, before = "") =>
  `#!/bin/sh
case "$*" in *--version*) exit 0;; esac
for last; do :; done
echo "download $last" >> "${folder}/calls"
while [ "$1" != --dest ]; do shift; done
${before}
name=$(echo "\${last%%==*}" | /usr/bin/tr - _)
/bin/cp "${folder}/wheels/\${last%%==*}.whl" "$2/$name-\${last##*==}-py3-none-manylinux_2_27_x86_64.whl"
`;
