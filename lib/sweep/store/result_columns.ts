import type { RunOutcome } from "./outcomes.ts";

/** A cell: text, a number, or null where there is none. */
export type Cell = string | number | null;

/** A column of the results table: what it holds, and where that is in a run's record. */
export type Column = readonly [
  name: string,
  kind: "text" | "whole" | "real",
  read: (record: RunOutcome) => Cell,
];

/** What a run was asked to do; further axes come after it. */
export const IDENTITY: readonly Column[] = [
  ["run", "text", ({ run }) => run],
  ["model", "text", ({ configuration }) => configuration.model],
  ["learning_rate", "real", ({ configuration }) => configuration.learningRate],
  ["latent_size", "whole", ({ configuration }) => configuration.latentSize],
  ["optimizer", "text", ({ configuration }) => configuration.optimizer],
  ["seed", "whole", ({ configuration }) => configuration.seed],
  ["split_seed", "whole", ({ configuration: { seed, splitSeed = seed } }) => splitSeed],
];

/** How it went. */
export const OUTCOME: readonly Column[] = [
  ["status", "text", ({ status }) => status],
  ["epochs", "whole", ({ epochs }) => epochs],
  ["best_epoch", "whole", ({ bestEpoch }) => bestEpoch],
  ["train_loss", "real", ({ trainLoss }) => trainLoss],
  ["validation_loss", "real", ({ validationLoss }) => validationLoss],
  ["validation_mse", "real", ({ validationMse }) => validationMse ?? null],
  ["test_loss", "real", ({ testLoss }) => testLoss],
  ["test_reconstruction", "real", ({ testReconstruction }) => testReconstruction],
  ["test_mse", "real", ({ testMse }) => testMse],
  ["test_r2", "real", ({ testR2 }) => testR2],
  ["test_log_likelihood", "real", ({ testLogLikelihood }) => testLogLikelihood ?? null],
  ["active_units", "whole", ({ latent }) => latent?.activeUnits ?? null],
  ["effective_rank", "real", ({ latent }) => latent?.effectiveRank ?? null],
  ["knn_accuracy", "real", ({ latent }) => latent?.knnAccuracy ?? null],
  ["logistic_accuracy", "real", ({ latent }) => latent?.logisticAccuracy ?? null],
  ["diverged_epoch", "whole", ({ divergedEpoch }) => divergedEpoch],
  ["diverged_step", "whole", ({ divergedStep }) => divergedStep],
  ["diverged_part", "text", ({ divergedPart }) => divergedPart],
  ["seconds", "real", ({ seconds }) => seconds],
  ["steps_per_second", "real", ({ stepsPerSecond }) => stepsPerSecond],
  ["engine", "text", ({ engine }) => engine],
  ["backend", "text", ({ backend }) => backend],
  ["threads", "whole", ({ threads }) => threads ?? null],
  ["population", "whole", ({ population }) => population ?? 1],
  ["device", "text", ({ device }) => device ?? "cpu"],
  ["precision", "text", ({ precision }) => precision ?? "float32"],
  ["host", "text", ({ host }) => host],
  ["started_at", "text", ({ startedAt }) => startedAt],
  ["failure", "text", ({ failure }) => failure],
  ["error", "text", ({ error }) => error],
];

/** The columns that every results table has; what it has besides them are further axes. */
export const RESULT_COLUMNS: readonly string[] = [...IDENTITY, ...OUTCOME].map(([name]) => name);
