import { nanosecondsPerCell } from "./data_targets.ts";
import { median } from "../numbers/median.ts";
import type { FullSizeMeasure } from "./measure_full_size.ts";
import { populationSections } from "./_population_sections.ts";
import type { BenchReport } from "./report.ts";
import { section } from "./_section.ts";
import { judgeTargets } from "./targets.ts";

/** A report as text for a terminal: a table per part, then the targets. */
export function formatReport(report: BenchReport): string {
  const { steps, start, memory, growth, data, peers, report: page, runs, sweep } = report;
  const { estimates, fullsize, skipped } = report;
  const sections = [
    describe(report),
    section("A training step, ms", steps, [
      { title: "model", value: (t) => t.model },
      { title: "optimizer", value: (t) => t.optimizer },
      { title: "latent", value: (t) => t.latentSize },
      { title: "threads", value: (t) => t.threads },
      { title: "graph", value: (t) => t.milliseconds.graph },
      { title: "floor", value: (t) => t.milliseconds.floor },
      { title: "eager", value: (t) => t.milliseconds.eager },
      { title: "minimize", value: (t) => t.milliseconds.minimize },
      { title: "minimize/graph", value: (t) => t.ratios.minimizeToGraph },
      { title: "graph/floor", value: (t) => t.ratios.graphToFloor },
      { title: "floor/products", value: (t) => t.ratios.floorToProducts },
      { title: "GFLOP/s", value: (t) => t.gigaflops },
    ]),
    section("Start, s", start, [
      { title: "model", value: (t) => t.first ? `${t.model} (first of its process)` : t.model },
      { title: "trace, load, first step", value: (t) => t.newGraph, digits: 2 },
      { title: "further learning rate", value: (t) => t.furtherLearningRate, digits: 2 },
      { title: "further seed", value: (t) => t.furtherSeed, digits: 2 },
    ]),
    section("Memory of a worker", memory, [
      { title: "samples", value: (m) => m.samples },
      { title: "genes", value: (m) => m.genes },
      { title: "models", value: (m) => m.models.join(", ") },
      { title: "peak, GB", value: (m) => m.peakGigabytes },
    ]),
    section("Growth with samples", growth, [
      { title: "samples", value: (m) => m.samples },
      { title: "workers × threads", value: (m) => `${m.workers} × ${m.threads}` },
      { title: "s per epoch", value: (m) => m.secondsPerEpoch },
      { title: "µs per sample", value: (m) => m.microsecondsPerSample },
    ]),
    section("From .tsv.gz to a prepared dataset, s of the whole process", data, [
      { title: "samples", value: (t) => t.samples },
      { title: "genes", value: (t) => t.genes },
      { title: "MB", value: (t) => t.megabytes },
      { title: "s", value: (t) => median(t.prepare) },
      { title: "ns per cell", value: (t) => nanosecondsPerCell(t) },
      { title: "peak, GB", value: (t) => t.peakGigabytes },
      { title: "from the cache, s", value: (t) => median(t.again), digits: 2 },
      { title: "pandas.read_csv, s", value: (t) => t.pandas ? median(t.pandas) : "-" },
      { title: "its peak, GB", value: (t) => t.pandasPeakGigabytes ?? "-" },
    ]),
    section(
      "The sweep and PyTorch, s of the whole process",
      peers && [
        { layout: "this project", seconds: peers.ours, ratio: 1 },
        ...peers.peers,
      ],
      [
        { title: "", value: (row) => row.layout },
        { title: "median", value: (row) => median(row.seconds) },
        { title: "all", value: (row) => row.seconds.map((s) => s.toFixed(1)).join(" ") },
        { title: "times ours", value: (row) => row.ratio },
      ],
    ),
    ...populationSections(report.population),
    section("The report of a large sweep: all tables, figures and the page", page, [
      { title: "runs", value: (row) => row.runs },
      { title: "tables, s", value: (row) => row.tableSeconds },
      { title: "everything, s", value: (row) => row.seconds },
      { title: "of processors, s", value: (row) => row.processorSeconds },
      { title: "load before", value: (row) => row.load },
      { title: "peak, GB", value: (row) => row.peakGigabytes },
      { title: "page, MB", value: (row) => row.megabytes },
    ]),
    section("Keeping runs, and planning a sweep with very many done", runs && [runs.planning], [
      { title: "record, ms", value: (row) => row.append.median, digits: 2 },
      { title: "95 % below, ms", value: (row) => row.append.most, digits: 2 },
      { title: "runs", value: (row) => row.runs },
      { title: "opening and planning, s", value: (row) => row.seconds, digits: 2 },
      { title: "peak, GB", value: (row) => row.peakGigabytes },
    ]),
    section(runs ? `Around ${runs.ending.runs} runs that are done` : "", runs?.ending.phases, [
      { title: "phase", value: (row) => row.name },
      { title: "s", value: (row) => row.seconds },
      { title: "longest silence, s", value: (row) => row.longestSilence, digits: 2 },
      { title: "peak, GB", value: (row) => row.peakGigabytes, digits: 2 },
    ]),
    section("The executor beside training, ms of a worker for each run", runs && [runs.executor], [
      { title: "runs", value: (row) => row.runs },
      { title: "next to no training", value: (row) => row.perRun },
      { title: "a usual run", value: (row) => row.usual },
      { title: "share, %", value: (row) => 100 * row.share, digits: 2 },
    ]),
    section("The default sweep", sweep && [sweep], [
      { title: "runs", value: (row) => row.runs },
      { title: "s", value: (row) => row.seconds },
    ]),
    section("Memory that a sweep says it takes, and what its processes hold", estimates, [
      { title: "sweep", value: (row) => row.sweep },
      { title: "said, GB", value: (row) => row.saidGigabytes, digits: 2 },
      { title: "measured, GB", value: (row) => row.peakGigabytes, digits: 2 },
      { title: "said/measured", value: (row) => row.saidGigabytes / row.peakGigabytes, digits: 2 },
    ]),
    section(fullsize ? fullSizeTitle(fullsize) : "", fullsize?.phases, [
      { title: "phase", value: (row) => row.name },
      { title: "s", value: (row) => row.seconds },
      { title: "longest silence, s", value: (row) => row.longestSilence, digits: 2 },
      { title: "peak, GB", value: (row) => row.peakGigabytes, digits: 2 },
    ]),
    section("Targets", judgeTargets(report), [
      { title: "", value: (t) => t.met ? "met" : "MISSED" },
      { title: "target", value: (t) => t.name },
      { title: "bound", value: (t) => `${t.kind} ${t.bound}` },
      { title: "worst", value: (t) => t.worst },
      { title: "where", value: (t) => t.where },
    ]),
    skipped.map((line) => `Left out: ${line}`).join("\n"),
  ];
  return sections.filter((text) => text).join("\n\n");
}

function fullSizeTitle(measure: FullSizeMeasure): string {
  const { samples, genes, runs, saidGigabytes, peakGigabytes, load } = measure;
  const numbers = [saidGigabytes, peakGigabytes, saidGigabytes / peakGigabytes].map((number) =>
    number.toFixed(2)
  );
  return `From the command to the page: ${samples} × ${genes}, ${runs} runs; memory said ${
    numbers[0]
  } GB, measured ` +
    `${numbers[1]}, ratio ${numbers[2]}; load before ${load.toFixed(1)}`;
}

function describe({ machine, versions, startedAt, quick }: BenchReport): string {
  const pairs = Object.entries({ ...machine, ...versions }).map(([name, value]) =>
    `${name} ${value}`
  );
  const note = quick
    ? "\nA quick run: it shows that the benchmark works, not how fast anything is."
    : "";
  return `${startedAt}: ${pairs.join(", ")}${note}`;
}
