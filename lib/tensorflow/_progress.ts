const encoder = new TextEncoder();
const write = (text: string) => Deno.stderr.writeSync(encoder.encode(text));

export interface ProgressOptions {
  /** Bytes done so far. */
  measure?: () => Promise<number>;
  /** Bytes in all, about. */
  total?: number;
}

/** Waits for some work; once it takes longer than two seconds, shows on stderr how far it is. */
export async function withProgress<T>(
  label: string,
  work: Promise<T>,
  options: ProgressOptions = {},
): Promise<T> {
  const started = performance.now();
  const finished = work.then(() => true, () => true);
  const terminal = Deno.stderr.isTerminal();
  let shown = false;
  // A terminal's line is updated in place; a log gets a line every ten seconds.
  for (let wait = 2000; !(await endsWithin(finished, wait)); wait = terminal ? 250 : 10_000) {
    const line = await describe(label, started, options);
    write(terminal ? `\r\x1b[2K${line}` : `${line}\n`);
    shown = true;
  }
  if (shown && terminal) write(`\r\x1b[2K${label}: ${seconds(started)}\n`);
  return await work;
}

async function endsWithin(work: Promise<boolean>, milliseconds: number): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function describe(label: string, started: number, options: ProgressOptions): Promise<string> {
  const { measure, total } = options;
  if (measure === undefined) return `${label} … ${seconds(started)}`;
  const done = megabytes(Math.min(await measure(), total ?? Infinity));
  return `${label} … ${done}${total ? ` of about ${megabytes(total)}` : ""}, ${seconds(started)}`;
}

const seconds = (since: number) => `${Math.round((performance.now() - since) / 1000)} s`;
const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;

/** The bytes of all files in a folder, which others may be changing meanwhile. */
export async function folderSize(folder: string): Promise<number> {
  let bytes = 0;
  try {
    for await (const { name, isDirectory, isFile } of Deno.readDir(folder)) {
      const path = `${folder}/${name}`;
      if (isDirectory) bytes += await folderSize(path);
      else if (isFile) bytes += (await Deno.stat(path)).size;
    }
  } catch (error) {
    // A file that has just been moved away is no longer ours to count.
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return bytes;
}
