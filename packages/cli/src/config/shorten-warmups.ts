interface Timed {
  readonly epochs?: unknown;
  readonly steps?: unknown;
  readonly images?: unknown;
  readonly learningRate?: Warmup;
  readonly rule?: Warmup;
}

interface Warmup {
  readonly warmupEpochs?: unknown;
  readonly warmupSteps?: unknown;
  readonly warmupImages?: unknown;
}

/** The sections that may have a warmup. */
const sections = ['learningRate', 'rule'] as const;

/** How the length of a run and of its warmups is told. */
const units = [
  ['epochs', 'warmupEpochs', (length: number) => length],
  ['steps', 'warmupSteps', Math.round],
  ['images', 'warmupImages', Math.round],
] as const;

/**
 * Where the command line shortens a run so far that a warmup of its recipe does not fit in, the warmup is shortened in
 * proportion; what the command line says of warmups stays.
 *
 * @param recipe as it is written
 * @param given the same with what the command line says
 * @returns that with warmups that fit, and a sentence for each that was shortened
 */
export function shortenWarmups(
  recipe: unknown,
  given: unknown,
): { readonly value: unknown; readonly notes: readonly string[] } {
  const [before, after] = [recipe as Timed, given as Timed];
  const notes: string[] = [];
  const value: Record<string, unknown> = { ...after };
  for (const [unit, key, whole] of units) {
    const [was, is] = [before[unit], after[unit]];
    if (!isNumber(was) || !isNumber(is) || is >= was) continue;
    for (const name of sections) {
      const length = after[name]?.[key];
      if (!isNumber(length) || length !== before[name]?.[key] || length < is) continue;
      const shortened = whole((length * is) / was);
      value[name] = { ...after[name], [key]: shortened };
      notes.push(
        `The run has ${is} ${unit} in place of ${was}: '${name}.${key}' is ${shortened} in place of ${length}.`,
      );
    }
  }
  return { value, notes };
}

const isNumber = (value: unknown): value is number => typeof value === 'number';
