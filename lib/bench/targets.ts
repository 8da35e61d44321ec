import { dataTargets } from "./data_targets.ts";
import { atLeast, atMost, type Case, type Target } from "./judge.ts";
import type { Phase } from "./follow_command.ts";
import type { FullSizeMeasure } from "./measure_full_size.ts";
import type { WorkersMeasure } from "./measure_workers.ts";
import { fastestPeer } from "./peers.ts";
import { populationTargets } from "./population_targets.ts";
import type { BenchReport } from "./report.ts";
import type { StepTimes } from "./steps.ts";

/**
 * Holds what was measured against the targets; every case counts, so the worst one decides. Targets of
 * parts that did not run are left out.
 */
export function judgeTargets(report: BenchReport): Target[] {
  const { steps = [], start = [], memory = [], growth = [], data, peers } = report;
  const { report: pages = [], runs, sweep, estimates = [], fullsize } = report;
  const stepCases = (keep: (times: StepTimes) => boolean, value: (times: StepTimes) => number) =>
    steps.filter(keep).map((times) => [describeStep(times), value(times)] as const);
  const isIwae = ({ model }: StepTimes) => model === "iwae";
  const graphToFloor = ({ ratios }: StepTimes) => ratios.graphToFloor;
  const best = peers && fastestPeer(peers);
  return [
    atLeast(4.5, "minimize / graph step", stepCases(() => true, (t) => t.ratios.minimizeToGraph)),
    atMost(1.15, "graph step / floor", stepCases((t) => !isIwae(t), graphToFloor)),
    atMost(1.25, "graph step / floor, IWAE", stepCases(isIwae, graphToFloor)),
    atMost(0.6, "start of a new graph, s", start.map((t) => [t.model, t.newGraph])),
    atMost(
      0.05,
      "start of a further run, s",
      start.map((t) => [t.model, Math.max(t.furtherLearningRate, t.furtherSeed)]),
    ),
    atMost(1.6, "memory of a worker, GB", memory.map((m) => [describeCohort(m), m.peakGigabytes])),
    atMost(0.1, "cost of a sample beside the smallest cohort's, deviation", deviations(growth)),
    ...data ? dataTargets(data) : [],
    atLeast(1.4, "PyTorch's fastest layout / sweep", best ? [[best.layout, best.ratio]] : []),
    ...populationTargets(report.population),
    atMost(90, "report, s", pages.map((page) => [`${page.runs} runs`, page.seconds])),
    atMost(2, "report, GB", pages.map((page) => [`${page.runs} runs`, page.peakGigabytes])),
    atMost(8, "report, MB", pages.map((page) => [`${page.runs} runs`, page.megabytes])),
    ...runs ? runTargets(runs) : [],
    atMost(
      0.25,
      "memory said beside measured, deviation",
      estimates.map((row) => [row.sweep, Math.abs(row.saidGigabytes / row.peakGigabytes - 1)]),
    ),
    ...fullsize ? fullSizeTargets(fullsize) : [],
    atMost(600, "default sweep, s", sweep ? [[`${sweep.runs} runs`, sweep.seconds]] : []),
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

function fullSizeTargets({ phases, saidGigabytes, peakGigabytes }: FullSizeMeasure) {
  const cases = (of: readonly Phase[], value: (phase: Phase) => number): Case[] =>
    of.map((phase) => [phase.name, value(phase)]);
  const others = phases.filter(({ name }) => name !== "training");
  const deviation = Math.abs(saidGigabytes / peakGigabytes - 1);
  return [
    atMost(2, "silence at full size, s", cases(phases, ({ longestSilence }) => longestSilence)),
    atMost(30, "phases but training, s", cases(others, ({ seconds }) => seconds)),
    atMost(
      15,
      "baselines after training, s",
      cases(phases.filter(({ name }) => name === "baselines"), ({ seconds }) => seconds),
    ),
    atMost(0.25, "memory said beside measured at full size, deviation", [["full size", deviation]]),
  ];
}

function runTargets({ planning, ending, executor }: NonNullable<BenchReport["runs"]>) {
  const { append, runs, seconds, peakGigabytes } = planning, where = `${runs} runs`;
  return [
    atMost(5, "keeping a record, ms", [[`${append.records} records`, append.median]]),
    atMost(3, "opening and planning, s", [[where, seconds]]),
    atMost(1, "opening and planning, GB", [[where, peakGigabytes]]),
    atMost(
      2,
      "status, resuming and ending, GB",
      ending.phases.map((phase) => [`${ending.runs} runs, ${phase.name}`, phase.peakGigabytes]),
    ),
    atMost(0.03, "executor beside training, share", [[
      `${executor.runs} runs`,
      executor.share,
    ]]),
  ];
}

function describeStep({ model, optimizer, latentSize, threads }: StepTimes): string {
  return `${model}, ${optimizer}, latent ${latentSize}, threads ${threads}`;
}

function describeCohort({ samples, genes }: WorkersMeasure): string {
  return `${samples} × ${genes}`;
}
