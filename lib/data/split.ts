import { permutation, PURPOSE, stream } from "../random.ts";
import { InputError } from "../errors.ts";
import { patientOf } from "./patient_of.ts";

/** Options of {@linkcode splitSamples}. */
export interface SplitOptions {
  /** @default {0} */
  readonly seed?: number;
  /** Share of the samples that early stopping looks at. @default {0.15} */
  readonly validationFraction?: number;
  /** Share of the samples that nothing looks at before the end. @default {0.15} */
  readonly testFraction?: number;
  /** What stays together, one per sample; "" for a sample that stands alone. @default {patients by barcode} */
  readonly groups?: readonly string[];
}

/** Row numbers of each part, ascending; together every row once. */
export interface SplitRows {
  readonly train: Int32Array;
  readonly validation: Int32Array;
  readonly test: Int32Array;
  /** Cancer types with fewer than three patients, and how many samples each sent to training. */
  readonly smallClasses: readonly { readonly cancerType: string; readonly samples: number }[];
}

type Part = "train" | "validation" | "test";

/**
 * Splits samples at random into training, validation and test, stratified by cancer type.
 *
 * Samples of one patient (the beginning of a TCGA, TARGET or GTEx barcode) stay together: a tumour in
 * training and its normal tissue in the test would leak. Every type with at least three patients is in
 * all three parts; a smaller one trains only, and is named in the result. Where groups are given, such as donors, they
 * take the patients' place: each counts as of the type that most of its samples have, and types with fewer than three
 * groups are dealt out together. The split depends on ids, groups, types, fractions and seed, not on the order of the
 * samples.
 *
 * @param samples Sample ids, each once.
 * @param cancerTypes One per sample.
 * @throws {InputError} If a part would be empty or the training part has fewer than two samples.
 * @throws {RangeError} If the fractions are not positive numbers that leave something to train on.
 */
export function splitSamples(
  samples: readonly string[],
  cancerTypes: readonly string[],
  { seed = 0, validationFraction = 0.15, testFraction = 0.15, groups }: SplitOptions = {},
): SplitRows {
  checkFractions(validationFraction, testFraction);
  const rows: Record<Part, number[]> = { train: [], validation: [], test: [] };
  const smallClasses: { cancerType: string; samples: number }[] = [];
  const heldOut: HeldOut[] = [
    { part: "validation", fraction: validationFraction, leave: 2, owed: 0 },
    { part: "test", fraction: testFraction, leave: 1, owed: 0 },
  ];
  for (const [cancerType, patients] of strata(samples, cancerTypes, { seed, groups })) {
    if (patients.length >= 3) deal(patients, rows, heldOut);
    else {
      rows.train.push(...patients.flat());
      smallClasses.push({ cancerType, samples: patients.flat().length });
    }
  }
  checkParts(rows, samples.length, groups ? "groups" : "patients");
  const sorted = (part: Part) => Int32Array.from(rows[part]).sort();
  return {
    train: sorted("train"),
    validation: sorted("validation"),
    test: sorted("test"),
    smallClasses,
  };
}

interface HeldOut {
  readonly part: Part;
  readonly fraction: number;
  /** Patients that must be left for the parts that come after. */
  readonly leave: number;
  /** What rounding took from earlier types, so that the parts keep their overall size. */
  owed: number;
}

/** Deals one type's patients out: at least one to each part, the rest to training. */
function deal(patients: number[][], rows: Record<Part, number[]>, heldOut: HeldOut[]): void {
  const size = patients.flat().length, left = [...patients];
  for (const held of heldOut) {
    const wanted = held.fraction * size + held.owed;
    let taken = 0;
    while (left.length > held.leave && (taken === 0 || taken + 0.5 < wanted)) {
      const patient = left.shift()!;
      rows[held.part].push(...patient);
      taken += patient.length;
    }
    held.owed = wanted - taken;
  }
  rows.train.push(...left.flat());
}

/** Cancer type -> its patients in random order, each as the rows of their samples. */
function strata(
  samples: readonly string[],
  cancerTypes: readonly string[],
  { seed, groups }: { readonly seed: number; readonly groups?: readonly string[] },
) {
  const patients = new Map<string, number[]>();
  samples.forEach((sample, row) => {
    const patient = groups?.[row] ? `group ${groups[row]}` : patientOf(sample);
    const rows = patients.get(patient);
    if (rows) rows.push(row);
    else patients.set(patient, [row]);
  });
  const names = [...patients.keys()].sort();
  const types = new Map<string, number[][]>();
  for (const drawn of permutation([seed, stream(PURPOSE.split, 0)], names.length)) {
    const rows = patients.get(names[drawn]!)!;
    // A patient's samples may have different types (one not in the phenotype table): the first by id decides.
    const first = rows.reduce((a, b) => samples[a]! < samples[b]! ? a : b);
    const type = groups ? mostFrequent(rows, cancerTypes) : cancerTypes[first]!;
    const stratum = types.get(type);
    if (stratum) stratum.push(rows);
    else types.set(type, [rows]);
  }
  const sorted = [...types].sort(([a], [b]) => a < b ? -1 : 1);
  return groups ? pooled(sorted) : sorted;
}

/** The type that most samples of a group have; of as many, the first by its name. */
function mostFrequent(rows: readonly number[], cancerTypes: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(cancerTypes[row]!, (counts.get(cancerTypes[row]!) ?? 0) + 1);
  return [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))[0]![0];
}

/** Types with fewer than three groups as one: donors are few, and what most of their samples are tells little. */
function pooled(types: readonly [string, number[][]][]): [string, number[][]][] {
  const isSmall = ([, groups]: [string, number[][]]) => groups.length < 3;
  const small = types.filter(isSmall);
  if (small.length < 2) return [...types];
  const names = small.map(([name]) => name).join(", ");
  return [
    ...types.filter((type) => !isSmall(type)),
    [names, small.flatMap(([, groups]) => groups)],
  ];
}

function checkFractions(validation: number, test: number): void {
  if (!(validation > 0 && test > 0 && validation + test < 1)) {
    throw new RangeError(
      `Cannot split by the fractions ${validation} (validation) and ${test} (test): ` +
        "both must be above 0 and leave something to train on",
    );
  }
}

function checkParts(rows: Record<Part, number[]>, samples: number, what: string): void {
  if (rows.train.length < 2 || rows.validation.length === 0 || rows.test.length === 0) {
    throw new InputError(
      `Cannot split ${samples} samples: ${rows.train.length} would train, ${rows.validation.length} ` +
        `validate and ${rows.test.length} test; a cohort needs a cancer type with at least 4 ${what}`,
    );
  }
}
