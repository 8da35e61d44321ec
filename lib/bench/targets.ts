import { dataTargets } from "./data_targets.ts";
import { type Case, judge, type Target } from "./judge.ts";
import type { WorkersMeasure } from "./measure_workers.ts";
import { fastestPeer } from "./peers.ts";
import type { BenchReport } from "./report.ts";
import type { StepTimes } from "./steps.ts";
import type { ReportTime } from "./time_report.ts";

/**
 * Holds what was measured against the targets; every case counts, so the worst one decides. Targets of
 * parts that did not run are left out.
 */
export function judgeTargets(report: BenchReport): Target[] {
  const { steps = [], start = [], memory = [], growth = [], data, peers } = report;
  const { report: page, runs, sweep } = report;
  const stepCases = (keep: (times: StepTimes) => boolean, value: (times: StepTimes) => number) =>
    steps.filter(keep).map((times) => [describeStep(times), value(times)] as const);
  const isIwae = ({ model }: StepTimes) => model === "iwae";
  const graphToFloor = ({ ratios }: StepTimes) => ratios.graphToFloor;
  const best = peers && fastestPeer(peers);
  return [
    judge(
      "minimize / graph step",
      "at least",
      4.5,
      stepCases(() => true, (t) => t.ratios.minimizeToGraph),
    ),
    judge("graph step / floor", "at most", 1.15, stepCases((t) => !isIwae(t), graphToFloor)),
    judge("graph step / floor, IWAE", "at most", 1.25, stepCases(isIwae, graphToFloor)),
    judge("start of a new graph, s", "at most", 0.6, start.map((t) => [t.model, t.newGraph])),
    judge(
      "start of a further run, s",
      "at most",
      0.05,
      start.map((t) => [t.model, Math.max(t.furtherLearningRate, t.furtherSeed)]),
    ),
    judge(
      "memory of a worker, GB",
      "at most",
      1.6,
      memory.map((m) => [describeCohort(m), m.peakGigabytes]),
    ),
    judge(
      "cost of a sample beside the smallest cohort's, deviation",
      "at most",
      0.1,
      deviations(growth),
    ),
    ...data ? dataTargets(data) : [],
    judge(
      "PyTorch's fastest layout / sweep",
      "at least",
      1.4,
      best ? [[best.layout, best.ratio]] : [],
    ),
    judge("report, s", "at most", 20, page ? [[`${page.runs} runs`, page.seconds]] : []),
    judge("report, MB", "at most", 8, page ? [[`${page.runs} runs`, page.megabytes]] : []),
    judge("tables, s", "at most", 60, page ? [tablesSample(page, page.tables.seconds)] : []),
    judge("tables, GB", "at most", 2, page ? [tablesSample(page, page.tables.peakGigabytes)] : []),
    ...runs ? runTargets(runs) : [],
    judge("default sweep, s", "at most", 600, sweep ? [[`${sweep.runs} runs`, sweep.seconds]] : []),
  ].filter((target) => target !== undefined);
}

/** Of each cohort's microseconds a sample from those of the smallest with as many workers, as a share. */
function deviations(growth: readonly WorkersMeasure[]): Case[] {
  return growth.flatMap((measure) => {
    const alike = growth.filter(({ workers }) => workers === measure.workers);
    const smallest = alike.reduce((a, b) => b.samples < a.samples ? b : a);
    if (measure === smallest) return [];
    const ratio = measure.microsecondsPerSample / smallest.microsecondsPerSample;
    return [
      [`${describeCohort(measure)}, workers ${measure.workers}`, Math.abs(ratio - 1)] as const,
    ];
  });
}

function runTargets({ planning, executor }: NonNullable<BenchReport["runs"]>) {
  const { append, runs, seconds, peakGigabytes } = planning, where = `${runs} runs`;
  return [
    judge("keeping a record, ms", "at most", 5, [[`${append.records} records`, append.median]]),
    judge("opening and planning, s", "at most", 3, [[where, seconds]]),
    judge("opening and planning, GB", "at most", 1, [[where, peakGigabytes]]),
    judge("executor beside training, share", "at most", 0.03, [[
      `${executor.runs} runs`,
      executor.share,
    ]]),
  ];
}

function tablesSample({ tables }: ReportTime, value: number): Case {
  return [`${tables.runs} runs`, value];
}

function describeStep({ model, optimizer, latentSize, threads }: StepTimes): string {
  return `${model}, ${optimizer}, latent ${latentSize}, threads ${threads}`;
}

function describeCohort({ samples, genes }: WorkersMeasure): string {
  return `${samples} × ${genes}`;
}
