import { availableParallelism, cpus } from "node:os";

/** What decides how fast matrix products are. */
export interface Processor {
  name: string;
  architecture: string;
  cores: number;
  /** Vector instructions that TensorFlow has kernels for, such as avx2, fma and avx512f. */
  features: string[];
}

const INTERESTING =
  /^(avx|avx2|fma|f16c|avx512f|avx512_?bf16|avx512_?fp16|avx512_?vnni|avx_?vnni|amx_(tile|bf16|int8)|asimd|asimdhp|asimddp|bf16|i8mm|sve2?)$/;

/** Reads what the kernel says about the processor; features stay empty where a system does not say. */
export async function readProcessor(): Promise<Processor> {
  const words = Deno.build.os === "darwin" ? await readSysctl() : await readCpuinfo();
  const features = [...new Set(words.map((word) => word.toLowerCase()))].filter((word) =>
    INTERESTING.test(word)
  );
  const name = cpus()[0]?.model.trim() || "unknown processor";
  return { name, architecture: Deno.build.arch, cores: availableParallelism(), features };
}

async function readCpuinfo(): Promise<string[]> {
  if (Deno.build.os !== "linux") return [];
  // Deno itself reads /proc only with every permission there is.
  const text = await outputOf("cat", "/proc/cpuinfo");
  // x86 calls the line "flags", ARM "Features".
  return text.match(/^(?:flags|Features)\s*:(.*)$/m)?.[1]?.trim().split(/\s+/) ?? [];
}

async function readSysctl(): Promise<string[]> {
  const lines = (await outputOf("sysctl", "-a")).split("\n");
  const listed = lines.filter((line) => /^machdep\.cpu\.(leaf7_)?features:/.test(line));
  const arm = lines.flatMap((line) => line.match(/^hw\.optional\.arm\.FEAT_(\w+): 1$/)?.[1] ?? []);
  return [...listed.flatMap((line) => line.split(/[:\s]+/)), ...arm];
}

async function outputOf(program: string, ...args: string[]): Promise<string> {
  try {
    const { stdout } = await new Deno.Command(program, { args, stderr: "null" }).output();
    return new TextDecoder().decode(stdout);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}
