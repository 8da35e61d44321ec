import { strict as assert } from "node:assert";
import { until } from "../_until.ts";
import { freePort } from "../_free_port.ts";

const PROGRAMS = ["munged", "slurmctld", "slurmd", "sbatch", "squeue", "scontrol", "scancel"];
const NODES = ["first", "second"] as const;

/** One of the two machines that this machine plays. */
export type NodeName = typeof NODES[number];

/** Why no Slurm can be started here; null if it can. */
export function whyNoSlurm(): string | null {
  if (Deno.build.os !== "linux") return "Slurm runs on Linux";
  const path = (Deno.env.get("PATH") ?? "").split(":");
  const missing = PROGRAMS.filter((name) => !path.some((folder) => exists(`${folder}/${name}`)));
  if (missing.length) return `${missing.join(", ")} not found: install slurm-wlm and munge`;
  if (Deno.uid() !== 0) return "the daemons of Slurm are started as root here";
  return null;
}

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}

/** A Slurm of this test's own, with two nodes on this machine and everything in a temporary folder. */
export class LocalSlurm implements AsyncDisposable {
  readonly folder: string;
  readonly #daemons = new Map<string, Deno.ChildProcess>();

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** What makes a program use this Slurm. */
  get environment(): Record<string, string> {
    return { SLURM_CONF: `${this.folder}/slurm.conf` };
  }

  /** @param maxArraySize One above the largest index of an array job. */
  static async start({ maxArraySize = 40 } = {}): Promise<LocalSlurm> {
    const slurm = new LocalSlurm(Deno.makeTempDirSync({ prefix: "slurm-" })), { folder } = slurm;
    Deno.mkdirSync(`${folder}/munge`, { mode: 0o711 });
    Deno.writeFileSync(`${folder}/munge/key`, crypto.getRandomValues(new Uint8Array(1024)), {
      mode: 0o400,
    });
    Deno.writeTextFileSync(`${folder}/slurm.conf`, configuration(folder, maxArraySize));
    const munge = ["key-file", "socket", "pid-file", "log-file", "seed-file"].map((name) =>
      `--${name}=${folder}/munge/${name.replace("-file", "")}`
    );
    slurm.#spawn("munged", ["--foreground", "--force", ...munge]);
    await until(() => exists(`${folder}/munge/socket`), 20);
    slurm.#spawn("slurmctld", ["-D", "-c"]);
    for (const node of NODES) slurm.startNode(node);
    await until(async () => (await slurm.run("sinfo", "-h", "-o", "%T %D")) === "idle 2", 60);
    return slurm;
  }

  startNode(node: NodeName): void {
    this.#spawn("slurmd", ["-D", "-N", node], `slurmd ${node}`);
  }

  /** Kills a node's daemon as a crash would; what runs there keeps running. */
  async killNode(node: NodeName): Promise<void> {
    await this.#end(`slurmd ${node}`, "SIGKILL");
  }

  #spawn(program: string, args: readonly string[], name = program): void {
    const command = `exec "$0" "$@" >>'${this.folder}/${name}.out' 2>&1`;
    this.#daemons.set(
      name,
      new Deno.Command("bash", {
        args: ["-c", command, program, ...args],
        env: this.environment,
        stdin: "null",
        stdout: "null",
        stderr: "null",
      }).spawn(),
    );
  }

  /** What a program of Slurm prints. */
  async run(program: string, ...args: string[]): Promise<string> {
    const options = { args, env: this.environment, stdin: "null" } as const;
    const { stdout } = await new Deno.Command(program, options).output();
    return new TextDecoder().decode(stdout).trim();
  }

  /** Array tasks that are in a state, such as `RUNNING`, as `12_3`. */
  async tasks(state: string): Promise<string[]> {
    const text = await this.run("squeue", "-h", "-r", "-t", state, "-o", "%F_%K");
    return text.split("\n").filter(Boolean);
  }

  async #end(name: string, signal: Deno.Signal): Promise<void> {
    const daemon = this.#daemons.get(name);
    this.#daemons.delete(name);
    try {
      daemon?.kill(signal);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // it has ended already
    }
    await daemon?.status;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.run("scancel", "--user=root");
    await until(async () => (await this.run("squeue", "-h", "-t", "R,CG")) === "", 10)
      .catch(() => {}); // a node that a test killed never tells of its jobs' end
    for (const name of [...this.#daemons.keys()].reverse()) await this.#end(name, "SIGKILL");
    killAllNaming(this.folder);
    Deno.removeSync(this.folder, { recursive: true });
  }
}

/** Ends processes that this test started and that nobody watches any more: their command names its folder. */
export function killAllNaming(folder: string): void {
  assert.ok(folder.length > 8, folder);
  for (const { name } of Deno.readDirSync("/proc")) {
    if (!/^\d+$/.test(name) || Number(name) === Deno.pid) continue;
    try {
      const environment = Deno.readTextFileSync(`/proc/${name}/environ`);
      if (!environment.includes(folder)) continue;
      Deno.kill(Number(name), "SIGKILL");
    } catch {
      // it has ended meanwhile
    }
  }
}

function configuration(folder: string, maxArraySize: number): string {
  const node = (name: NodeName) =>
    `NodeName=${name} NodeHostname=localhost NodeAddr=127.0.0.1 Port=${freePort()} CPUs=2`;
  return `ClusterName=test
SlurmctldHost=localhost(127.0.0.1)
SlurmctldPort=${freePort()}
AuthType=auth/munge
AuthInfo=socket=${folder}/munge/socket
SlurmUser=root
SlurmdUser=root
StateSaveLocation=${folder}/state
SlurmdSpoolDir=${folder}/spool-%n
SlurmctldPidFile=${folder}/slurmctld.pid
SlurmdPidFile=${folder}/slurmd-%n.pid
SlurmctldLogFile=${folder}/slurmctld.log
SlurmdLogFile=${folder}/slurmd-%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerType=sched/backfill
SchedulerParameters=bf_interval=1,sched_interval=1
PreemptType=preempt/partition_prio
PreemptMode=REQUEUE
MpiDefault=none
SwitchType=switch/none
ReturnToService=2
KillWait=3
MinJobAge=5
SlurmdTimeout=10
MaxArraySize=${maxArraySize}
${node("first")}
${node("second")}
PartitionName=low Nodes=first,second Default=YES PriorityTier=1 PreemptMode=REQUEUE
PartitionName=high Nodes=first,second PriorityTier=10 PreemptMode=OFF
PartitionName=short Nodes=first,second PriorityTier=1 MaxTime=4:00:00
`;
}
