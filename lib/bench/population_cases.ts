/** What is measured of populations. */
export const POPULATION_CASES = [
  "agreement",
  "cpu",
  "card",
  "peers",
  "poster",
  "cohort",
  "fullsize",
] as const;

/** One of {@linkcode POPULATION_CASES}. */
export type PopulationCase = typeof POPULATION_CASES[number];
