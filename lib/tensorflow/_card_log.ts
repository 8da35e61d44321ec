/** A card that TensorFlow computes on. */
export interface Card {
  /** How CUDA_VISIBLE_DEVICES names it. */
  readonly id: string;
  /** Such as `NVIDIA H100 80GB HBM3`. */
  readonly name: string;
  /** Bytes that TensorFlow may take of its memory: what is free, less what it leaves to the driver. */
  readonly freeBytes: number;
}

/** The environment in which TensorFlow says what it makes of cards, and which libraries it opens. */
export const FULL_LOG = { TF_CPP_MIN_LOG_LEVEL: "0", TF_CPP_VMODULE: "dso_loader=1" };

/** What TensorFlow's log says about cards. */
export interface CardLog {
  readonly cards: readonly Card[];
  /** Names of the driver's libraries that it looked for in vain. */
  readonly driver: readonly string[];
  /** Names of others. */
  readonly missing: readonly string[];
  /** The error that the driver gave, such as `CUDA_ERROR_NO_DEVICE`. */
  readonly error: string | null;
  /** Whether this is a build for cards at all. */
  readonly cuda: boolean;
}

const CARD =
  /Created device \S*device:GPU:\d+ with (\d+) MB memory:\s*-> device: (\d+), name: (.*?), pci bus id/g;

/** Libraries that come with NVIDIA's driver. */
const DRIVER = /^lib(cuda|nvidia-ml)\.so/;

/**
 * Reads TensorFlow's log of a start with {@linkcode FULL_LOG}.
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
  const missing = [...log.matchAll(/Could not load dynamic library '([^']+)'/g)].map(([, name]) =>
    name!
  );
  const [, error = null] = /\b((?:CUDA_ERROR_|cudaError)\w+)/.exec(log) ?? [];
  const cuda = cards.length > 0 || /dso_loader|cuda_platform/.test(log);
  const driver = missing.filter((name) => DRIVER.test(name));
  return { cards, driver, missing: missing.filter((name) => !DRIVER.test(name)), error, cuda };
}
