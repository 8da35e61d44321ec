import { describeNotices } from "../data/notices.ts";
import { formatSignificant } from "../format/format_significant.ts";
import type { TrainedModel } from "../training/trained_model.ts";
import type { Embedding } from "./embed_samples.ts";

/** Share of the network's genes below which there is a warning. */
const FEW = 0.8;

/** Share of samples that are unlike the training above which there is one. */
const MOST = 0.5;

/** Slopes of gene means over those of the training between which numbers may well be on its scale. */
const SAME_SCALE = [0.8, 1.25] as const;

/** Below the first numbers have hardly any means of their own; above the second they grow faster than any logarithms. */
const CENTRED = 0.2, NO_LOGARITHMS = 4;

/** What other slopes come from, within a tenth of them, and what to do. */
const SLOPES: readonly [slope: number, what: string][] = [
  [
    Math.LN2,
    "natural logarithms, such as scanpy's log1p, are to the training's to base 2; divide them by 0.693",
  ],
  [1 / Math.LN2, "logarithms to base 2 are to the training's natural ones; multiply them by 0.693"],
  [
    Math.LN2 / Math.LN10,
    "logarithms to base 10 are to the training's to base 2; divide them by 0.301",
  ],
  [1 / Math.LN10, "logarithms to base 10 are to the training's natural ones; divide them by 0.434"],
  [Math.LN10, "natural logarithms are to the training's to base 10; divide them by 2.303"],
  [
    Math.LN10 / Math.LN2,
    "logarithms to base 2 are to the training's to base 10; divide them by 3.322",
  ],
];

/** Samples unlike the training that are named. */
const NAMED = 10;

/** A line of what was understood: what it is about, and what was understood of it. */
export interface EmbeddingLine {
  readonly what: "data" | "note" | "genes" | "unlike";
  readonly text: string;
}

/**
 * What was understood of a file that was put through a network: its samples, how many of the network's genes it has, and
 * which samples are unlike the training.
 *
 * @param data What the file is called.
 */
export function describeEmbedding(
  embedding: Embedding,
  { content: { errorLimit: limit, scale: trainedScale } }: TrainedModel,
  data: string,
): { readonly lines: readonly EmbeddingLine[]; readonly warnings: readonly string[] } {
  const { samples, source, genesInFile, scale, found, report, geneMeanSlope } = embedding;
  const known = found.filter(Boolean).length, share = known / found.length;
  const range = [source.smallest, source.largest].map((value) => formatSignificant(value)).join(
    " to ",
  );
  const lines: EmbeddingLine[] = [
    {
      what: "data",
      text: `${data}: ${source.format}, rows are ${source.rows}, ${count(samples.length)} ${
        samples.length === 1 ? "sample" : "samples"
      } × ${count(genesInFile)} genes, values ${range}, scale ${scale}`,
    },
    ...describeNotices(report).map((text) => ({ what: "note", text } as const)),
    {
      what: "genes",
      text:
        `${count(known)} of the network's ${count(found.length)} are in the file (${
          percent(share)
        })` +
        (share < 1 ? "; the others count as the training mean" : ""),
    },
    {
      what: "unlike",
      text: limit
        ? unlikeText(embedding, limit.value, limit.validationShare)
        : "not known: the network's file is of a version that did not keep it",
    },
  ];
  const strange = (embedding.unlike?.length ?? 0) / samples.length;
  const warnings = [
    ...share < FEW
      ? [
        `Only ${
          percent(share)
        } of the network's genes are in ${data}: latent means of samples that lack many genes lie ` +
        "nearer to the middle than they should; where the file has other ids too, name their column with --gene-column",
      ]
      : [],
    ...geneMeanSlope !== null && (geneMeanSlope < SAME_SCALE[0] || geneMeanSlope > SAME_SCALE[1])
      ? [
        `The numbers of ${data} seem to be on another scale than those of the training: its genes' means differ ${
          formatSignificant(Math.abs(geneMeanSlope) < 0.005 ? 0 : geneMeanSlope)
        } times as much, ${causeOf(geneMeanSlope)}`,
      ]
      : [],
    ...strange > MOST && strange > 2 * (limit?.validationShare ?? 0)
      ? [
        `Most samples of ${data} are unlike the training, whose numbers were scaled "${
          trainedScale ?? scale
        }": these may be scaled in ` +
        "another way (--scale), or come from another platform or kind of sample",
      ]
      : [],
  ];
  return { lines, warnings };
}

/** What a slope of gene means comes from. */
function causeOf(slope: number): string {
  const known = SLOPES.find(([exact]) => Math.abs(slope / exact - 1) < 0.1);
  if (known) return `as ${known[1]}`;
  if (slope < CENTRED) {
    return "as where they were centred gene by gene; give those from before that";
  }
  if (slope > NO_LOGARITHMS) {
    return "as where they are no logarithms; say what they are with --scale";
  }
  return "as logarithms of another unit do (counts, CPM, TPM, FPKM); give those that the training had";
}

/** How many samples are unlike the training, the worst of them by name. */
function unlikeText(
  { samples, errors, unlike }: Embedding,
  limit: number,
  expected: number,
): string {
  const found = [...unlike ?? []].sort((a, b) => errors[b]! - errors[a]!);
  const names = found.slice(0, NAMED).map((sample) => samples[sample]!).join(", ");
  const more = found.length > NAMED ? `, … ${count(found.length - NAMED)} more` : "";
  return `${count(found.length)} of ${count(samples.length)} ${
    samples.length === 1 ? "sample" : "samples"
  } (${percent(found.length / samples.length)}; of the validation samples ${
    percent(expected)
  }) have errors above ${formatSignificant(limit)}, the 99th percentile of the training samples` +
    (found.length > 0 ? `: ${names}${more}` : "");
}

const count = (number: number) => number.toLocaleString("en");
const percent = (share: number) => share === 0 ? "0 %" : `${formatSignificant(100 * share)} %`;
