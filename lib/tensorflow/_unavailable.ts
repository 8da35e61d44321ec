import { StorageError, systemCode } from "../errors.ts";

/** A way to TensorFlow that this machine does not offer: what was missing, and what fixes it. */
export class Unavailable extends Error {
  override readonly name = "Unavailable";
  readonly remedy: string | undefined;

  constructor(message: string, remedy?: string) {
    super(message);
    this.remedy = remedy;
  }
}

const REFUSALS = new Set(["ENOSPC", "EDQUOT", "EACCES", "EPERM", "EROFS"]);

/** Turns what the machine refused (disk full, read-only folder) into a reason; rethrows mistakes. */
export function toUnavailable(error: unknown): Unavailable {
  if (error instanceof Unavailable) return error;
  if (error instanceof StorageError) return new Unavailable(error.message);
  if (error instanceof Error && REFUSALS.has(systemCode(error))) {
    return new Unavailable(error.message);
  }
  throw error;
}

/** Several reasons as one, with the remedies of all. */
export function combine(reasons: Unavailable[], separator: string): Unavailable {
  const remedies = reasons.flatMap(({ remedy }) => remedy ?? []);
  return new Unavailable(
    reasons.map(({ message }) => message).join(separator),
    remedies.length === 0 ? undefined : remedies.join(" && "),
  );
}
