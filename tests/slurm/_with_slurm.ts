import { LocalSlurm, whyNoSlurm } from "./_local_slurm.ts";

const missing = whyNoSlurm();
if (missing) console.log(`skipped: tests of Slurm: ${missing}`);

/** A test with a Slurm of its own; said aloud and ignored where none can be started. */
export function slurmTest(
  name: string,
  test: (slurm: LocalSlurm, folder: string) => Promise<void>,
  options: Parameters<typeof LocalSlurm.start>[0] = {},
): void {
  Deno.test({
    name,
    ignore: missing !== null,
    sanitizeOps: false,
    sanitizeResources: false,
    async fn() {
      const folder = `${Deno.makeTempDirSync()}/results`;
      await using slurm = await LocalSlurm.start(options);
      await test(slurm, folder);
    },
  });
}
