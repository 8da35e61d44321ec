import type { ResultFolder } from "../sweep/open_result_folder.ts";
import { deepcaveFiles } from "./deepcave.ts";
import { optunaFiles } from "./optuna.ts";
import type { PlannedFile } from "./planned_file.ts";
import { syneTuneFiles } from "./syne_tune.ts";
import { tableFiles } from "./tables.ts";

/** What a sweep can be exported as: the files of each tool; each gets a data card beside them. */
export const FORMATS = {
  "syne-tune": syneTuneFiles,
  deepcave: deepcaveFiles,
  optuna: optunaFiles,
  croissant: tableFiles,
} as const satisfies Readonly<Record<string, (folder: ResultFolder) => readonly PlannedFile[]>>;

/** A name of {@linkcode FORMATS}. */
export type ExportFormat = keyof typeof FORMATS;
