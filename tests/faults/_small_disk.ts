/** A disk of its own, in memory, that is as small as a test wants it. */
export class SmallDisk implements Disposable {
  readonly path: string;

  /**
   * @param kibibytes In steps of 4.
   * @param path Where it is seen; a new folder.
   */
  constructor(kibibytes: number, path = Deno.makeTempDirSync({ prefix: "vae-sensitivity-disk-" })) {
    this.path = path;
    Deno.mkdirSync(path, { recursive: true });
    run("mount", "-t", "tmpfs", "-o", `size=${kibibytes}k`, "tmpfs", this.path);
  }

  resize(kibibytes: number): void {
    run("mount", "-o", `remount,size=${kibibytes}k`, this.path);
  }

  readOnly(yes: boolean): void {
    run("mount", "-o", `remount,${yes ? "ro" : "rw"}`, this.path);
  }

  [Symbol.dispose](): void {
    run("umount", this.path);
    Deno.removeSync(this.path);
  }
}

/** Whether this system lets tests mount one; says aloud if not. */
export function smallDisks(): boolean {
  try {
    using _disk = new SmallDisk(64);
    return true;
  } catch (error) {
    console.error(`SKIPPED: a fault test needs to mount a small disk: ${(error as Error).message}`);
    return false;
  }
}

function run(command: string, ...args: string[]): void {
  const { success, stderr } = new Deno.Command(command, { args }).outputSync();
  if (!success) throw new Error(new TextDecoder().decode(stderr).trim());
}
