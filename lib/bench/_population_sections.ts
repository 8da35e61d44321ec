import type { PeerWay } from "./population_peer.ts";
import { type PopulationRow, rowsOf } from "./population_rows.ts";
import { section } from "./_section.ts";

const WAYS: Readonly<Record<PeerWay, string>> = {
  one: "PyTorch, one process",
  captured: "PyTorch, one CUDA graph",
  stacked: "PyTorch, stacked by hand",
};

/** What was measured of populations, as tables; empty ones of what was not. */
export function populationSections(rows?: readonly PopulationRow[]): string[] {
  return [
    section("Losses of trainings in a population", rowsOf("agreement", rows), [
      { title: "training", value: (row) => row.training },
      { title: "compared", value: (row) => row.compared },
      { title: "largest relative difference", value: (row) => row.difference },
    ]),
    section("A step of many trainings", [...ourSteps(rows), ...peerSteps(rows)], [
      { title: "way", value: (row) => row.way },
      { title: "precision", value: (row) => row.precision },
      { title: "trainings", value: (row) => row.trainings },
      { title: "ms a step", value: (row) => row.milliseconds },
      { title: "and training", value: (row) => row.milliseconds / row.trainings },
      { title: "first step, s", value: (row) => row.newGraph },
    ]),
    section("Sweeps on a card, s of the whole command", rowsOf("sweep", rows), [
      { title: "sweep", value: (row) => row.sweep },
      { title: "precision", value: (row) => row.precision },
      { title: "runs", value: (row) => row.runs },
      { title: "epochs", value: (row) => row.epochs },
      { title: "s", value: (row) => row.seconds },
      { title: "as many epochs in PyTorch", value: (row) => row.peerSeconds ?? null },
    ]),
  ];
}

function ourSteps(rows?: readonly PopulationRow[]) {
  return rowsOf("step", rows).map(({ device, optimizers, slots, ...row }) => ({
    ...row,
    way: `${device === "gpu" ? "card" : "processor"}, ${optimizers}`,
    trainings: slots,
  }));
}

function peerSteps(rows?: readonly PopulationRow[]) {
  return rowsOf("peer", rows).map((row) => ({ ...row, way: WAYS[row.way], newGraph: null }));
}
