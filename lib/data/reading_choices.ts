/** What the options of reading a matrix take; the first of each is what holds if nothing is said. */
export const READING_CHOICES = {
  orientation: ["auto", "genes", "samples"],
  scale: ["as-is", "log2", "log2-cpm"],
  sampleTypes: ["tumour", "all", "normal"],
  duplicateGenes: ["highest-mean", "refuse"],
} as const;
