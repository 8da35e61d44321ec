import { atLeast, atMost, type Case, type Target } from "./judge.ts";
import { type PopulationRow, rowsOf } from "./population_rows.ts";
import type { Precision } from "../tensorflow/device.ts";

/** Trainings at once for which the targets of a step are set. */
const SLOTS = 90;

/** Milliseconds of a step and training. */
const MILLISECONDS: Readonly<Record<Precision, number>> = { float32: 0.14, tf32: 0.11 };

/** Holds what was measured of populations against the targets; those of cases that were left out are too. */
export function populationTargets(rows?: readonly PopulationRow[]): (Target | undefined)[] {
  const agreement = rowsOf("agreement", rows).filter(({ compared }) =>
    /^population/.test(compared)
  );
  const onCard = rowsOf("step", rows).filter(({ device }) => device === "gpu");
  const sweeps = (name: string) => rowsOf("sweep", rows).filter(({ sweep }) => sweep === name);
  const seconds = (name: string): Case[] =>
    sweeps(name).map(({ precision, seconds }) => [precision, seconds]);
  return [
    atMost(
      1e-5,
      "losses in a population beside alone, relative difference",
      agreement.map((row) => [`${row.training}, ${row.compared}`, row.difference]),
    ),
    ...Object.entries(MILLISECONDS).map(([name, bound]) =>
      atMost(
        bound,
        `step of ${SLOTS} trainings on a card, ${name}, ms and training`,
        onCard.filter(({ precision, slots }) => precision === name && slots === SLOTS)
          .map(({ optimizers, milliseconds }) => [optimizers, milliseconds / SLOTS]),
      )
    ),
    atMost(
      2,
      "first step of a new graph on a card, s",
      onCard.filter(({ slots }) => slots > 1)
        .map(({ slots, newGraph }) => [`${slots} trainings`, newGraph]),
    ),
    atLeast(
      12,
      "PyTorch, one run after the other / sweep on a card",
      sweeps("poster").filter(({ peerSeconds }) => peerSeconds !== undefined)
        .map(({ precision, seconds, peerSeconds }) => [precision, peerSeconds! / seconds]),
    ),
    atMost(120, "default grid of the cohort on a card, s", seconds("cohort")),
    atMost(900, "default grid at full size on a card, s", seconds("fullsize")),
  ];
}
