/** A card that TensorFlow computes on. */
export interface Card {
  /** How CUDA_VISIBLE_DEVICES names it. */
  readonly id: string;
  /** Such as `NVIDIA H100 80GB HBM3`. */
  readonly name: string;
  /** Bytes that TensorFlow may take of its memory: what is free, less what it leaves to the driver. */
  readonly freeBytes: number;
}

/** What TensorFlow's log says about cards. */
export interface CardLog {
  readonly cards: readonly Card[];
  /** Names of libraries that it looked for in vain. */
  readonly missing: readonly string[];
  /** The error that the driver gave, such as `CUDA_ERROR_NO_DEVICE`. */
  readonly error: string | null;
  /** Whether this is a build for cards at all. */
  readonly cuda: boolean;
}

const CARD =
  /Created device \S*device:GPU:\d+ with (\d+) MB memory:\s*-> device: (\d+), name: (.*?), pci bus id/g;

/** The library of CUDA's own that TensorFlow looks for first; it does not say its name where it is missing. */
const RUNTIME = "libcudart.so.12";

/**
 * Reads TensorFlow's log of a start, at TF_CPP_MIN_LOG_LEVEL=0.
 *
 * @param visible What CUDA_VISIBLE_DEVICES is set to: TensorFlow counts from 0 among those.
 */
export function readCardLog(log: string, visible?: string): CardLog {
  const names = visible?.split(",");
  const cards = [...log.matchAll(CARD)].map(([, megabytes, device, name]) => ({
    id: names?.[Number(device)] ?? device!,
    name: name!,
    freeBytes: Number(megabytes) * 2 ** 20,
  }));
  const unloaded = [...log.matchAll(/Could not load dynamic library '([^']+)'/g)]
    .flatMap(([, name]) => name!.startsWith("libcuda.so") ? [] : [name!]);
  const noRuntime = log.includes("Could not find cuda drivers on your machine");
  const missing = [...new Set([...noRuntime ? [RUNTIME] : [], ...unloaded])];
  const [, error = null] = /\b(CUDA_ERROR_[A-Z_]+|UNKNOWN ERROR \(303\))/.exec(log) ?? [];
  const cuda = cards.length > 0 || missing.length > 0 || error !== null ||
    /cuda_platform|gpu_device\.cc|libcuda/.test(log);
  return { cards, missing, error, cuda };
}
