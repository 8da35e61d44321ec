/** What an option may be: any finite number by default. */
export interface OptionDomain {
  readonly minimum?: number;
  /** The value must lie above this. */
  readonly above?: number;
  /** The value must lie below this. */
  readonly below?: number;
  /** Integers are at most 2³¹ − 1, as TensorFlow's are. */
  readonly integer?: boolean;
  readonly choices?: readonly string[];
}

/** An option of a model: its domain, its default and what it does. */
export interface Option extends OptionDomain {
  readonly default: number | string;
  /** What it is, in a few words without a full stop, for `--help` and documentation. */
  readonly help: string;
  /** What a number counts or is measured in, such as `samples`. */
  readonly unit?: string;
  /** How the model's paper writes it, such as `β`. */
  readonly symbol?: string;
}

/** Options by their names in camelCase. */
export type Options = Readonly<Record<string, Option>>;

/** The values that a formula gets: one of the choices where a row has any, else a number. */
export type ValuesOf<Rows extends Options> = string extends keyof Rows
  ? Readonly<Record<string, number | string>>
  : {
    readonly [Name in keyof Rows]: Rows[Name] extends {
      readonly choices: readonly (infer Choice extends string)[];
    } ? Choice
      : number;
  };

const MOST = 2 ** 31 - 1;

/**
 * What a domain takes, where a value lies outside it.
 *
 * @param value A number, or one of the domain's choices.
 * @returns Such as `a number above 0`, for the end of an error's line; null if the value is fine.
 */
export function domainProblem(value: unknown, domain: OptionDomain): string | null {
  const { choices, integer, minimum, above, below } = domain;
  if (choices) return choices.includes(String(value)) ? null : choices.join(" or ");
  const kind = domainText(domain);
  if (typeof value !== "number" || !Number.isFinite(value)) return kind;
  if (integer && !Number.isInteger(value)) return kind;
  if (integer && value > MOST) return `${kind}, at most ${MOST}`;
  const inside = (minimum === undefined || value >= minimum) &&
    (above === undefined || value > above) && (below === undefined || value < below);
  return inside ? null : kind;
}

/** What a number may be, such as `an integer of at least 1`. */
export function domainText({ integer, minimum, above, below }: OptionDomain): string {
  const kind = integer ? "an integer" : "a number";
  const least = minimum !== undefined
    ? ` of at least ${minimum}`
    : above !== undefined
    ? ` above ${above}`
    : "";
  return `${kind}${least}${below === undefined ? "" : `${least && " and"} below ${below}`}`;
}
