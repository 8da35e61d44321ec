/** What figures read of a row of the results frame; any further column counts as a further axis. */
export interface PlotRow {
  readonly run: string;
  readonly model: string;
  readonly learning_rate: number;
  readonly latent_size: number;
  readonly optimizer: string;
  readonly seed: number;
  readonly status: string;
  readonly epochs: number | null;
  readonly test_mse: number | null;
  readonly test_reconstruction: number | null;
}
