/** Seconds between two looks. */
const PAUSE = 0.05;

/** Waits until something holds; a test fails where it does not come in time. */
export async function until(
  holds: () => boolean | Promise<boolean>,
  seconds = 60,
): Promise<void> {
  const late = deadline(holds, seconds);
  while (!await holds()) {
    late();
    await new Promise((resolve) => setTimeout(resolve, 1000 * PAUSE));
  }
}

/** The same where nothing else may go on meanwhile. */
export function blockUntil(holds: () => boolean, seconds = 10): void {
  for (const late = deadline(holds, seconds); !holds();) late();
}

function deadline(holds: unknown, seconds: number): () => void {
  const end = performance.now() + 1000 * seconds;
  return () => {
    if (performance.now() > end) throw new Error(`not within ${seconds} s: ${holds}`);
  };
}
