/** What a figure of analysis rows tells apart. */
export interface ByOptions {
  /** The column whose values get a line, bar or panel each. @default "model" */
  readonly by?: string;
}
