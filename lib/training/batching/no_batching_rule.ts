/** A formula cannot be computed for several trainings at once; for each of them alone it can. */
export class NoBatchingRule extends TypeError {
  override readonly name = "NoBatchingRule";

  /**
   * @param subject What was recorded, such as `the loss of vae`.
   * @param operation TensorFlow's name of the operation, and what of it has no rule.
   */
  constructor(subject: string, operation: string) {
    super(
      `Cannot compute ${subject} for several trainings at once: ` +
        `there is no batching rule for the operation ${operation}`,
    );
  }
}
