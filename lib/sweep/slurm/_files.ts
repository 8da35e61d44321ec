import { writeWhole } from "../../files.ts";
import { makeFolder } from "../../files/make_folder.ts";
import type { DataSize } from "../plan/cost.ts";
import type { WorkerSetup } from "../execute/protocol.ts";
import type { RunJob } from "../plan/run_job.ts";

/** The runs of one array task, and how to execute them: slurm/<tag>/<task>.json. */
export interface TaskList {
  readonly setup: WorkerSetup;
  readonly threads: number;
  readonly retries: number;
  readonly hangTimeout?: number;
  readonly size: DataSize;
  readonly jobs: readonly RunJob[];
}

/** Where a result folder keeps what concerns Slurm. */
export function slurmFolder(folder: string): string {
  return `${folder}/slurm`;
}

/** The folder of an array job's task lists and of what its tasks say. */
export function tagFolder(folder: string, tag: string): string {
  return `${slurmFolder(folder)}/${tag}`;
}

/** A file that is there once somebody has cancelled an array job. */
export function cancelledMark(folder: string, tag: string): string {
  return `${tagFolder(folder, tag)}/cancelled`;
}

/** Writes the task lists of an array job that is going to be submitted. */
export function writeTaskLists(folder: string, tag: string, lists: readonly TaskList[]): void {
  makeFolder(tagFolder(folder, tag));
  lists.forEach((list, task) => {
    writeWhole(`${tagFolder(folder, tag)}/${task}.json`, JSON.stringify(list));
  });
}

/** Reads a task list. */
export function readTaskList(folder: string, tag: string, task: number): TaskList {
  return JSON.parse(Deno.readTextFileSync(`${tagFolder(folder, tag)}/${task}.json`));
}

/** When an array job's task lists were written by the clock of the file system, in milliseconds since 1970. */
export function taskListsTime(folder: string, tag: string, task: number): number {
  return Deno.statSync(`${tagFolder(folder, tag)}/${task}.json`).mtime!.getTime();
}
